from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.errors import Cancelled
from desktop_als.evaluation.baselines import HALF_LIFE, by_chance, item_cosine, popularity, recency
from desktop_als.evaluation.ease import ease
from desktop_als.progress import CancelToken
from tests.als import oracle

PLAYS = [
    [5, 1, 0, 0],
    [2, 9, 4, 0],
    [0, 3, 0, -2],
]


def test_popularity_counts_listeners_who_play_and_do_not_dislike():
    shown = oracle.interactions([[1, 0, 0, 0], [0, 0, 0, 1]])
    assert popularity(oracle.interactions(PLAYS))(shown).tolist() == [[2, 3, 1, 0]] * 2


def test_popularity_among_sessions_is_that_of_the_listener_who_is_asked():
    training = oracle.interactions([[1, 1, 0], [1, 0, 0], [0, 0, 7]], row_kind="sessions", owners=[4, 4, 9])
    shown = oracle.interactions([[0, 1, 0]] * 3, row_kind="sessions", owners=[9, 4, 5])
    assert popularity(training)(shown).tolist() == [[0, 0, 1], [2, 1, 0], [0, 0, 0]]


def test_recency_halves_with_every_half_life():
    training = oracle.interactions([[3, 1, 0], [1, 0, 2]])
    now = 1_700_000_000
    times = np.array([now, now - HALF_LIFE, now - 2 * HALF_LIFE, -1])
    training = replace(training, last_played=times, knows_up_to=now)
    scores = recency(training)(oracle.interactions([[1, 1, 1]]))
    assert scores[0].tolist() == pytest.approx([1 + 0.25, 0.5, 0])


def test_chance_is_reproducible():
    shown = oracle.interactions(PLAYS)
    assert np.array_equal(by_chance(3)(shown), by_chance(3)(shown))


def test_item_cosine_by_hand():
    scores = item_cosine(oracle.interactions(PLAYS))(oracle.interactions([[9, 0, 0, 0], [0, 1, 1, 0]]))
    a_b, a_c, b_c = 2 / np.sqrt(2 * 3), 1 / np.sqrt(2), 1 / np.sqrt(3)
    assert scores[0] == pytest.approx([1, a_b, a_c, 0])
    assert scores[1] == pytest.approx([a_b + a_c, 1 + b_c, b_c + 1, 0])


def test_an_artist_without_rows_is_near_to_nobody():
    scores = item_cosine(oracle.interactions([[1, 0], [1, 0]]))(oracle.interactions([[0, 1], [1, 1]]))
    assert scores.tolist() == pytest.approx(np.array([[0, 0], [1, 0]]))


@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 30.0]), st.integers(3, 60))
def test_ease_is_its_closed_form(seed: int, ridge: float, artists: int):
    random = np.random.default_rng(seed)
    training = oracle.interactions(random.random((40, artists)) < 0.3)
    shown = oracle.interactions(random.random((5, artists)) < 0.3)
    dense = (training.plays.toarray() > 0).astype(float)
    inverse = np.linalg.inv(dense.T @ dense + ridge * np.eye(artists))
    weights = -inverse / np.diagonal(inverse)
    np.fill_diagonal(weights, 0)
    expected = (shown.plays.toarray() > 0) @ weights
    expected[:, dense.sum(0) < 2] = -np.inf
    known = dense.sum(0) >= 2
    answer = ease(training, ridge, CancelToken())(shown)
    if known.all():
        assert answer == pytest.approx(expected, abs=1e-4)
    assert np.isneginf(answer[:, ~known]).all()
    assert np.isfinite(answer[:, known]).all()


def test_ease_sweeps_more_than_one_panel_to_the_same_answer(monkeypatch: pytest.MonkeyPatch):
    training, shown = oracle.community(rows=80, artists=50), oracle.community(rows=4, artists=50, seed=9)
    whole = ease(training, 20, CancelToken())(shown)
    monkeypatch.setattr("desktop_als.evaluation.ease.PANEL", 7)
    assert ease(training, 20, CancelToken())(shown) == pytest.approx(whole, abs=1e-5)


def test_ease_knows_the_artists_with_most_rows():
    training = oracle.interactions(np.tri(6, 6)[:, ::-1])  # 1, 2, …, 6 rows
    scores = ease(training, 1, CancelToken(), most_artists=3)(oracle.interactions(np.ones((1, 6))))
    assert np.isneginf(scores[0]).tolist() == [True, True, True, False, False, False]


def test_ease_can_be_stopped():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        ease(oracle.community(), 10, cancel)
