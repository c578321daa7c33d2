"""Weights from plays."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.settings import Settings
from desktop_als.als.weighting import row_weights, weigh
from desktop_als.errors import TrainingError
from tests.als import oracle

DAY = 86_400


@pytest.mark.parametrize(("weighting", "ratio"), [("log", 2), ("linear", 3), ("sqrt", 3**0.5), ("binary", 1)])
def test_three_plays_weigh_more_than_one(weighting: str, ratio: float) -> None:
    weights = weigh(oracle.interactions([[1, 3]]), Settings(weighting=weighting)).matrix.data
    assert weights[1] / weights[0] == pytest.approx(ratio)
    assert weights.mean() == pytest.approx(1)
    assert weights.dtype == np.float32


def test_a_play_weighs_half_after_a_half_life_and_an_unknown_time_counts_as_new() -> None:
    matrix = dataclasses.replace(
        oracle.interactions([[5, 5, 5]]), last_played=np.array([100 * DAY, 70 * DAY, -1]), knows_up_to=100 * DAY
    )
    new, old, unknown = weigh(matrix, Settings(half_life=30)).matrix.data
    assert old / new == pytest.approx(0.5)
    assert unknown == new


def test_each_listener_weighs_the_same_whatever_their_sessions() -> None:
    sessions = oracle.interactions([[1, 2, 0], [0, 5, 9], [3, 0, 1]], "sessions", owners=[7, 7, 4])
    weights = weigh(sessions, Settings())
    sums = np.asarray(weights.matrix.sum(axis=1)).ravel()
    assert sums[0] + sums[1] == pytest.approx(sums[2])
    assert weights.matrix.data.mean() == pytest.approx(1)
    assert weights.scale is None


def test_row_weights_repeat_the_training() -> None:
    community, chosen = oracle.community(), Settings(weighting="sqrt")
    weights = weigh(community, chosen)
    row = community.plays[5]
    again = row_weights(row.data, np.full(row.nnz, -1), -1, chosen, weights.scale)
    assert again == pytest.approx(weights.matrix[5].data)


def test_row_weights_of_a_session_model_have_mean_one() -> None:
    weights = row_weights([2, 40, 3], np.full(3, -1), -1, Settings(), None)
    assert weights.mean() == pytest.approx(1)
    assert row_weights([], np.empty(0, np.int64), -1, Settings(), None).shape == (0,)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, -1.0])
def test_a_number_that_is_no_count_is_a_sentence(wrong: float) -> None:
    with pytest.raises(TrainingError, match="no count"):
        weigh(oracle.interactions([[1, wrong]]), Settings())


def test_an_empty_matrix_is_a_sentence() -> None:
    for shape in ((0, 0), (3, 2)):
        empty = dataclasses.replace(oracle.interactions([[1]]), plays=sp.csr_matrix(shape, dtype=np.float32))
        with pytest.raises(TrainingError, match="no plays"):
            weigh(empty, Settings())


def test_the_plays_stay_as_they_were() -> None:
    community = oracle.community()
    before = community.plays.copy()
    weigh(community, Settings(weighting="linear"))
    assert (community.plays != before).nnz == 0
