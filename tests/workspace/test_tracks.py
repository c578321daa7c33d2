"""Tracks to hear next: of the artists that suit a listener, those that most of their listeners play."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import ModelError
from desktop_als.library import Library
from desktop_als.steering import Opinion, Steering
from desktop_als.workspace import RecommendQuery, TrackRecommendation, Workspace
from tests.library.making import bring, count_batch, play_batch
from tests.workspace.test_workspace import train

DAY = 86_400
SINGERS = ["Otto", "Ines", "Hugo", "Mona"]
PIPERS = ["Reed", "Drone", "Bellows", "Chanter"]
HIT, B_SIDE = "Hit", "B-side"


def plays_of(listener: int, artists: list[str]) -> list[tuple[int, str, str]]:
    """All but one of the artists, each by their hit; a third of the listeners also plays the B-sides."""
    heard = [artist for place, artist in enumerate(artists) if place != listener % len(artists)]
    titles = [HIT, B_SIDE] if listener % 3 == 0 else [HIT]
    return [(1000 * i, artist, title) for i, (artist, title) in enumerate((a, t) for a in heard for t in titles)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("tracks")
    with Library.open(folder) as library:
        for listener in range(12):
            bring(library, play_batch(plays_of(listener, SINGERS)), listener=f"Singer {listener}")
            bring(library, play_batch(plays_of(listener, PIPERS)), listener=f"Piper {listener}")
        old_and_new = [(0, "Otto", HIT), (400 * DAY, "Otto", B_SIDE), (400 * DAY + 900, "Ines", HIT)]
        bring(library, play_batch(old_and_new), listener="Ada")
    with Workspace.open(folder) as workspace:
        train(workspace, epochs=15)
        yield workspace


def tracks(workspace: Workspace, query: RecommendQuery, **more: object) -> list[TrackRecommendation]:
    listener = workspace.find_listener("Ada").id
    return list(workspace.tracks.recommend(listener, query, **more).rows)  # type: ignore[arg-type]


def test_new_tracks_were_never_played_and_come_also_from_known_artists(workspace: Workspace) -> None:
    found = tracks(workspace, RecommendQuery())
    assert all(row.yours == 0 for row in found)
    assert {(row.artist, row.title) for row in found if row.artist in ("Otto", "Ines")} == {("Ines", B_SIDE)}
    assert {"Hugo", "Mona"} <= {row.artist for row in found}
    assert {row.artist for row in found[:2]} == {"Hugo", "Mona"}
    assert [row.rank for row in found] == list(range(1, len(found) + 1))
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)


def test_adventure_orders_tracks_as_it_orders_artists(workspace: Workspace) -> None:
    ada = workspace.find_listener("Ada").id
    for adventure in (0.0, 0.5, 1.0):
        query = RecommendQuery(heard="any", adventure=adventure)
        artists = [row.artist for row in workspace.recommend(ada, query).rows]
        hits = [row.artist for row in tracks(workspace, query) if row.share == 1]
        assert hits == artists
        assert tracks(workspace, replace(query, n=3)) == tracks(workspace, query)[:3]


def test_what_adds_to_the_artist_adds_to_the_track(workspace: Workspace) -> None:
    ada = workspace.find_listener("Ada").id
    for row in tracks(workspace, RecommendQuery(heard="any")):
        explained = workspace.explain(ada, row.artist_id)
        assert explained is not None
        parts = sum(part.contribution for part in explained.contributions) + explained.recency + explained.general
        assert parts * row.share == pytest.approx(row.score, abs=1e-6)


def test_the_share_is_of_the_listeners_of_the_artist(workspace: Workspace) -> None:
    hugo = workspace.find_artist("Hugo").id
    listeners = len(workspace.artist_listeners(hugo))
    for row in tracks(workspace, RecommendQuery(heard="any")):
        if row.artist == "Hugo":
            assert row.share == pytest.approx(row.listeners / listeners)
    hit, b_side = workspace.tracks.of_artist(hugo)
    assert (hit.title, hit.listeners, b_side.title) == (HIT, listeners, B_SIDE)
    assert hit.listeners > b_side.listeners


def test_forgotten_tracks_may_be_of_artists_who_are_not(workspace: Workspace) -> None:
    found = tracks(workspace, RecommendQuery(heard="dormant"))
    assert [(row.artist, row.title, row.yours) for row in found] == [("Otto", HIT, 1)]
    assert tracks(workspace, RecommendQuery(heard="dormant", forgotten_days=500)) == []


def test_heard_is_as_often_and_as_lately_as_asked(workspace: Workspace) -> None:
    def of_otto(query: RecommendQuery) -> set[str]:
        return {row.title for row in tracks(workspace, query) if row.artist == "Otto"}

    assert of_otto(RecommendQuery()) == set()
    assert of_otto(RecommendQuery(heard_plays=2)) == {HIT, B_SIDE}
    assert of_otto(RecommendQuery(heard_days=30)) == {HIT}


def test_no_artist_has_more_tracks_than_asked(workspace: Workspace) -> None:
    for each in (1, 2):
        found = Counter(row.artist for row in tracks(workspace, RecommendQuery(heard="any"), each=each))
        assert max(found.values()) == each
    assert len(tracks(workspace, RecommendQuery(n=3, heard="any"))) == 3


@pytest.mark.parametrize("opinion", [Opinion.BANNED, Opinion.DISLIKED, Opinion.SNOOZED])
def test_an_artist_who_is_not_wanted_has_no_tracks(workspace: Workspace, opinion: Opinion) -> None:
    hugo = workspace.find_artist("Hugo").id
    for heard in ("new", "any"):
        query = replace(RecommendQuery(), heard=heard)
        found = tracks(workspace, query, steering=Steering({hugo: opinion}))
        assert found
        assert "Hugo" not in {row.artist for row in found}


def test_the_best_tracks_of_several_artists(workspace: Workspace) -> None:
    ids = [workspace.find_artist(name).id for name in ("Otto", "Reed")]
    best = workspace.tracks.best_of([*ids, 10_000])
    assert {artist: [track.title for track in found] for artist, found in best.items()} == {a: [HIT] for a in ids}
    assert workspace.tracks.best_of([]) == {}
    ada = workspace.find_listener("Ada").id
    assert {t.title: t.yours for t in workspace.tracks.of_artist(ids[0], ada)} == {HIT: 1, B_SIDE: 1}
    assert len(workspace.tracks.of_artist(ids[0], limit=1)) == 1


def test_without_titles_there_is_a_sentence(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        pairs = [(f"Singer {i}", artist, 5) for i in range(8) for artist in SINGERS if artist != SINGERS[i % 4]]
        bring(library, count_batch(pairs), listener=None)
    with Workspace.open(tmp_path) as workspace:
        listener = workspace.find_listener("Singer 1").id
        with pytest.raises(ModelError):
            workspace.tracks.recommend(listener)
        train(workspace)
        for heard, word in (("new", "no track"), ("dormant", "No track is forgotten"), ("any", "no titles")):
            found = workspace.tracks.recommend(listener, replace(RecommendQuery(), heard=heard))
            assert found.rows == ()
            assert found.note is not None
            assert word in found.note
