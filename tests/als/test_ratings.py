"""One listener's ratings against the weighted-λ ALS of the formulas."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als.ratings import BIASES, solve_ratings
from desktop_als.als.settings import PRESETS, Settings, ratings_preset
from desktop_als.errors import TrainingError
from tests.als import ratings_oracle as oracle


def explicit(d: int, regularization: float = 0.1) -> Settings:
    return Settings(factors=d, objective="explicit", regularization=regularization, unobserved_weight=0)


@given(
    seed=st.integers(0, 2**32), rated=st.integers(1, 12), d=st.integers(1, 12), lam=st.sampled_from([1e-3, 0.1, 5.0])
)
@runs(max_examples=60, deadline=None)
def test_it_is_the_row_of_the_training(seed: int, rated: int, d: int, lam: float) -> None:
    rng = np.random.default_rng(seed)
    Y = rng.standard_normal((15, d + BIASES)).astype(np.float32)
    Y[:, -2] = 1
    columns = np.sort(rng.permutation(15)[:rated])
    ratings = rng.integers(1, 11, rated) / 2
    row = solve_ratings(Y, columns, ratings, 3.2, explicit(d, lam))

    matrix = sp.csr_matrix((ratings, (np.zeros(rated, int), columns)), shape=(1, 15))
    start = np.hstack([np.zeros((1, d + 1)), np.ones((1, 1))])
    expected = oracle.half_step(matrix, 3.2, start, Y.astype(np.float64), lam, constant=d + 1)[0]
    assert row.x == pytest.approx(expected[:-1], rel=1e-6, abs=1e-8)
    parts = row.contributions(Y[3, :-1])
    assert parts.sum() == pytest.approx(Y[3, :-1] @ row.x, abs=1e-8)


def test_someone_without_ratings_is_average() -> None:
    Y = np.ones((3, 4), np.float32)
    assert (solve_ratings(Y, np.empty(0, int), np.empty(0), 3.0, explicit(2)).x == 0).all()


def test_a_generous_listener_has_a_bias_above_zero() -> None:
    Y = np.array([[0.1, 1, 0.5], [-0.1, 1, -0.5], [0.2, 1, 0]], np.float32)
    generous = solve_ratings(Y, np.arange(3), np.array([5.0, 4.0, 4.5]), 3.5, explicit(1)).x[-1]
    assert generous == pytest.approx(1.0, abs=0.15)


def test_nothing_but_ratings_is_learned_from() -> None:
    with pytest.raises(TrainingError, match="unobserved weight must be 0"):
        Settings(objective="explicit")
    assert {ratings_preset(name, 5.0).objective for name in PRESETS} == {"explicit"}


def test_the_oracle_gets_better_with_every_half_step() -> None:
    ratings = oracle.invented_ratings()
    rows, artists = ratings.shape
    X, Y, mean, losses = oracle.explicit_als(ratings, 0.05, 10, *oracle.seed_start(rows, artists, d=4))
    totals = [sum(parts) for parts in losses]
    assert totals == sorted(totals, reverse=True)
    assert (X[:, -1] == 1).all()
    assert (Y[:, -2] == 1).all()
    alone = float(((ratings.data - mean) ** 2).sum())
    assert losses[-1][0] < 0.3 * alone
