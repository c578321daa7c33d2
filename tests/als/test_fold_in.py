"""One listener's exact solve."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als.fold_in import fold_in, solve_row
from desktop_als.als.settings import Settings
from desktop_als.errors import ModelError
from tests.als import oracle


@given(
    seed=st.integers(0, 2**32),
    heard=st.integers(0, 12),
    d=st.integers(1, 24),
    size=st.sampled_from([1e-30, 1e-3, 1.0, 1e4]),
    objective=st.sampled_from(["ials", "hkv"]),
)
@runs(max_examples=80, deadline=None)
def test_it_is_the_dense_answer_and_its_parts_sum_to_every_score(
    seed: int, heard: int, d: int, size: float, objective: str
) -> None:
    rng = np.random.default_rng(seed)
    Y = rng.standard_normal((15, d)).astype(np.float32)
    columns = rng.permutation(15)[:heard]
    weights = rng.exponential(size, heard) + size / 100
    weights *= np.where(rng.random(heard) < 0.8, 1, -1)
    chosen = Settings(factors=d, objective=objective, regularization=0.05)
    row = solve_row(Y, Y.T.astype(np.float64) @ Y, columns, weights, chosen)

    scores = Y @ row.x
    for i in range(15):
        parts = row.contributions(Y[i])
        assert parts.sum() == pytest.approx(scores[i], rel=1e-5, abs=1e-6)
    dense = np.zeros((1, 15))
    dense[0, columns] = weights
    expected = oracle.best_rows(dense, Y.astype(np.float64), chosen)[0]
    assert row.x == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_one_overwhelming_weight_is_met() -> None:
    Y = np.array([[1, 0.5], [0.5, 1]], np.float32)
    x = fold_in(Y, Y.T.astype(np.float64) @ Y, np.array([1]), np.array([1e12]), Settings(factors=2))
    assert Y[1] @ x == pytest.approx(1, abs=1e-3)


def test_a_listener_without_plays_is_nowhere() -> None:
    Y = np.ones((3, 2), np.float32)
    x = fold_in(Y, Y.T.astype(np.float64) @ Y, np.empty(0, np.int64), np.empty(0), Settings(factors=2))
    assert (x == 0).all()


def test_a_disliked_artist_scores_lower_than_before() -> None:
    Y = np.array([[1, 0.5], [0.9, 0.8], [0.1, 1]], np.float32)
    gram = Y.T.astype(np.float64) @ Y
    chosen = Settings(factors=2)
    before = fold_in(Y, gram, np.array([0]), np.ones(1), chosen)
    after = fold_in(Y, gram, np.array([0, 1]), np.array([1.0, -1.0]), chosen)
    assert Y[1] @ after < Y[1] @ before


def test_a_system_without_an_answer_is_a_sentence() -> None:
    Y = np.full((2, 3), 1e18, np.float32)
    chosen = Settings(factors=3, regularization=1e-300)
    with pytest.raises(ModelError, match="more regularization"):
        solve_row(Y, Y.T.astype(np.float64) @ Y, np.array([0]), np.ones(1), chosen)


def test_saved_models_open_without_the_solver() -> None:
    code = (
        "import sys; from desktop_als.als import factors, fold_in, initialise, interactions, settings, weighting; "
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
