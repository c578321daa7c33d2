from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.protocols import discoveries, endings, newcomers, suitable
from tests.als import oracle


def sittings(count: int, artists: int = 12, seed: int = 2) -> Interactions:
    """Sessions of three artists each, an hour apart, within which artists follow each other in a random order."""
    random = np.random.default_rng(seed)
    chosen = np.array([random.permutation(artists)[:3] for _ in range(count)])
    plays = sp.csr_matrix(
        (np.ones(3 * count, np.float32), (np.repeat(np.arange(count), 3), chosen.ravel())), shape=(count, artists)
    )
    times = (3600 * np.arange(count)[:, None] + np.array([[60, 120, 180]])).ravel()
    by_place = sp.csr_matrix((times + 1.0, (np.repeat(np.arange(count), 3), chosen.ravel())), shape=(count, artists))
    plays.sort_indices()
    by_place.sort_indices()
    whole = oracle.interactions(plays.toarray(), row_kind="sessions", owners=[1] * count)
    return replace(whole, last_played=by_place.data.astype(np.int64) + 10**9, knows_up_to=10**9 + 3600 * count)


def test_five_splits_judge_every_listener_once():
    whole = oracle.interactions(np.ones((100, 8)))
    judged = [newcomers(whole, number).shown.row_ids.tolist() for number in range(6)]
    assert sorted(np.concatenate(judged[:5])) == list(range(100))
    assert judged[5] not in judged[:5]


def test_a_fifth_of_the_listeners_are_newcomers():
    split = newcomers(oracle.interactions(np.ones((100, 8))), 0)
    assert split.shown.plays.shape == (20, 8)
    assert split.training.plays.shape == (80, 8)
    assert set(split.shown.row_ids) & set(split.training.row_ids) == set()


def test_listeners_of_few_artists_are_trained_on_and_never_judged():
    plays = np.vstack([np.ones((30, 6)), np.eye(6)])
    split = newcomers(oracle.interactions(plays), 0)
    assert split.shown.row_ids.max() < 30
    assert set(range(30, 36)) <= set(split.training.row_ids)


@pytest.mark.parametrize("plays", [np.ones((1, 8)), np.ones((40, 1)), np.ones((9, 8)), np.zeros((0, 0))])
def test_too_few_newcomers_are_told(plays):
    with pytest.raises(EvaluationError, match="At least 10 are needed"):
        newcomers(oracle.interactions(plays), 0)


def test_discoverers_are_shown_with_all_they_played_before():
    before = oracle.interactions(np.hstack([np.ones((12, 6)), np.zeros((12, 2))]))
    after = sp.csr_matrix(np.hstack([np.zeros((12, 6)), np.eye(12)[:, :1], np.ones((12, 1))]).astype(np.float32))
    split = discoveries(before, after)
    assert split.training is before
    assert (split.shown.plays != before.plays).nnz == 0
    assert (split.hidden != after).nnz == 0


def test_too_few_discoverers_are_told():
    before = oracle.interactions(np.ones((12, 6)))
    with pytest.raises(EvaluationError, match="At least 10 are needed"):
        discoveries(before, sp.csr_matrix((12, 6), dtype=np.float32))


def test_the_newest_sessions_are_asked_for_their_last_artist():
    whole = sittings(200)
    split = endings(whole)
    assert split.training.plays.shape[0] == 180
    assert split.training.last_played.max() < split.shown.last_played.min()
    assert np.diff(split.hidden.indptr).tolist() == [1] * 20
    for row in range(20):
        session = whole.plays[180 + row]
        times = whole.last_played[whole.plays.indptr[180 + row] : whole.plays.indptr[181 + row]]
        assert split.hidden[row].indices.tolist() == [session.indices[times.argmax()]]


def test_too_few_sessions_are_told():
    with pytest.raises(EvaluationError, match="Import a longer listening history"):
        endings(sittings(30))
    untimed = oracle.interactions(np.ones((300, 4)), row_kind="sessions", owners=[1] * 300)
    with pytest.raises(EvaluationError, match="Import a longer listening history"):
        endings(untimed)


def test_the_question_follows_the_library():
    assert [suitable(listeners, timed=True) for listeners in (1, 4, 5, 49, 50)] == [
        "sessions",
        "sessions",
        "future",
        "future",
        "newcomer",
    ]
    assert suitable(20, timed=False) == "newcomer"
