"""Blocks that trade factors come to what the whole matrix in one place comes to. Without Spark: executors run plain Python."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als.half_epoch import eigenbasis
from desktop_als.als.settings import Settings
from desktop_als.engines.spark import block_step, blocks
from desktop_als.engines.spark.block_step import Rows, Step, Sums
from desktop_als.engines.spark.blocks import Block, Grid, Route
from tests.als import oracle


@st.composite
def matrices(draw: st.DrawFn) -> tuple[np.ndarray, Grid, np.random.Generator]:
    rows, columns = draw(st.integers(1, 14)), draw(st.integers(1, 11))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    played = random.random((rows, columns)) < draw(st.floats(0, 1))
    weights = np.where(played, random.exponential(1, (rows, columns)) + 0.01, 0).astype(np.float32)
    grid = Grid(rows, draw(st.integers(1, rows)), columns, draw(st.integers(1, columns)))
    return weights, grid, random


def assembled(weights: np.ndarray, grid: Grid, random: np.random.Generator) -> list[Block]:
    """All blocks of a side, their pairs dealt in any order and in several parts."""
    pairs = sp.coo_matrix(weights)
    order = random.permutation(pairs.nnz)
    parts: dict[int, list[blocks.Entries]] = {number: [] for number in range(grid.blocks)}
    for chunk in np.array_split(order, 3):
        entries = pairs.row[chunk].astype(np.int32), pairs.col[chunk].astype(np.int32), pairs.data[chunk]
        for number, dealt in blocks.deal(entries, grid.blocks):
            parts[number].append(dealt)
    return [blocks.assemble(number, grid, parts[number]) for number in range(grid.blocks)]


def routes(side: list[Block], grid: Grid) -> list[list[Route]]:
    """Of each block of the other side."""
    found: list[list[Route]] = [[] for _ in range(grid.other_blocks)]
    for number, block in enumerate(side):
        for sender, route in blocks.routes(number, block):
            found[sender].append(route)
    return found


@given(matrices())
@runs(max_examples=150, deadline=None)
def test_every_pair_is_in_the_block_of_its_row_and_is_sent_the_row_of_its_column(
    drawn: tuple[np.ndarray, Grid, np.random.Generator],
) -> None:
    weights, grid, random = drawn
    rebuilt = np.zeros_like(weights)
    for number, block in enumerate(assembled(weights, grid, random)):
        assert len(block.indptr) - 1 == grid.rows_of(number)
        sender = np.searchsorted(block.starts, np.arange(len(block.needed)), side="right") - 1
        columns = sender + grid.other_blocks * block.needed
        for place in range(grid.rows_of(number)):
            entries = slice(block.indptr[place], block.indptr[place + 1])
            rebuilt[number + grid.blocks * place, columns[block.columns[entries]]] = block.weights[entries]
    assert np.array_equal(rebuilt, weights)


@given(matrices())
@runs(max_examples=60, deadline=None)
def test_a_row_is_sent_to_a_block_once_and_only_where_it_is_needed(
    drawn: tuple[np.ndarray, Grid, np.random.Generator],
) -> None:
    weights, grid, random = drawn
    sent = sum(len(route.places) for sender in routes(assembled(weights, grid, random), grid) for route in sender)
    needed = {(u % grid.blocks, i) for u, i in zip(*np.nonzero(weights), strict=True)}
    assert sent == len(needed)


@given(matrices(), st.sampled_from(["ials", "hkv"]), st.sampled_from(["all", "observed"]), st.sampled_from([0.05, 1.0]))
@runs(max_examples=60, deadline=None)
def test_blocks_solve_what_the_dense_system_says(
    drawn: tuple[np.ndarray, Grid, np.random.Generator], objective: str, frequency: str, alpha: float
) -> None:
    weights, grid, random = drawn
    chosen = Settings(
        factors=6,
        regularization=0.1,
        unobserved_weight=alpha,
        objective=objective,
        frequency=frequency,
        cg_steps=60,
    )
    Y = (random.standard_normal((grid.others, 6)) / 6**0.5).astype(np.float32)
    X, sums, basis = half_epoch(weights, Y, chosen, grid, random)
    exact = oracle.best_rows(weights, Y, chosen)
    assert np.abs(X @ basis.T - exact).max() <= 4e-3 * max(1.0, np.abs(exact).max())  # Y was read in half precision
    # As far as half precision goes, the parts told are those of what was found.
    observed, _, _ = oracle.loss_parts(weights, (X @ basis.T).astype(np.float64), Y, chosen)
    assert sums.observed == pytest.approx(observed, rel=5e-3, abs=5e-3)
    assert sums.regularization == pytest.approx(oracle.ridges(weights, chosen) @ (X**2).sum(1), rel=1e-4, abs=1e-6)
    assert np.allclose(sums.gram, X.T @ X, atol=1e-4)


def test_the_number_of_blocks_changes_nothing_but_the_order_of_sums() -> None:
    random = np.random.default_rng(5)
    weights = np.where(random.random((60, 40)) < 0.2, random.exponential(1, (60, 40)), 0).astype(np.float32)
    Y = (random.standard_normal((40, 16)) / 4).astype(np.float32)
    chosen = Settings(factors=16, unobserved_weight=0.1)
    one, first, _ = half_epoch(weights, Y, chosen, Grid(60, 1, 40, 1), random)
    many, second, _ = half_epoch(weights, Y, chosen, Grid(60, 7, 40, 5), random)
    assert np.allclose(one, many, atol=2e-5)
    assert first.observed == pytest.approx(second.observed, rel=1e-6)


def half_epoch(
    weights: np.ndarray, Y: np.ndarray, chosen: Settings, grid: Grid, random: np.random.Generator
) -> tuple[np.ndarray, Sums, np.ndarray]:
    """What the driver does, in one process: rows found from zeros, their sums, and the basis they are in."""
    side, d = assembled(weights, grid, random), chosen.factors
    values, rotation = eigenbasis(Y.astype(np.float64).T @ Y)
    step = Step(
        settings=chosen,
        side="listeners",
        grid=grid,
        rotation=rotation.astype(np.float32),
        scale=2.0**10,
        dense=(chosen.unobserved_weight * values).astype(np.float32),
        turn=np.eye(d, dtype=np.float32),
        free=np.ones(d, np.float32),
        relaxation=1.0,
    )
    inbox: list[list[block_step.Sent]] = [[] for _ in side]
    for number, own in enumerate(routes(side, grid)):
        for to, sent in block_step.send(step, number, [Rows(Y[number :: grid.other_blocks]), *own]):
            inbox[to].insert(int(random.integers(len(inbox[to]) + 1)), sent)  # in the order they happen to come
    X, total = np.zeros((grid.rows, d), np.float32), Sums(np.zeros((d, d)), 0.0, 0.0)
    for number, block in enumerate(side):
        zeros = Rows(np.zeros((grid.rows_of(number), d), np.float32))
        rows, part = block_step.solve(step, [block, zeros, *inbox[number]])
        X[number :: grid.blocks] = rows.values
        total = replace(
            total,
            gram=total.gram + part.gram,
            observed=total.observed + part.observed,
            regularization=total.regularization + part.regularization,
        )
    return X, total, rotation


def test_where_a_block_starts_depends_on_the_seed_and_its_number_alone() -> None:
    grid, chosen = Grid(10, 3, 10, 3), Settings(factors=8, seed=4)
    first, again = (block_step.first_rows(1, grid, chosen, "artists").values for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, block_step.first_rows(2, grid, chosen, "artists").values)
    assert not np.array_equal(first, block_step.first_rows(1, grid, replace(chosen, seed=5), "artists").values)
    assert not block_step.first_rows(1, grid, chosen, "listeners").values.any()


@given(st.integers(1, 10**9), st.integers(1, 10**11), st.integers(1, 512), st.integers(1, 4096))
def test_there_are_blocks_for_every_core_and_none_is_too_large(side: int, pairs: int, d: int, cores: int) -> None:
    found = blocks.blocks_for(side, pairs, d, cores)
    assert 1 <= found <= side
    assert found >= min(side, cores)
    assert found == side or max(8 * pairs, 4 * d * side) / found <= blocks.LARGEST_BLOCK
