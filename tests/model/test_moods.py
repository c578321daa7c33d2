from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.recency import recencies
from desktop_als.errors import Cancelled
from desktop_als.model.answers import Recommendation, Recommendations
from desktop_als.model.in_turn import in_turn
from desktop_als.model.taste import with_recency
from desktop_als.model.unmixing import Unmixed, unmix
from desktop_als.plays import History, TimedPlays
from desktop_als.progress import CancelToken
from tests.model.builders import model
from tests.model.tastes import Planted, community, listener, of_plays

EVERYONE = community()
NO_TIMES = TimedPlays(np.empty(0, np.int64), np.empty(0, np.int64))


def unmixed(planted: Planted) -> Unmixed:
    return unmix(EVERYONE.model, planted.history, planted.timed, CancelToken())


def totals(shares: Sequence[float], artists: int, seed: int) -> History:
    """One who plays different artists, ``shares`` of them out of each genre, and whose plays have no times."""
    rng = np.random.default_rng(seed)
    genre = np.sort(rng.choice(len(shares), size=artists, p=np.array(shares) / sum(shares)))
    place = np.concatenate([rng.permutation(40)[: (genre == one).sum()] for one in range(len(shares))])
    plays = 1 + (rng.pareto(1.2, artists) * 20).astype(np.int64)
    order = np.argsort(genre * 40 + place)
    return History((genre * 40 + place)[order] + 1, plays, np.full(artists, -1))


@pytest.mark.parametrize("sessions", [50, 200, 1500])
@pytest.mark.parametrize("strays", [0.0, 0.1])
@pytest.mark.parametrize("shares", [[1], [1, 1], [9, 1], [1, 1, 1], [6, 2, 2]], ids=str)
def test_as_many_moods_as_were_planted(shares: list[float], strays: float, sessions: int) -> None:
    moods = unmixed(listener(shares, sessions, strays)).moods
    assert len(moods.moods) == len(shares)
    assert (moods.note is not None) == (len(shares) == 1)


@pytest.mark.parametrize("seed", range(8))
def test_one_taste_is_never_taken_for_two(seed: int) -> None:
    assert len(unmixed(listener([1], 300, strays=0.2, seed=seed)).moods.moods) == 1


def test_what_is_played_at_random_is_one_mood_however_many_genres_it_is_of() -> None:
    planted = listener([1, 1, 1], 400)
    shuffled = np.random.default_rng(4).permutation(planted.timed.artist_ids)
    timed = TimedPlays(shuffled, planted.timed.played_at)
    assert len(unmix(EVERYONE.model, of_plays(timed), timed, CancelToken()).moods.moods) == 1


@pytest.mark.parametrize("shares", [[1, 1], [8, 2]], ids=str)
def test_sessions_are_found_as_they_were_planted(shares: list[float]) -> None:
    planted = listener(shares, 400)
    moods = unmixed(planted).moods.moods
    planted_sizes = sorted(np.bincount(planted.taste_of).tolist(), reverse=True)
    found = [mood.sessions for mood in moods]
    purity = 1 - abs(found[0] - planted_sizes[0]) / len(planted.taste_of)
    assert purity >= 0.95
    for mood, taste in zip(moods, np.argsort(-np.bincount(planted.taste_of)), strict=True):
        named = {EVERYONE.genre(int(name.removeprefix("Artist ")) + 1) for name in mood.artists}
        assert named == {int(taste)}


def test_plays_and_sessions_add_up() -> None:
    planted = listener([5, 3, 2], 300)
    told = unmixed(planted)
    moods = told.moods.moods
    assert (told.plays.sum(axis=0) == planted.history.plays).all()
    assert sum(mood.plays for mood in moods) == len(planted.timed.artist_ids)
    assert sum(mood.sessions for mood in moods) == 300
    assert sum(mood.share for mood in moods) == pytest.approx(1)
    assert all(sum(mood.hours) == mood.plays for mood in moods)
    assert [mood.plays for mood in moods] == sorted((mood.plays for mood in moods), reverse=True)
    assert sorted(artist for mood in moods for artist in mood.artist_ids) == planted.history.artist_ids.tolist()
    assert min(mood.first for mood in moods) == planted.timed.played_at[0]
    assert max(mood.last for mood in moods) == planted.timed.played_at[-1]


def test_the_same_history_has_the_same_moods() -> None:
    planted = listener([5, 3, 2], 1000)
    assert unmixed(planted).moods == unmixed(planted).moods


def test_artists_that_the_model_does_not_know_go_with_their_sessions() -> None:
    planted = listener([1, 1], 200)
    ids = planted.timed.artist_ids.copy()
    strangers = np.flatnonzero(planted.taste_of[planted.session] == 1)[::9]
    ids[strangers] = 5000
    timed = TimedPlays(ids, planted.timed.played_at)
    moods = unmix(EVERYONE.model, of_plays(timed), timed, CancelToken()).moods.moods
    assert len(moods) == 2
    (home,) = (mood for mood in moods if 5000 in mood.artist_ids)
    assert {EVERYONE.genre(artist) for artist in home.artist_ids[1:6] if artist != 5000} == {1}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shares", [[1], [1, 1], [1, 1, 1]], ids=str)
def test_without_times_the_artists_fall_into_moods(shares: list[float], seed: int) -> None:
    history = totals(shares, 32 * len(shares), seed)
    told = unmix(EVERYONE.model, history, NO_TIMES, CancelToken())
    assert len(told.moods.moods) == len(shares)
    assert "have no times" in (told.moods.note or "")
    for mood in told.moods.moods:
        assert len({EVERYONE.genre(artist) for artist in mood.artist_ids}) == 1
        assert (mood.sessions, mood.first, mood.last, sum(mood.hours)) == (0, -1, -1, 0)


