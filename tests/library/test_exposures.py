"""What was shown, day by day."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library, exposures
from desktop_als.library.credits import credit
from desktop_als.library.exposures import KEPT_DAYS, MemoryOptions, Shown, rests
from desktop_als.progress import CancelToken
from tests.library.making import bring, count_batch, play_batch
from tests.library.test_steering import exposed

ADA = 1
LUMEN, OTTO, COAST, SMALL_OTTO = 2, 3, 4, 5
MONDAY = 739_000
USUAL = MemoryOptions()


@pytest.fixture
def library(library: Library) -> Library:
    """Ada played Lumen Fields; others played the two spellings of Otto, so that she can be shown them."""
    others = [("Bo", "Otto", 3), ("Bo", "otto", 2), ("Bo", "Lumen Fields", 2), ("Bo", "Quiet Coast", 1)]
    bring(library, count_batch([("Ada", "Tin Rivers", 1)]), form="totals", listener=None)
    bring(library, count_batch(others), form="totals", listener=None, community="Invented")
    bring(library, count_batch([("Ada", "Lumen Fields", 1)]), form="more totals", listener=None)
    return library


def show(library: Library, artists: list[int], *days: int) -> None:
    for day in days:
        with library.noting() as cursor:
            assert cursor is not None
            exposures.remember(cursor, ADA, artists, day)


def shown(library: Library, today: int) -> Shown:
    with library.reading() as cursor:
        return exposures.shown(cursor, ADA, today)


def test_an_artist_counts_once_a_day_and_from_the_next_day_on(library: Library) -> None:
    show(library, [OTTO, COAST], *[MONDAY] * 30)
    show(library, [OTTO, COAST, 99], MONDAY)
    assert exposed(library) == [(ADA, OTTO, MONDAY), (ADA, COAST, MONDAY)]
    show(library, [OTTO], *range(MONDAY + 1, MONDAY + 5))
    assert shown(library, MONDAY + 4) == Shown(frozenset(), {})
    assert shown(library, MONDAY + 5).resting == {OTTO}


def test_who_rests_comes_back_and_rests_again_after_as_many_days(library: Library) -> None:
    show(library, [OTTO], *range(MONDAY, MONDAY + 5))
    rest = [day for day in range(MONDAY, MONDAY + 60) if OTTO in shown(library, day).resting]
    assert rest == list(range(MONDAY + 5, MONDAY + 19))
    show(library, [OTTO], *range(MONDAY + 19, MONDAY + 23))
    assert shown(library, MONDAY + 23).resting == set()
    show(library, [OTTO], MONDAY + 23)
    assert shown(library, MONDAY + 24).resting == {OTTO}


def test_who_is_shown_often_and_never_played_is_overlooked_until_forgiven(library: Library) -> None:
    show(library, [OTTO, LUMEN], *range(MONDAY, MONDAY + 12))
    assert shown(library, MONDAY + 11).overlooked == {}
    assert shown(library, MONDAY + 12).overlooked == {OTTO: 12}  # Ada played Lumen Fields
    with library.changing("steering", "another chance", "forgiven") as cursor:
        exposures.forgive(cursor, ADA, [OTTO], MONDAY + 12)
    assert shown(library, MONDAY + 13).overlooked == {}
    library.undo()
    assert shown(library, MONDAY + 13).overlooked == {OTTO: 12}
    bring(library, count_batch([("Ada", "Otto", 1)]), form="yet more totals", listener=None)
    assert shown(library, MONDAY + 13).overlooked == {}


def test_the_days_of_all_spellings_count_together_once_they_are_one_artist(library: Library) -> None:
    show(library, [OTTO], *range(MONDAY, MONDAY + 7))
    show(library, [SMALL_OTTO], *range(MONDAY + 5, MONDAY + 12))
    assert shown(library, MONDAY + 12).overlooked == {}
    with library.changing("names", "the same", "credits") as cursor:
        credit(cursor, [([SMALL_OTTO], [OTTO])])
    assert shown(library, MONDAY + 12).overlooked == {OTTO: 12}


def test_options_are_kept_and_nothing_is_made_of_it_when_it_is_off(library: Library) -> None:
    show(library, [OTTO], *range(MONDAY, MONDAY + 12))
    for options in (MemoryOptions(on=False), MemoryOptions(True, 0, 14, 0), MemoryOptions(True, 5, 0, 13)):
        with library.changing("steering", "options", "memories") as cursor:
            exposures.set_options(cursor, ADA, options)
        with library.reading() as cursor:
            assert exposures.options(cursor, ADA) == options
        assert shown(library, MONDAY + 12) == Shown(frozenset(), {})
    for _ in range(3):
        library.undo()
    with library.reading() as cursor:
        assert exposures.options(cursor, ADA) == USUAL


def test_what_was_shown_long_ago_is_forgotten(library: Library) -> None:
    show(library, [OTTO], MONDAY, MONDAY + KEPT_DAYS, MONDAY + KEPT_DAYS + 1)
    assert [day - MONDAY for *_, day in exposed(library)] == [KEPT_DAYS, KEPT_DAYS + 1]


def test_it_goes_with_those_who_leave_the_library(library: Library) -> None:
    bring(library, play_batch([(0, "Radiant Harbour", "Sea")]))
    show(library, [OTTO, 6], MONDAY)
    library.undo()
    assert exposed(library) == [(ADA, OTTO, MONDAY)]
    for _ in range(3):
        library.undo()
    assert exposed(library) == []


def test_a_merged_library_brings_the_days_of_those_who_are_here(tmp_path: Path, library: Library) -> None:
    with Library.open(tmp_path / "other") as other:
        bring(other, count_batch([("Ada", "Otto", 1), ("Cy", "Otto", 2)]), form="totals", listener=None)
        show(other, [1], MONDAY, MONDAY + 1)
        other.snapshot(tmp_path / "theirs.duckdb", CancelToken())
    show(library, [OTTO], MONDAY + 1, MONDAY + 2)
    for _ in range(2):
        library.merge(tmp_path / "theirs.duckdb", "theirs", CancelToken())
        assert exposed(library) == [(ADA, OTTO, day) for day in range(MONDAY, MONDAY + 3)]


few = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few
@given(st.sets(st.integers(0, 60), min_size=1), st.integers(0, 6), st.integers(0, 20))
def test_rest_follows_from_the_days_since_the_last_pause(on: set[int], after: int, rest: int) -> None:
    options, days = MemoryOptions(True, after, rest, 0), sorted(on)
    today = days[-1] + 1
    row = 0  # walking forwards, as the days went by
    for earlier, day in zip([None, *days], days, strict=False):
        row = row + 1 if earlier is not None and day - earlier <= rest else 1
    for later in range(today, today + rest + 2):
        expected = after > 0 and rest > 0 and row >= after and later - days[-1] <= rest
        assert rests(days, options, later) == expected
