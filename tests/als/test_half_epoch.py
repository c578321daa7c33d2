"""The row solve against a dense solve."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als import half_epoch, kernels
from desktop_als.als.half_epoch import Crew, HalfEpoch, Side, eigenbasis
from desktop_als.als.settings import Settings
from desktop_als.progress import CancelToken
from tests.als import oracle


def solve(weights: np.ndarray, Y: np.ndarray, chosen: Settings, threads: int = 1) -> tuple[np.ndarray, HalfEpoch]:
    side = Side(sp.csr_matrix(weights.astype(np.float32)), chosen)
    Y = Y.astype(np.float32)
    values, basis = eigenbasis(Y.T.astype(np.float64) @ Y)
    crew = Crew(threads, (side, side), chosen, CancelToken())
    X = np.zeros((weights.shape[0], Y.shape[1]), np.float32)
    dense = np.float32(chosen.unobserved_weight) * values
    told = crew.solve(side, Y @ basis, dense, X, basis, X, lambda share: None)
    return X @ basis.T, told


@st.composite
def systems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Settings]:
    rows, columns, d = draw(st.integers(1, 9)), draw(st.integers(1, 12)), draw(st.integers(1, 20))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    weights = np.where(rng.random((rows, columns)) < draw(st.floats(0, 1)), rng.exponential(1, (rows, columns)), 0)
    weights = np.where(rng.random((rows, columns)) < draw(st.sampled_from([0.0, 0.3])), -weights, weights)
    chosen = Settings(
        factors=d,
        regularization=draw(st.sampled_from([0.01, 0.3])),
        unobserved_weight=draw(st.sampled_from([0.01, 1.0])),
        frequency_exponent=draw(st.sampled_from([0.0, 0.5, 1.0])),
        objective=draw(st.sampled_from(["ials", "hkv"])),
        cg_steps=60,
    )
    return weights, rng.standard_normal((columns, d)) / d**0.5, chosen


@given(systems())
@runs(max_examples=60, deadline=None)
def test_enough_steps_give_the_dense_answer(system: tuple[np.ndarray, np.ndarray, Settings]) -> None:
    weights, Y, chosen = system
    X, _ = solve(weights, Y, chosen)
    expected = oracle.best_rows(weights, Y, chosen)
    assert np.abs(X - expected).max() <= 2e-4 * max(1.0, np.abs(expected).max())


@given(systems(), st.integers(1, 4))
@runs(max_examples=40, deadline=None)
def test_the_parts_told_are_those_of_the_new_factors(
    system: tuple[np.ndarray, np.ndarray, Settings], steps: int
) -> None:
    weights, Y, chosen = system
    chosen = Settings(**{**chosen.as_dict(), "cg_steps": steps})
    X, told = solve(weights, Y, chosen)
    observed, _, _ = oracle.loss_parts(weights, X.astype(np.float64), Y, chosen)
    assert told.observed == pytest.approx(observed, rel=1e-4, abs=1e-4)
    assert told.regularization == pytest.approx(oracle.ridges(weights, chosen) @ (X**2).sum(1), rel=1e-4, abs=1e-9)
    assert np.trace(told.gram) == pytest.approx((X**2).sum(), rel=1e-4, abs=1e-9)


# Weights of mean 1 cannot exceed the number of entries.
@pytest.mark.parametrize("size", [1e-30, 1e-12, 1e8])
def test_weights_of_any_size_stay_finite(size: float) -> None:
    rng = np.random.default_rng(0)
    weights = np.where(rng.random((6, 9)) < 0.5, size, 1.0)
    X, _ = solve(weights, rng.standard_normal((9, 4)), Settings(factors=4, cg_steps=10))
    assert np.isfinite(X).all()


def test_a_row_longer_than_the_buffer_is_solved_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "TILE", 4)
    rng = np.random.default_rng(1)
    weights, Y = rng.exponential(1, (3, 11)), rng.standard_normal((11, 5))
    chosen = Settings(factors=5, cg_steps=30)
    X, _ = solve(weights, Y, chosen)
    assert np.allclose(X, oracle.best_rows(weights, Y, chosen), atol=1e-4)


def test_the_cut_into_chunks_covers_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_epoch, "CHUNK_WORK", 40)
    monkeypatch.setattr(half_epoch, "CHUNK_ROWS", 5)
    rng = np.random.default_rng(2)
    weights = np.where(rng.random((37, 50)) < rng.random((37, 1)), 1.0, 0.0)
    chunks = Side(sp.csr_matrix(weights), Settings()).chunks
    assert [row for chunk in chunks for row in range(chunk.start, chunk.stop)] == list(range(37))