def test_totals_beside_a_few_sessions_are_counted_too() -> None:
    planted = listener([1, 1], 60)
    history = replace(planted.history, plays=planted.history.plays + 7)
    told = unmix(EVERYONE.model, history, planted.timed, CancelToken())
    assert (told.plays.sum(axis=0) == history.plays).all()


def test_a_mood_says_what_was_played_in_it() -> None:
    planted = listener([7, 3], 300, strays=0.0)
    told = unmixed(planted)
    first, second = told.history_of(0), told.history_of(1)
    assert {EVERYONE.genre(artist) for artist in first.artist_ids[first.plays > 0].tolist()} == {0}
    assert {EVERYONE.genre(artist) for artist in second.artist_ids[second.plays > 0].tolist()} == {1}


def test_recency_is_of_the_mood() -> None:
    planted = listener([1, 1], 80, strays=0.0)
    history = with_recency(planted.history, planted.timed)
    told = unmix(EVERYONE.model, history, planted.timed, CancelToken())
    for mood in range(2):
        own = told.history_of(mood)
        assert own.recency is not None
        chosen = np.isin(planted.timed.artist_ids, own.artist_ids[own.plays > 0])
        at = planted.timed.played_at[chosen]
        places = np.searchsorted(history.artist_ids, planted.timed.artist_ids[chosen])
        assert own.recency == pytest.approx(recencies(places, at, int(at.max()), len(history.artist_ids)))


def test_leaving_a_mood_out_weighs_artists_by_their_plays_elsewhere() -> None:
    planted = listener([1, 1], 200, strays=0.1)
    told = unmixed(planted)
    weights = told.without([0])
    assert all(weights[artist] <= 0.5 for artist in told.moods.moods[0].artist_ids)
    assert weights[told.moods.moods[0].artist_ids[0]] == 0
    assert told.moods.moods[1].artist_ids[0] not in weights
    everything = told.without([0, 1])
    assert set(everything) == set(planted.history.artist_ids.tolist())
    assert set(everything.values()) == {0}
    assert told.without([]) == {}


def test_nobody_and_raters_get_a_sentence() -> None:
    empty = History(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
    strangers = History(np.arange(9000, 9010), np.full(10, 5), np.full(10, -1))
    ratings = History(np.array([1, 2, 3]), np.zeros(3, np.int64), np.full(3, -1), np.array([4.0, 5.0, 3.0]))
    for history in (empty, strangers, ratings):
        told = unmix(EVERYONE.model, history, NO_TIMES, CancelToken())
        assert told.moods.moods == ()
        assert told.moods.note
        assert told.without([]) == {}


plays_at = st.lists(st.tuples(st.integers(0, 130), st.integers(0, 40 * 86_400)), min_size=1, max_size=200)


@given(plays_at, st.dictionaries(st.integers(0, 130), st.integers(1, 50), max_size=10))
def test_any_history_is_taken_apart_without_a_rest(played: list[tuple[int, int]], more: dict[int, int]) -> None:
    """Some artists are unknown to the model, some sittings have one play, and some plays have no time."""
    played.sort(key=lambda play: play[1])
    timed = TimedPlays(np.array([artist for artist, _ in played]), np.array([at for _, at in played]))
    counts = dict(more)
    for artist, _ in played:
        counts[artist] = counts.get(artist, 0) + 1
    history = History(
        np.array(sorted(counts)), np.array([counts[one] for one in sorted(counts)]), np.full(len(counts), -1)
    )
    told = unmix(model(), history, timed, CancelToken())
    moods = told.moods.moods
    assert len(moods) <= 8
    assert moods or told.moods.note
    if moods:
        assert (told.plays.sum(axis=0) == history.plays).all()
        assert sum(mood.plays for mood in moods) == history.plays.sum()
        assert sum(sum(mood.hours) for mood in moods) == len(played)
        assert [mood.number for mood in moods] == list(range(len(moods)))


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    planted = listener([1, 1], 60)
    with pytest.raises(Cancelled):
        unmix(EVERYONE.model, planted.history, planted.timed, cancel)


def row(artist: int) -> Recommendation:
    return Recommendation(0, artist, f"Artist {artist}", 0.5, 80, 10, 0, ())


def test_moods_take_turns_by_their_shares() -> None:
    lists = {
        0: Recommendations(tuple(row(artist) for artist in range(100)), {"known": 3}),
        1: Recommendations(tuple(row(artist) for artist in (0, 1, *range(200, 300))), {"known": 3, "banned": 1}),
    }
    history = History(np.array([5, 200]), np.array([7, 2]), np.array([100, 200]))
    answer = in_turn(lists, {0: 0.75, 1: 0.25}, 40, history)
    assert [row.rank for row in answer.rows] == list(range(1, 41))
    assert len({row.artist_id for row in answer.rows}) == 40
    for length in (4, 8, 20, 40):
        of_first = sum(row.mood == 0 for row in answer.rows[:length])
        assert of_first == pytest.approx(0.75 * length, abs=1)
    assert answer.hidden == {"known": 3, "banned": 1}
    assert {(row.artist_id, row.plays, row.last_played) for row in answer.rows if row.plays} == {
        (5, 7, 100),
        (200, 2, 200),
    }
    assert answer.effect is not None
    assert answer.effect.never_heard == 38 / 40


def test_a_mood_whose_list_has_ended_leaves_its_turn() -> None:
    lists = {0: Recommendations((row(1),)), 1: Recommendations((row(2), row(3), row(4)))}
    answer = in_turn(lists, {0: 0.9, 1: 0.1}, 10, totals([1], 3, 0))
    assert [(row.artist_id, row.mood) for row in answer.rows] == [(1, 0), (2, 1), (3, 1), (4, 1)]
