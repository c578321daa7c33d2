"""Each kind of rule: what it leaves out, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from desktop_als.errors import LibraryError
from desktop_als.library import Library, rules
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
from desktop_als.plays import Mark, MarkBatch, Precision
from tests.library.making import NOON, bring, count_batch, play_batch, plays_by_name, rating_batch, texts
from tests.library.ruling import rule_out, standing

BERLIN = "Europe/Berlin"


def at(moment: str, zone: str = BERLIN) -> int:
    """Seconds after NOON of a local time."""
    return int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).timestamp()) - NOON


def heard_at(library: Library, *moments: str) -> None:
    bring(library, play_batch([(at(moment), "Lumen Fields", moment) for moment in moments]))


def kept(library: Library) -> list[str]:
    with library.reading() as cursor:
        found = cursor.execute(
            "select title from standing_plays join tracks on tracks.id = standing_plays.track order by title"
        ).fetchall()
    return [title for (title,) in found]


def id_of(library: Library, artist: str) -> int:
    table = library.artists()
    return int(table.ids[table.names.tolist().index(artist)])


def test_an_artist(library: Library) -> None:
    bring(library, play_batch([(0, "Lumen Fields", "Quay"), (900, "Otto", "Sea")]), listener="Ada")
    bring(library, count_batch([("Ada", "Otto", 7), ("Ada", "Tin Rivers", 2)]), form="counts", listener=None)
    bring(library, rating_batch([("Ada", "Otto", None, 4.0), ("Ada", "Lumen Fields", None, 3.0)]), form="stars")
    rule_out(library, ByArtist(id_of(library, "Otto")))
    assert plays_by_name(library) == {("Ada", "Lumen Fields"): 1, ("Ada", "Tin Rivers"): 2}
    assert library.totals().ratings == 1


def test_an_artist_that_is_credited_with_others(library: Library) -> None:
    bring(library, play_batch([(0, "Otto feat. Mira", "Quay"), (900, "Otto", "Sea"), (1800, "Mira", "Hill")]))
    both, otto, mira = (id_of(library, name) for name in ("Otto feat. Mira", "Otto", "Mira"))
    with library.changing("names", "split", "credits") as cursor:
        cursor.execute("insert into credits values (?, ?), (?, ?)", [both, otto, both, mira])
    rule_out(library, ByArtist(mira))
    assert kept(library) == ["Sea"]


def test_a_track_in_capitals_or_not(library: Library) -> None:
    bring(
        library, play_batch([(0, "Otto", "Sea"), (900, "Otto", "SEA"), (1800, "Otto", "Seas"), (2700, "Mira", "Sea")])
    )
    rule_out(library, ByTrack(id_of(library, "Otto"), "sea"))
    assert kept(library) == ["Sea", "Seas"]
    assert library.artists().plays.tolist() == [1, 1]


def test_hours_are_those_of_the_persons_clock_on_both_sides_of_daylight_saving(library: Library) -> None:
    heard_at(library, "2024-01-15T22:30", "2024-07-15T22:30", "2024-01-15T21:59", "2024-07-15T21:59")
    rule_out(library, AtHours(22 * 60, 23 * 60, BERLIN))
    assert kept(library) == ["2024-01-15T21:59", "2024-07-15T21:59"]


def test_the_hour_that_comes_twice_is_left_out_twice(library: Library) -> None:
    first = at("2024-10-27T01:30") + 3600  # 02:30 in summer time, and an hour later 02:30 again
    bring(library, play_batch([(first - 3600, "Otto", "a"), (first, "Otto", "b"), (first + 3600, "Otto", "c")]))
    bring(library, play_batch([(first + 7200, "Otto", "d")]), form="other")
    rule_out(library, AtHours(2 * 60, 3 * 60, BERLIN))
    assert kept(library) == ["a", "d"]


def test_hours_over_midnight_end_before_their_last_minute(library: Library) -> None:
    heard_at(
        library, "2024-03-08T21:59", "2024-03-08T22:00", "2024-03-09T00:00", "2024-03-09T05:59", "2024-03-09T06:00"
    )
    rule_out(library, AtHours(22 * 60, 6 * 60, BERLIN))
    assert kept(library) == ["2024-03-08T21:59", "2024-03-09T06:00"]


def test_a_weekday_lends_its_name_to_the_night_after_it(library: Library) -> None:
    # 8 March 2024 is a Friday.
    heard_at(library, "2024-03-08T02:00", "2024-03-08T23:00", "2024-03-09T02:00", "2024-03-09T23:00")
    rule_out(library, AtHours(22 * 60, 6 * 60, BERLIN, weekdays=(5,)))
    assert kept(library) == ["2024-03-08T02:00", "2024-03-09T23:00"]


def test_a_whole_day_of_the_week(library: Library) -> None:
    heard_at(library, "2024-03-09T23:59", "2024-03-10T00:00", "2024-03-10T23:59", "2024-03-11T00:00")
    rule_out(library, AtHours(0, 1440, BERLIN, weekdays=(7,)))
    assert kept(library) == ["2024-03-09T23:59", "2024-03-11T00:00"]


def test_dates_are_those_of_the_zone(library: Library) -> None:
    heard_at(library, "2024-05-30T23:59", "2024-05-31T00:00", "2024-06-01T23:59", "2024-06-02T00:00")
    rule_out(library, BetweenDates("2024-05-31", "2024-06-01", BERLIN))
    assert kept(library) == ["2024-05-30T23:59", "2024-06-02T00:00"]


@pytest.mark.parametrize("told_in", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_time_told_to_the_day_is_on_that_day_everywhere_and_has_no_hour(
    library: Library, told_in: str, zone: str
) -> None:
    plays = [(at(f"2024-05-{day}T00:00", told_in), "Otto", day) for day in ("30", "31")]
    bring(library, play_batch(plays, precision=Precision.DAY))
    rule_out(library, BetweenDates("2024-05-31", "2024-05-31", zone))
    assert kept(library) == ["30"]
    library.undo()
    rule_out(library, AtHours(0, 1440, zone))
    assert kept(library) == ["30", "31"]


def test_a_session_and_private_plays(library: Library) -> None:
    batch = play_batch([(0, "Otto", "a"), (600, "Otto", "b"), (601, "Otto", "c"), (9000, "Otto", "d")])
    bring(library, replace(batch, private=np.array([False, False, False, True])))
    rule_out(library, InSession(NOON, NOON + 600), InPrivate())
    assert kept(library) == ["c"]


def test_artists_that_were_banned_or_are_left_out_are_not_wanted(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "a"), (900, "Mira", "b"), (1800, "Tin Rivers", "c")]))
    marks = MarkBatch(
        row=np.arange(1, 4),
        artist=texts(["Otto", "Mira", "Tin Rivers"]),
        track=texts([None, "b", None]),
        mark=texts([Mark.BANNED, Mark.BANNED, Mark.LIKED]),
    )
    bring(library, marks, form="marks")
    otto, rivers = id_of(library, "Otto"), id_of(library, "Tin Rivers")
    assert library.listener_history(1).unwanted == {otto}
    rule_out(library, ByArtist(rivers))
    assert library.listener_history(1).unwanted == {otto, rivers}


def test_of_one_listener_or_of_everybody_but_communities(library: Library) -> None:
    for listener, community in (("Ada", None), ("Bo", None), ("Cy", "Club")):
        bring(library, play_batch([(0, "Otto", listener)]), form=listener, listener=listener, community=community)
    rule_out(library, ByArtist(1), listener=1)
    assert kept(library) == ["Bo", "Cy"]
    rule_out(library, ByArtist(1))
    assert kept(library) == ["Cy"]
    with pytest.raises(LibraryError, match="community"):
        rule_out(library, ByArtist(1), listener=3)
    rule_out(library, BySource(3), listener=1)
    assert kept(library) == ["Cy"]


def test_a_whole_community_leaves_and_comes_back(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "a"), (900, "Mira", "b")], ["Cy", "Di"]), listener=None, community="Club")
    bring(library, count_batch([("Cy", "Otto", 5)]), form="counts", listener=None, community="Club")
    bring(library, rating_batch([("Di", "Otto", None, 3.0)]), form="stars", listener=None, community="Club")
    before = plays_by_name(library), library.totals()
    rule_out(library, *map(BySource, (1, 2, 3)))
    assert library.totals().is_empty
    with library.changing("rules", "remove", "rules") as cursor:
        for number in (1, 2, 3):
            rules.remove(cursor, number)
    assert (plays_by_name(library), library.totals()) == before
    library.undo()
    assert library.totals().is_empty
    library.undo()
    assert (plays_by_name(library), library.totals()) == before


def test_plays_of_a_source_that_is_left_out_are_told_by_others(library: Library) -> None:
    bring(
        library,
        play_batch([(0, "Otto", "Harbour", 200_000), (5_000, "Otto", "Quay", 200_000)]),
        form="spotify_extended",
    )
    bring(library, play_batch([(-20, "Otto", "Harbour", 200_000)]), form="spotify_account")
    assert standing(library) == [(1, 1), (1, 2)]
    with library.reading() as cursor:
        preview = as_if(cursor, {1: Rule(BySource(1))}, 1)
    rule_out(library, BySource(1))
    assert standing(library) == [(2, 1)]
    assert (preview.left_out, preview.back, preview.history.plays.tolist()) == (2, 1, [1])


@pytest.mark.parametrize(
    "condition",
    [
        ByArtist(1),
        ByTrack(1, "a"),
        BySource(1),
        AtHours(0, 1440, "UTC"),
        BetweenDates("2000-01-01", "2040-01-01", "UTC"),
        InSession(NOON, NOON),
        InPrivate(),
    ],
    ids=lambda condition: condition.kind,
)
def test_every_rule_is_undone_after_a_restart_too_and_holds_for_later_imports(
    folder: Path, condition: Condition
) -> None:
    private = replace(play_batch([(0, "Otto", "a")]), private=np.array([True]))
    with Library.open(folder) as library:
        bring(library, private)
        before = library.totals(), library.fingerprint(), plays_by_name(library)
        rule_out(library, condition)
        assert library.totals().plays == 0
        assert library.sources()[0].tally.kept == 1
    with Library.open(folder) as library:
        assert library.totals().plays == 0
        later = replace(private, played_at=private.played_at + (0 if condition.kind == "session" else 9_000))
        bring(library, later, form="other", listener="Bo")
        assert library.totals().plays == (1 if condition.kind == "source" else 0)
        library.undo()
        undone = library.undo()
        assert undone is not None
        assert (undone.kind, undone.plays) == ("rules", -1)
        assert (library.totals(), library.fingerprint(), plays_by_name(library)) == before


@pytest.mark.parametrize("order", list(permutations(("extended", "account", "rule"))))
def test_rules_and_overlapping_exports_in_any_order_are_the_same_library(
    library: Library, order: tuple[str, ...]
) -> None:
    bring(library, play_batch([(-9_000, "Otto", "first"), (-6_000, "Mira", "second")]))
    extended = [(0, "Otto", "Harbour", 200_000), (1_000, "Mira", "Quay", 200_000), (9_000, "Otto", "Sea", 200_000)]
    account = [(-20, "Otto", "Harbour", 200_000), (10_000, "Mira", "Hill", 100_000)]
    steps = {
        "extended": lambda: bring(library, play_batch(extended), form="spotify_extended"),
        "account": lambda: bring(library, play_batch(account), form="spotify_account"),
        "rule": lambda: rule_out(library, InSession(NOON + 9_000, NOON + 9_500), ByArtist(id_of(library, "Mira"))),
    }
    for step in order:
        steps[step]()
    assert kept(library) == ["Harbour", "first"]
    assert {source.format: (source.tally.kept, source.tally.duplicates) for source in library.sources()} == {
        "lastfm_json": (2, 0),
        "spotify_extended": (3, 0),
        "spotify_account": (1, 1),
    }


def test_totals_and_ratings_that_come_later_are_left_out_too(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "a")]))
    rule_out(library, ByArtist(1))
    bring(library, count_batch([("Ada", "Otto", 5), ("Ada", "Mira", 3)]), form="counts")
    bring(library, rating_batch([("Ada", "Otto", None, 3.0)]), form="stars")
    assert plays_by_name(library) == {("Ada", "Mira"): 3}
    assert library.totals().ratings == 0


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (ByArtist(99), "artist"),
        (ByTrack(99, "a"), "artist"),
        (BySource(99), "file 99"),
        (AtHours(0, 60, "Nowhere/Land'; drop table plays; --"), "Nowhere/Land"),
        (BetweenDates("2024-01-01", "2024-01-02", "Mars"), "Mars"),
    ],
)
def test_a_rule_on_what_is_not_there_is_refused_and_changes_nothing(
    library: Library, condition: Condition, sentence: str
) -> None:
    bring(library, play_batch([(0, "Otto", "a")]))
    with pytest.raises(LibraryError, match=sentence.replace("(", r"\(")):
        rule_out(library, condition)
    assert len(library.steps()) == 1
    assert library.totals().plays == 1


def test_conditions_that_make_no_sense_are_refused() -> None:
    for make in (
        lambda: AtHours(1440, 60, "UTC"),
        lambda: AtHours(0, 0, "UTC"),
        lambda: AtHours(0, 60, "UTC", (0,)),
        lambda: BetweenDates("2024-02-30", "2024-03-01", "UTC"),
        lambda: BetweenDates("2024-03-02", "2024-03-01", "UTC"),
        lambda: InSession(2, 1),
    ):
        with pytest.raises(LibraryError):
            make()


def test_changing_and_removing_rules(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "a"), (900, "Mira", "b")]))
    otto, mira = id_of(library, "Otto"), id_of(library, "Mira")
    rule_out(library, ByArtist(otto))
    with library.changing("rules", "change", "rules") as cursor:
        rules.change(cursor, 1, Rule(ByArtist(mira)))
    assert kept(library) == ["a"]
    with library.reading() as cursor:
        assert [(rule.id, rule.plays) for rule in rules.rules_in_use(cursor)] == [(1, 1)]
    with pytest.raises(LibraryError, match="no rule 2"), library.changing("rules", "remove", "rules") as cursor:
        rules.remove(cursor, 2)
    with library.changing("rules", "remove", "rules") as cursor:
        rules.remove(cursor, 1)
    assert kept(library) == ["a", "b"]
