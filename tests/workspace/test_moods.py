from __future__ import annotations

import numpy as np
import pytest

from desktop_als.errors import Cancelled, NotFoundError
from desktop_als.progress import CancelToken
from desktop_als.steering import Opinion
from desktop_als.workspace import RecommendQuery, Workspace
from tests.library.making import bring, play_batch
from tests.workspace.two_tastes import (
    OFTEN,
    SELDOM,
    genre_of,
    name,
    sittings,
    train,
)


def test_both_tastes_of_an_account_are_found(shared: Workspace, mira: int) -> None:
    moods = shared.moods.find(mira).moods
    assert [mood.sessions for mood in moods] == [80, 40]
    assert [{genre_of(artist) for artist in mood.artists} for mood in moods] == [{OFTEN}, {SELDOM}]
    assert shared.moods.find(mira).moods is moods


def test_a_mood_is_recommended_what_suits_it_and_nothing_heard_in_another(shared: Workspace, mira: int) -> None:
    heard = set(shared._library.listener_history(mira).artist_ids.tolist())
    for mood, genre in ((0, OFTEN), (1, SELDOM)):
        rows = shared.moods.recommend(mira, mood, RecommendQuery(n=8)).rows
        assert [genre_of(row.artist) for row in rows] == [genre] * 8
        assert not heard & {row.artist_id for row in rows}
        assert {row.mood for row in rows} == {mood}


def test_all_moods_have_their_share_of_one_list(shared: Workspace, mira: int) -> None:
    answer = shared.moods.recommend(mira, None, RecommendQuery(n=12))
    assert [row.rank for row in answer.rows] == list(range(1, 13))
    assert sum(row.mood == 0 for row in answer.rows) == 8
    assert all(genre_of(row.artist) == (OFTEN, SELDOM)[row.mood or 0] for row in answer.rows)
    assert answer.effect is not None
    assert answer.effect.never_heard == 1


def test_what_a_listener_says_holds_in_every_mood(shared: Workspace, mira: int) -> None:
    first = shared.moods.recommend(mira, 1, RecommendQuery(n=1)).rows[0]
    shared.steering.say(mira, [first.artist_id], Opinion.BANNED)
    again = shared.moods.recommend(mira, 1, RecommendQuery(n=20)).rows
    assert first.artist_id not in [row.artist_id for row in again]


def test_heard_is_by_all_plays(shared: Workspace, mira: int) -> None:
    history = shared._library.listener_history(mira)
    plays = dict(zip(history.artist_ids.tolist(), history.plays.tolist(), strict=True))
    rows = shared.moods.recommend(mira, None, RecommendQuery(n=200, heard_plays=30)).rows
    played = [row for row in rows if row.artist_id in plays]
    assert played
    assert all(row.plays == plays[row.artist_id] < 30 for row in played)


def test_leaving_a_mood_out_changes_the_list_and_undo_brings_it_back(shared: Workspace, mira: int) -> None:
    before = shared.recommend(mira, RecommendQuery(n=20)).rows
    shared.steering.weigh(mira, shared.moods.without(mira, [1]))
    assert {genre_of(row.artist) for row in shared.recommend(mira, RecommendQuery(n=8)).rows} == {OFTEN}
    shared.undo()
    assert shared.recommend(mira, RecommendQuery(n=20)).rows == before


def test_moods_are_found_anew_when_the_library_or_the_model_changes(shared: Workspace, mira: int) -> None:
    before = shared.moods.find(mira)
    more = [(at + 500 * 86_400, artist, track) for at, artist, track in sittings(30, seed=7)]
    bring(shared._library, play_batch(more), listener="Mira")
    shared._library_changed()
    after = shared.moods.find(mira)
    assert sum(mood.sessions for mood in after.moods) == 150
    shared.undo()
    assert shared.moods.find(mira) == before
    train(shared, "sessions")
    assert shared.moods.find(mira) is not before


def test_a_model_of_sessions_finds_them_too(shared: Workspace, mira: int) -> None:
    train(shared, "sessions")
    moods = shared.moods.find(mira).moods
    assert [{genre_of(artist) for artist in mood.artists} for mood in moods] == [{OFTEN}, {SELDOM}]
    history = shared.moods.history(mira, 1)
    assert history.recency is not None
    assert (history.recency[history.plays == 0] == 0).all()
    assert shared.moods.recommend(mira, 1, RecommendQuery(heard="any")).rows


def test_a_history_without_times_has_moods_of_its_artists(shared: Workspace) -> None:
    listener = shared.find_listener("listener 3").id
    found = shared.moods.find(listener)
    assert found.moods
    assert "no times" in (found.note or "")


def test_a_mood_that_is_not_there_is_told(shared: Workspace, mira: int) -> None:
    for ask in (shared.moods.history, shared.moods.mood, shared.moods.recommend):
        with pytest.raises(NotFoundError, match="no mood 3"):
            ask(mira, 2)
    with pytest.raises(NotFoundError, match="no mood 3"):
        shared.moods.without(mira, [2])


def test_the_history_of_a_mood_knows_what_was_heard_elsewhere(shared: Workspace, mira: int) -> None:
    history = shared.moods.history(mira, 1)
    whole = shared._library.listener_history(mira)
    assert set(whole.artist_ids.tolist()) <= history.known
    names = shared._library.artist_names(history.artist_ids[history.plays > 0].tolist())
    assert {genre_of(artist) for artist in names.values()} == {SELDOM}
    assert name(SELDOM, 0) in names.values()
    assert (np.asarray(history.last_played) == whole.last_played).all()


def test_finding_moods_can_be_stopped(shared: Workspace, mira: int) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        shared.moods.find(mira, cancel)
    assert shared.moods.find(mira).moods
