"""Whatever the rules, the plays that they leave out are those that plain Python finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from desktop_als.library import Library
from desktop_als.library.conditions import (
    AtHours,
    BetweenDates,
    ByArtist,
    BySource,
    ByTrack,
    Condition,
    InPrivate,
    InSession,
)
from desktop_als.library.previewing import as_if
from desktop_als.library.rules import Rule
from desktop_als.plays import Precision
from tests.library.making import NOON, bring, play_batch
from tests.library.ruling import excluded, rule_out

ARTISTS = ("Otto", "Mira", "Tin Rivers")
TITLES = ("Sea", "SEA", "Quay")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
OWNERS = ((1, "Ada"), (2, "Bo"), (3, "Ada"))
SPAN = 3 * 365 * 86_400

Played = tuple[int, int, int, str, int, str, bool, bool]
"""Source, row, listener, artist, second, title, private, told to the day."""


def invented(source: int, count: int = 60) -> list[Played]:
    random = np.random.default_rng(source)
    told_to_day = source == 3
    seconds = NOON + random.integers(0, SPAN, count)
    # Every other within some hours of a change of the clock in Berlin.
    seconds[::2] = 1_711_846_800 + random.integers(-20_000, 20_000, len(seconds[::2]))
    if told_to_day:
        seconds = seconds // 86_400 * 86_400
    chosen = random.integers(0, 3, (count, 2)).tolist()
    heard = {(second, ARTISTS[i], TITLES[j]) for second, (i, j) in zip(seconds.tolist(), chosen, strict=True)}
    return [
        (source, row, 2 if source == 2 else 1, artist, second, title, bool(random.random() < 0.3), told_to_day)
        for row, (second, artist, title) in enumerate(sorted(heard), start=1)
    ]


PLAYS = [play for source, _ in OWNERS for play in invented(source)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Path(tmp_path_factory.mktemp("rules"))) as library:
        for source, owner in OWNERS:
            plays = [play for play in PLAYS if play[0] == source]
            batch = play_batch(
                [(second - NOON, artist, title) for _, _, _, artist, second, title, _, _ in plays],
                precision=Precision.DAY if source == 3 else Precision.SECOND,
            )
            batch = replace(batch, private=np.array([play[6] for play in plays]))
            bring(library, batch, form=f"form{source}", listener=owner)
        yield library


def holds(condition: Condition, play: Played, artist_ids: dict[str, int]) -> bool:
    source, _, _, artist, second, title, private, to_day = play
    match condition:
        case ByArtist(wanted):
            return artist_ids[artist] == wanted
        case ByTrack(wanted, name):
            return artist_ids[artist] == wanted and title.lower() == name.lower()
        case BySource(wanted):
            return source == wanted
        case AtHours(begins, ends, zone, weekdays):
            local = datetime.fromtimestamp(second, ZoneInfo(zone)).replace(tzinfo=None)
            begun = local - timedelta(minutes=begins)  # the range as if it began at midnight
            length = ends - begins if ends > begins else ends - begins + 1440
            within = begun.hour * 60 + begun.minute < length
            return not to_day and within and (not weekdays or begun.isoweekday() in weekdays)
        case BetweenDates(first, last, zone):
            day = datetime.fromtimestamp(second, UTC if to_day else ZoneInfo(zone)).date()
            return date.fromisoformat(first) <= day <= date.fromisoformat(last)
        case InSession(begins, ends):
            return begins <= second <= ends
        case InPrivate():
            return private
    raise AssertionError(condition)


zones = some.sampled_from(ZONES)
days = some.dates(date(2023, 11, 1), date(2026, 12, 1)).map(str)
seconds = some.one_of(
    some.integers(NOON, NOON + SPAN), some.sampled_from([play[4] for play in PLAYS]), some.just(1_711_846_800)
)
conditions = some.one_of(
    some.builds(ByArtist, some.integers(1, 3)),
    some.builds(ByTrack, some.integers(1, 3), some.sampled_from(["sea", "Quay", "Hill", "' or true --"])),
    some.builds(BySource, some.integers(1, 3)),
    some.builds(
        AtHours,
        some.integers(0, 1439),
        some.integers(1, 1440),
        zones,
        some.sets(some.integers(1, 7), max_size=4).map(lambda chosen: tuple(sorted(chosen))),
    ),
    some.builds(lambda a, b, zone: BetweenDates(min(a, b), max(a, b), zone), days, days, zones),
    some.builds(lambda a, b: InSession(min(a, b), max(a, b)), seconds, seconds),
    some.just(InPrivate()),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=some.lists(conditions, min_size=1, max_size=4), listener=some.sampled_from([None, 1, 2]))
def test_exactly_what_the_rules_hold_for_is_left_out(
    library: Library, chosen: list[Condition], listener: int | None
) -> None:
    artists = library.artists()
    ids = dict(zip(artists.names.tolist(), artists.ids.tolist(), strict=True))
    expected: dict[tuple[int, int], int] = {}
    for number, condition in enumerate(chosen, start=1):
        for play in PLAYS:
            if listener in {None, play[2]} and holds(condition, play, ids):
                expected.setdefault(play[:2], number)
    before = library.totals(), library.fingerprint()
    with library.reading() as cursor:
        foreseen = as_if(cursor, {i: Rule(c, listener) for i, c in enumerate(chosen, start=1)}, 1)
    rule_out(library, *chosen, listener=listener)
    try:
        assert excluded(library) == expected
        after = library.listener_history(1)
        assert foreseen.history.artist_ids.tolist() == after.artist_ids.tolist()
        assert foreseen.history.plays.tolist() == after.plays.tolist()
        assert foreseen.history.last_played.tolist() == after.last_played.tolist()
        assert foreseen.history.unwanted == after.unwanted
        assert foreseen.plays.played_at.tolist() == library.listener_plays(1).played_at.tolist()
    finally:
        library.undo()
    assert (library.totals(), library.fingerprint()) == before
    assert excluded(library) == {}
