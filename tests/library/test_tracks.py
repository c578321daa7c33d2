"""Tracks of artists: who plays which, and what their plays tell of album, length and address."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_als.library import Library
from desktop_als.library.credits import artist_called, credit
from desktop_als.library.tracks import Familiarity, HeardTrack, TrackFacts, track_facts, tracks_of
from desktop_als.plays import PlayBatch
from tests.library.making import NOON, bring, count_batch, play_batch, texts

SPOTIFY_ID = "0AbCdEfGhIjKlMnOpQrStU"
DAY = 86_400


def id_of(library: Library, name: str) -> int:
    with library.reading() as cursor:
        found = artist_called(cursor, name)
    assert found is not None
    return found


def tracks(library: Library, *names: str, each: int = 100, listener: int | None = None, **wanted: Any) -> list[Any]:
    """Title, plays, listeners and the listener's own plays."""
    return [(t.title, t.plays, t.listeners, t.yours) for t in heard(library, *names, each=each, who=listener, **wanted)]


def heard(library: Library, *names: str, each: int = 100, who: int | None = None, **wanted: Any) -> list[HeardTrack]:
    ids = [id_of(library, name) for name in names]
    with library.reading() as cursor:
        return tracks_of(cursor, ids, each, who, Familiarity(**wanted))


def facts(library: Library, track: HeardTrack) -> TrackFacts:
    with library.reading() as cursor:
        return track_facts(cursor, [track.id])[track.id]


def merge(library: Library, name: str, *into: str) -> None:
    ends = [id_of(library, each) for each in into]
    with library.changing("names", name, "credits") as cursor:
        credit(cursor, [([id_of(library, name)], ends)])


def with_facts(batch: PlayBatch, albums: list[str | None], refs: list[str | None]) -> PlayBatch:
    return replace(batch, album=texts(albums), track_ref=texts(refs))


def test_more_listeners_come_before_more_plays(library: Library) -> None:
    bring(library, play_batch([(60 * i, "Otto", "Quay") for i in range(5)] + [(900, "Otto", "Sea")]), listener="Ada")
    bring(library, play_batch([(0, "Otto", "Sea"), (60, "Ines", "Fog")]), listener="Bo")
    ada = int(library.listeners().ids[0])
    assert tracks(library, "Otto", listener=ada) == [("Sea", 2, 2, 1), ("Quay", 5, 1, 5)]
    assert [track.share for track in heard(library, "Otto")] == [1, 0.5]


