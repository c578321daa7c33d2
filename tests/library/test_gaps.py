"""Spans without a play that are unusual for a listener."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_als.library import Library
from desktop_als.library.gaps import Gap, gaps
from tests.library.making import NOON, bring, play_batch

DAY = 86_400


def played_on(library: Library, days: list[int], form: str = "lastfm_json") -> None:
    bring(library, play_batch([(day * DAY, "Otto", f"{day}") for day in days]), form=form)


def gaps_of(library: Library) -> list[Gap]:
    with library.reading() as cursor:
        return gaps(cursor, 1)


def test_a_missing_export_lies_between_two_files(library: Library) -> None:
    played_on(library, list(range(100)))
    played_on(library, list(range(160, 300)), form="listenbrainz")
    assert gaps_of(library) == [Gap(NOON + 99 * DAY, NOON + 160 * DAY, before=1, after=2)]


def test_holidays_are_no_gaps(library: Library) -> None:
    played_on(library, [day for day in range(700) if day % 240 > 21])
    assert gaps_of(library) == []


@pytest.mark.parametrize("seed", range(3))
def test_pauses_that_are_usual_are_no_gaps(library: Library, seed: int) -> None:
    random = np.random.default_rng(seed)
    played_on(library, np.cumsum(random.integers(20, 60, 60)).tolist())
    assert gaps_of(library) == []


def test_few_days_tell_nothing(library: Library) -> None:
    played_on(library, [0, 1, 2, 300, 301])
    assert gaps_of(library) == []


def test_nobody_and_totals_have_no_gaps(library: Library) -> None:
    assert gaps_of(library) == []
