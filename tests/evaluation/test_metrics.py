from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.evaluation.metrics import NOWHERE, best_columns, coverage, hits, median_listeners, ndcg, recall


@given(st.integers(1, 400), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_the_best_columns_are_those_of_a_stable_sort(artists: int, k: int, seed: int):
    scores = np.random.default_rng(seed).integers(0, 50, (3, artists)).astype(np.float32)  # many are equal
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    assert best_columns(scores, k)[:, : expected.shape[1]].tolist() == expected.tolist()


def test_a_list_ends_where_nothing_is_left_to_recommend():
    scores = np.array([[-np.inf, 2.0, -np.inf], [-np.inf] * 3], np.float32)
    assert best_columns(scores, 4).tolist() == [[1] + [NOWHERE] * 3, [NOWHERE] * 4]


def test_metrics_by_hand():
    ranking = np.array([[4, 0, 2], [1, NOWHERE, NOWHERE]])
    hidden = sp.csr_matrix(np.array([[1, 1, 0, 0, 1], [0, 1, 0, 0, 0]], np.float32))
    found = hits(ranking, hidden)
    assert found.tolist() == [[True, True, False], [True, False, False]]
    wanted = np.array([3, 1])
    ideal = 1 + 1 / np.log2(3) + 0.5
    assert ndcg(found, wanted, 3) == pytest.approx([(1 + 1 / np.log2(3)) / ideal, 1])
    assert ndcg(found, wanted, 2) == pytest.approx([1, 1])
    assert recall(found, wanted, 3) == pytest.approx([2 / 3, 1])
    assert recall(found, wanted, 1) == pytest.approx([1, 1])
    assert coverage(ranking, 5) == 4 / 5
    assert median_listeners(ranking, np.array([9, 1, 5, 0, 3])) == 4.0


def test_nowhere_is_never_a_hit():
    ranking = np.full((2, 2), NOWHERE)
    assert not hits(ranking, sp.csr_matrix(np.ones((2, 3), np.float32))).any()
