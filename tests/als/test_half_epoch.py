"""The row solve against a dense solve."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als import half_epoch, kernels
from desktop_als.als.half_epoch import Crew, Side
from desktop_als.als.reports import HalfEpoch
from desktop_als.als.settings import Settings
from desktop_als.als.table import Table
from desktop_als.progress import CancelToken
from tests.als import oracle


def solve(
    weights: np.ndarray, Y: np.ndarray, chosen: Settings, threads: int = 1
) -> tuple[np.ndarray, HalfEpoch, Table]:
    side = Side(sp.csr_matrix(weights.astype(np.float32)), chosen)
    fixed, solved = Table(Y.astype(np.float32)), Table(np.zeros((len(weights), Y.shape[1]), np.float32))
    crew = Crew(threads, (side, side), chosen, CancelToken())
    told = crew.solve(side, fixed, solved, np.ones(Y.shape[1], np.float32), lambda share: None)
    return solved.in_basis(np.eye(Y.shape[1])), told, solved


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
    X, _, _ = solve(weights, Y, chosen)
    expected = oracle.best_rows(weights, Y, chosen)
    assert np.abs(X - expected).max() <= 2e-4 * max(1.0, np.abs(expected).max())


@given(systems(), st.integers(1, 4))
@runs(max_examples=40, deadline=None)
def test_the_parts_told_are_those_of_the_new_factors(
    system: tuple[np.ndarray, np.ndarray, Settings], steps: int
) -> None:
    weights, Y, chosen = system
    chosen = Settings(**{**chosen.as_dict(), "cg_steps": steps})
    X, told, table = solve(weights, Y, chosen)
    observed, unobserved, _ = oracle.loss_parts(weights, X.astype(np.float64), Y, chosen)
    assert told.observed == pytest.approx(observed, rel=1e-4, abs=1e-4)
    assert told.unobserved == pytest.approx(unobserved, rel=1e-4, abs=1e-4)
    assert told.regularization == pytest.approx(oracle.ridges(weights, chosen) @ (X**2).sum(1), rel=1e-4, abs=1e-9)
    assert np.trace(table.gram) == pytest.approx((X**2).sum(), rel=1e-4, abs=1e-9)


# Weights of mean 1 cannot exceed the number of entries.
@pytest.mark.parametrize("size", [1e-30, 1e-12, 1e8])
def test_weights_of_any_size_stay_finite(size: float) -> None:
    rng = np.random.default_rng(0)
    weights = np.where(rng.random((6, 9)) < 0.5, size, 1.0)
    X, _, _ = solve(weights, rng.standard_normal((9, 4)), Settings(factors=4, cg_steps=10))
    assert np.isfinite(X).all()


@pytest.mark.skipif(not kernels.halves_are_fast(), reason="this processor has no fast half precision")
@given(systems(), st.integers(-60, 60))
@runs(max_examples=40, deadline=None)
def test_half_precision_solves_against_rounded_factors(
    system: tuple[np.ndarray, np.ndarray, Settings], size: int
) -> None:
    weights, Y, chosen = system
    Y = Y * 2.0**size
    chosen = dataclasses.replace(chosen, regularization=chosen.regularization * 4.0**size)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(half_epoch, "HALVES_FROM", 0)
        X, _, _ = solve(weights, Y, chosen)
    expected = oracle.best_rows(weights, Y, chosen)
    assert np.abs(X - expected).max() <= 0.02 * max(2.0**-size, np.abs(expected).max())


def test_rows_without_entries_become_zero() -> None:
    X, told, _ = solve(np.array([[0.0, 0, 0], [0, 2, 1]]), np.ones((3, 4)), Settings(factors=4, cg_steps=10))
    assert not X[0].any()
    assert X[1].any()
    assert np.isfinite([told.observed, told.unobserved, told.regularization]).all()


def test_coordinates_that_are_not_free_stay() -> None:
    rng = np.random.default_rng(5)
    ratings = sp.csr_matrix(rng.standard_normal((6, 9)).astype(np.float32))
    chosen = Settings(factors=3, objective="explicit", unobserved_weight=0.0, cg_steps=20)
    fixed, solved = Table(rng.standard_normal((9, 5)).astype(np.float32)), Table(np.ones((6, 5), np.float32))
    side = Side(ratings, chosen)
    Crew(1, (side, side), chosen, CancelToken()).solve(
        side, fixed, solved, np.array([1, 1, 1, 1, 0], np.float32), lambda share: None
    )
    X = solved.in_basis(np.eye(5))
    assert (X[:, 4] == 1).all()
    Y = fixed.in_basis(np.eye(5)).astype(np.float64)
    A = Y[:, :4].T @ Y[:, :4] + chosen.regularization * 9 * np.eye(4)
    assert np.allclose(X[:, :4], np.linalg.solve(A, Y[:, :4].T @ (ratings.toarray() - Y[:, 4]).T).T, atol=1e-3)


def test_the_cut_into_chunks_covers_each_row_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_epoch, "CHUNK_WORK", 40)
    monkeypatch.setattr(half_epoch, "CHUNK_ROWS", 5)
    rng = np.random.default_rng(2)
    weights = np.where(rng.random((37, 50)) < rng.random((37, 1)), 1.0, 0.0)
    chunks = Side(sp.csr_matrix(weights), Settings()).chunks
    assert [row for chunk in chunks for row in range(chunk.start, chunk.stop)] == list(range(37))
