"""One history from many services."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library
from desktop_als.library.joins import Joining, joined_plays, joins, keep_apart, set_joining
from desktop_als.plays import UNKNOWN, PlayBatch, Precision, Tally
from tests.library.making import NOON, bring, play_batch
from tests.library.test_undoing import empty, state

SPOTIFY, LASTFM, MINUTES = "spotify_extended", "lastfm_json", "lastfm_benjaminbenben"

Standing = list[tuple[Any, ...]]


def standing(library: Library) -> Standing:
    """What counts: who, when, whom, what, and how long."""
    with library.reading() as cursor:
        return cursor.execute(
            """
            select listener, played_at, name, title, ms_played from standing_plays
            join artists on artists.id = standing_plays.artist left join tracks on tracks.id = track order by all
            """
        ).fetchall()


def starts(library: Library) -> list[tuple[int, int]]:
    return [(played_at - NOON, ms_played) for _, played_at, _, _, ms_played in standing(library)]


def heard(at: int, track: str = "Harbour", ms: int = 200_000, artist: str = "Lumen Fields") -> PlayBatch:
    return play_batch([(at, artist, track, ms)])


def test_a_play_of_two_services_counts_once_and_the_one_with_a_length_stands(library: Library) -> None:
    bring(library, heard(30, ms=UNKNOWN), form=LASTFM)
    bring(library, heard(0), form=SPOTIFY)
    assert starts(library) == [(0, 200_000)]
    assert [source.tally for source in library.sources()] == [Tally(duplicates=1), Tally(kept=1)]


def test_two_files_of_one_format_are_never_matched_by_likeness(library: Library) -> None:
    bring(library, heard(0, ms=UNKNOWN), form=LASTFM)
    bring(library, heard(30, ms=UNKNOWN), form=LASTFM)
    assert len(standing(library)) == 2


def test_other_people_and_communities_are_not_matched(library: Library) -> None:
    bring(library, heard(0), form=SPOTIFY, listener="Ada")
    bring(library, heard(0), form=LASTFM, listener="Bo")
    bring(library, heard(0), form="lastfm_1k", listener="Ada", community="Last.fm-1K")
    bring(library, heard(0), form="listenbrainz", listener="Ada", community="Last.fm-1K")
    assert len(standing(library)) == 4


@pytest.mark.parametrize(
    ("artist", "track"),
    [
        ("Holm The Maker", "Slow Harbour"),  # commas left out
        ("Holm, the Maker feat. Bo", "Slow, Harbour"),
        ("Holm, The Maker", "Slow, Harbour (feat. Bo) - Remastered 2011"),
        ("Various Artists", "Slow, Harbour"),
    ],
)
def test_names_as_other_services_spell_them(library: Library, artist: str, track: str) -> None:
    bring(library, heard(0, "Slow, Harbour", artist="Holm, The Maker"), form=SPOTIFY)
    bring(library, heard(20, track, UNKNOWN, artist), form=LASTFM)
    assert starts(library) == [(0, 200_000)]


def test_artists_that_were_merged_are_one_here_too(library: Library) -> None:
    bring(library, heard(0, artist="Lúmen Fields"), form=SPOTIFY)
    bring(library, heard(0, ms=UNKNOWN), form=LASTFM)
    assert len(standing(library)) == 2
    with library.changing("names", "Merge Lúmen Fields", "credits") as cursor:
        cursor.execute("insert into credits values (1, 2)")
    assert len(standing(library)) == 1
    library.undo()
    assert len(standing(library)) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_services_tell_one_play(library: Library, order: tuple[int, ...]) -> None:
    files: list[Callable[[], object]] = [
        lambda: bring(library, heard(0), form=SPOTIFY),
        lambda: bring(library, heard(40, ms=UNKNOWN), form=LASTFM),
        lambda: bring(
            library, play_batch([(-20, "Lumen Fields", "Harbour")], precision=Precision.MINUTE), form=MINUTES
        ),
    ]
    for place in order:
        files[place]()
    assert starts(library) == [(0, 200_000)]
    with library.reading() as cursor:
        assert {(join.told, join.standing) for join in joins(cursor, 1)} == {(LASTFM, SPOTIFY), (MINUTES, SPOTIFY)}


def test_a_play_too_short_for_one_service_stands_by_the_other(library: Library) -> None:
    bring(library, play_batch([(0, "Lumen Fields", "Harbour", 20_000, False)]), form=SPOTIFY)
    bring(library, heard(5, ms=UNKNOWN), form=LASTFM)
    assert starts(library) == [(5, UNKNOWN)]
    with library.changing("counting", "Count 10 seconds", "counting") as cursor:
        cursor.execute("update counting set least_ms = 10000")
    assert starts(library) == [(0, 20_000)]


def test_what_was_joined_can_be_seen_and_taken_apart(library: Library) -> None:
    bring(library, heard(0), form=SPOTIFY)
    bring(library, heard(30, ms=UNKNOWN), form=LASTFM)
    with library.reading() as cursor:
        (join,) = joins(cursor, 1)
        (play,) = joined_plays(cursor, 1, SPOTIFY, LASTFM, 10)
    assert (join.told, join.standing, join.paired, join.plays) == (LASTFM, SPOTIFY, True, 1)
    assert (play.artist, play.track, play.played_at, play.seconds) == ("Lumen Fields", "Harbour", NOON + 30, -30)
    before = state(library)
    with library.changing("joining", "Keep a play", "apart") as cursor:
        keep_apart(cursor, [(play.source, play.row)])
    assert len(standing(library)) == 2
    library.undo()
    assert state(library) == before


def choose(library: Library, chosen: Joining) -> None:
    with library.changing("joining", "Join", "joining") as cursor:
        set_joining(cursor, 1, chosen)


def test_the_preferred_format_is_the_one_for_its_time(library: Library) -> None:
    bring(library, play_batch([(t, "Otto", "Sea", 100_000) for t in (0, 5_000, 90_000)]), form=SPOTIFY)
    bring(library, play_batch([(1_000, "Otto", "Quay"), (9_000, "Otto", "Quay")]), form=LASTFM)
    choose(library, Joining("prefer", LASTFM))
    assert [at for at, _ in starts(library)] == [0, 1_000, 9_000, 90_000]
    choose(library, Joining("keep"))
    assert len(standing(library)) == 5
    choose(library, Joining())
    assert len(standing(library)) == 5


def test_where_the_preferred_format_pauses_for_a_month_the_others_count(library: Library) -> None:
    day = 86_400
    bring(library, play_batch([(t * day, "Otto", "Sea") for t in (0, 10, 50, 60)]), form=LASTFM)
    bring(library, play_batch([(t * day + 5_000, "Otto", "Quay", 100_000) for t in (5, 30, 55, 70)]), form=SPOTIFY)
    choose(library, Joining("prefer", LASTFM))
    assert [at // day for at, _ in starts(library)] == [0, 10, 30, 50, 60, 70]


def test_account_data_can_be_preferred_without_losing_everything(library: Library) -> None:
    bring(library, heard(0), form=SPOTIFY)
    bring(library, heard(0), form="spotify_account")
    choose(library, Joining("prefer", "spotify_account"))
    assert len(standing(library)) == 1


# Truth: plays of a track in slots that are too far apart to be confused. Every service tells some of them in its own words.
SLOT = 600
services = st.fixed_dictionaries(
    {
        form: st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), st.integers(0, 40)), max_size=12)
        for form in (SPOTIFY, LASTFM, MINUTES)
    }
)
TRACKS = [("Holm, The Maker", "Slow, Harbour"), ("Otto feat. Bo", "Sea"), ("Otto", "Quay")]
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(form: str, plays: list[tuple[int, int, int]]) -> PlayBatch:
    once = {(slot, track): late for slot, track, late in plays}
    rows: list[tuple[Any, ...]] = []
    for (slot, track), late in once.items():
        artist, title = TRACKS[track]
        at = slot * SLOT
        if form == SPOTIFY:
            rows.append((at, artist, f"{title} - 2009 Remaster", 180_000))
        elif form == LASTFM:
            rows.append((at + late, artist.split(" feat.")[0], title, UNKNOWN))
        else:
            rows.append(((NOON + at) // 60 * 60 - NOON, artist.replace(",", ""), title.replace(",", ""), UNKNOWN))
    return play_batch(rows, precision=Precision.MINUTE if form == MINUTES else Precision.SECOND)


@few
@given(services, st.randoms())
def test_what_stands_is_what_happened_whatever_the_order_of_imports(library: Library, truth: dict, random) -> None:
    happened = {(slot, track) for plays in truth.values() for slot, track, _ in plays}
    files, results = list(truth.items()), []
    for _ in range(2):
        empty(library)
        for form, plays in files:
            bring(library, told(form, plays), form=form)
        results.append([play[1:] for play in standing(library)])
        random.shuffle(files)
    assert results[0] == results[1]
    assert len(results[0]) == len(happened)


# Anything: loops, repeats, plays that overlap and are too short.
anything = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from(["Otto", "otto", "Otto feat. Bo", "Various Artists"]),
        st.sampled_from(["Sea", "Quay", None]),
        st.sampled_from([UNKNOWN, 10_000, 40_000, 200_000]),
    ),
    max_size=10,
)


@few
@given(
    st.dictionaries(st.sampled_from([SPOTIFY, LASTFM, MINUTES, "spotify_account"]), anything, min_size=2), st.randoms()
)
def test_choices_leave_no_trace_once_undone_and_order_has_no_say(library: Library, histories: dict, random) -> None:
    files, results = list(histories.items()), []
    alone = 0
    for form, plays in files:
        empty(library)
        bring(library, play_batch(plays), form=form)
        alone += len(standing(library))
    for _ in range(2):
        empty(library)
        for form, plays in files:
            bring(library, play_batch(plays), form=form)
        results.append([play[1:] for play in standing(library)])
        random.shuffle(files)
    assert results[0] == results[1]
    if not library.listeners().ids.size:
        return
    before = state(library), standing(library), [source.tally for source in library.sources()]
    choose(library, Joining("prefer", LASTFM))
    choose(library, Joining("keep"))
    if not {SPOTIFY, "spotify_account"} <= set(histories):
        assert len(standing(library)) == alone
    library.undo()
    library.undo()
    assert (state(library), standing(library), [source.tally for source in library.sources()]) == before