def test_a_share_is_of_those_whose_plays_name_tracks(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea")]), listener="Ada")
    bring(library, play_batch([(0, "Otto", "Quay")]), listener="Bo")
    bring(library, count_batch([(f"Stranger {i}", "Otto", 5) for i in range(8)]), listener=None, community="Far away")
    assert [track.share for track in heard(library, "Otto")] == [0.5, 0.5]


def test_capitals_are_one_title_and_a_remaster_is_another(library: Library) -> None:
    plays = [(0, "Otto", "Sea"), (60, "Otto", "SEA"), (120, "Otto", "Sea (Remastered)"), (180, "Otto", "SEA")]
    bring(library, play_batch(plays))
    assert sorted(tracks(library, "Otto")) == [("SEA", 3, 1, 0), ("Sea (Remastered)", 1, 1, 0)]


def test_plays_that_do_not_count_are_no_plays_of_a_track(library: Library) -> None:
    bring(library, play_batch([(0, "Otto", "Sea", 2_000, False), (60, "Otto", "Quay", 200_000)]))
    assert tracks(library, "Otto") == [("Quay", 1, 1, 0)]


def test_totals_without_times_count_too(library: Library) -> None:
    totals = replace(count_batch([("Ada", "Otto", 4), ("Bo", "Otto", 2)]), track=texts(["Sea", "Sea"]))
    bring(library, totals, listener=None)
    assert tracks(library, "Otto") == [("Sea", 6, 2, 0)]


def test_a_merged_spelling_brings_its_tracks_and_a_guest_has_those_of_both(library: Library) -> None:
    plays = [(0, "Otto", "Sea"), (60, "otto", "sea"), (120, "Otto feat. Ines", "Quay"), (180, "Ines", "Fog")]
    bring(library, play_batch(plays))
    merge(library, "otto", "Otto")
    merge(library, "Otto feat. Ines", "Otto", "Ines")
    assert tracks(library, "Otto") == [("Sea", 2, 1, 0), ("Quay", 1, 1, 0)]
    assert sorted(tracks(library, "Ines")) == [("Fog", 1, 1, 0), ("Quay", 1, 1, 0)]
    sea, quay = heard(library, "Otto")
    assert facts(library, sea).artist == "Otto"
    assert facts(library, quay).artist == "Otto feat. Ines"


def test_only_so_many_of_each_artist(library: Library) -> None:
    bring(library, play_batch([(60 * i, name, f"Track {i}") for i in range(4) for name in ("Otto", "Ines")]))
    assert Counter(track.artist_id for track in heard(library, "Otto", "Ines", each=2)) == {
        id_of(library, "Otto"): 2,
        id_of(library, "Ines"): 2,
    }


def test_new_and_forgotten_tracks_are_those_of_the_listener(library: Library) -> None:
    plays = [(0, "Otto", "Sea"), (400 * DAY, "Otto", "Quay"), (400 * DAY + 60, "Otto", "Quay")]
    bring(library, play_batch(plays), listener="Ada")
    bring(library, play_batch([(0, "Otto", "Fog"), (60, "Otto", "Sea")]), listener="Bo")
    ada = int(library.listeners().ids[0])
    assert tracks(library, "Otto", listener=ada, heard="new") == [("Fog", 1, 1, 0)]
    assert {t[0] for t in tracks(library, "Otto", listener=ada, heard="new", plays=2)} == {"Fog", "Sea"}
    assert {t[0] for t in tracks(library, "Otto", listener=ada, heard="new", since=NOON + DAY)} == {"Fog", "Sea"}
    assert tracks(library, "Otto", listener=ada, heard="dormant", before=NOON + DAY) == [("Sea", 2, 2, 1)]
    assert tracks(library, "Otto", listener=ada, heard="dormant", before=NOON) == []


def test_plays_tell_album_length_and_address(library: Library) -> None:
    plays = [(500 * i, "Otto", "Sea", ms) for i, ms in enumerate((181_400, 181_400, 400_000))]
    cut_short = (2_000, "Otto", "Sea", 40_000, False)
    albums = ["Harbour", None, "Harbour", "Best Of"]
    refs = [SPOTIFY_ID, None, SPOTIFY_ID, "00000000-aaaa-4bbb-8ccc-000000000001"]
    bring(library, with_facts(play_batch([*plays, cut_short]), albums, refs))
    (sea,) = heard(library, "Otto")
    assert facts(library, sea) == TrackFacts("Otto", "Sea", "Harbour", 181, SPOTIFY_ID)


def test_what_plays_do_not_tell_is_unknown(library: Library) -> None:
    plays = play_batch([(0, "Otto", "Sea"), (500, "Otto", "Sea", 40_000, False)])
    bring(library, with_facts(plays, [None, None], ["00000000-aaaa-4bbb-8ccc-000000000001", None]))
    (sea,) = heard(library, "Otto")
    assert facts(library, sea) == TrackFacts("Otto", "Sea", None, None, None)
    with library.reading() as cursor:
        assert track_facts(cursor, [sea.id + 100]) == {}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("XY"), st.sampled_from("st")), min_size=1, max_size=30)
)
def test_counts_are_those_of_counting_by_hand(library: Library, said: list[tuple[str, str, str]]) -> None:
    while library.undo():
        pass
    for who in "AB":
        plays = [(400 * i, artist, title) for i, (by, artist, title) in enumerate(said) if by == who]
        if plays:
            bring(library, play_batch(plays), listener=who)
    for artist in {artist for _, artist, _ in said}:
        by_hand = {
            title: (len(by), len(set(by)))
            for title in "st"
            if (by := [who for who, a, t in said if (a, t) == (artist, title)])
        }
        assert {title: (plays, ears) for title, plays, ears, _ in tracks(library, artist)} == by_hand
        listeners = len({who for who, a, _ in said if a == artist})
        shares = np.array([track.share for track in heard(library, artist)])
        assert np.allclose(shares * listeners, [track.listeners for track in heard(library, artist)])
