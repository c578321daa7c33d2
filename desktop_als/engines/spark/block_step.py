"""What an executor does in a half-epoch: send a block's rows to where they are needed, and solve a block. Needs no pyspark.

Both sides are turned into the eigenbasis of the fixed side's Gram matrix as on one computer (see als.kernels). Only the driver
knows that matrix: the sum of d × d numbers from every block. Rows are turned where they live, before they are sent, and travel in
half precision with one scale: two bytes a number, which the kernel reads as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from desktop_als.als import kernels
from desktop_als.als.half_epoch import CHUNK_ROWS
from desktop_als.als.initialise import initialise
from desktop_als.als.settings import Settings, SolvedSide
from desktop_als.als.table import aligned_zeros, padded
from desktop_als.engines.spark.blocks import Block, Grid, Route
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Halves = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Rows:
    """The factors of a block, (r, d), in the basis of which the driver knows."""

    values: Floats


@dataclass(frozen=True, slots=True)
class Sent:
    """Rows of block ``sender`` in half precision, (k, d), in the order of the receiver's columns."""

    sender: int
    values: Halves


@dataclass(frozen=True, slots=True)
class Sums:
    """What a solved block adds to the whole: its Gram matrix (d, d) and its parts of the loss."""

    gram: Doubles
    observed: float
    regularization: float


@dataclass(frozen=True, slots=True)
class Step:
    """A half-epoch, as every executor is told of it.

    Attributes:
        side: which one is solved.
        grid: seen from it.
        rotation: (d, d) float32, turns the fixed side into the eigenbasis.
        scale: what the fixed side is multiplied by before it is halved.
        dense: (d,) float32, α₀Λ.
        turn: (d, d) float32, brings the solved side from its basis to that one.
        free: (d,) float32, see als.kernels.
        relaxation: of this half-epoch.
    """

    settings: Settings
    side: SolvedSide
    grid: Grid
    rotation: Floats
    scale: float
    dense: Floats
    turn: Floats
    free: Floats
    relaxation: float


Part = Block | Route | Rows | Sent


def first_rows(number: int, grid: Grid, settings: Settings, side: SolvedSide) -> Rows:
    """Where a block starts; artists are drawn anew in each, whatever the executor."""
    seed = int(np.random.SeedSequence((settings.seed, number)).generate_state(1)[0])
    rows, own = grid.rows_of(number), replace(settings, seed=seed)
    if side == "artists":
        return Rows(initialise(0, rows, own, CancelToken()).artists)
    return Rows(initialise(rows, 0, own, CancelToken()).listeners)


def send(step: Step, number: int, parts: Iterable[Part]) -> Iterator[tuple[int, Sent]]:
    """The rows of a block of the fixed side, by the block that needs them. ``parts`` are its rows, then its routes."""
    halves: Halves = np.empty((0, 0), np.uint16)
    for part in parts:
        match part:
            case Rows(values):
                halves = _halved(values, step)
            case Route(to, places):
                yield to, Sent(number, halves[places])


def solve(step: Step, parts: Iterable[Part]) -> tuple[Rows, Sums]:
    """Improve the rows of a block. ``parts`` are its part of the matrix, its rows, then what the other side sent."""
    d = len(step.dense)
    for part in parts:
        match part:
            case Block():
                block = part
                fixed = np.zeros((len(part.needed), padded(d)), np.uint16)
            case Rows(values):
                rows = values
            case Sent(sender, halves):
                fixed[block.starts[sender] : block.starts[sender + 1], :d] = halves
    return _solve_block(step, block, rows, _readable(fixed))


def _solve_block(step: Step, block: Block, rows: Floats, fixed: Floats | Halves) -> tuple[Rows, Sums]:
    settings, d = step.settings, len(step.dense)
    lengths = np.diff(block.indptr)
    ridge = settings.ridge(lengths, step.grid.others, step.side).clip(max=np.finfo(np.float32).max).astype(np.float32)
    scratch = np.empty((6, int(lengths.max(initial=0)) + kernels.GROUP), np.float32)
    by_factor = aligned_zeros(6, padded(d))
    room = aligned_zeros(CHUNK_ROWS, padded(d))
    solved = np.empty_like(rows)
    total: Doubles = np.zeros((d, d))
    observed = regularization = 0.0
    for at in range(0, len(rows), CHUNK_ROWS):
        chunk = slice(at, min(at + CHUNK_ROWS, len(rows)))
        x = room[: chunk.stop - at]
        with np.errstate(over="ignore", invalid="ignore"):  # the driver looks at the sums
            np.matmul(rows[chunk], step.turn, out=x[:, :d])
        parts = kernels.solve_rows(
            block.indptr[at : chunk.stop + 1],
            block.columns,
            block.weights,
            fixed,
            np.float32(1 / step.scale),
            _wide(step.dense),
            ridge[chunk],
            _wide(step.free),
            settings.objective == "explicit",
            settings.pull_offset,
            settings.steps,
            np.float32(step.relaxation),
            x,
            scratch,
            by_factor,
        )
        with np.errstate(over="ignore", invalid="ignore"):
            total += x[:, :d].T @ x[:, :d]
        solved[chunk] = x[:, :d]
        observed, regularization = observed + parts[0], regularization + parts[1]
    return Rows(solved), Sums(total, observed, regularization)


def _halved(values: Floats, step: Step) -> Halves:
    """Turned into the eigenbasis, (r, d)."""
    halves: Halves = np.empty(values.shape, np.uint16)
    for at in range(0, len(values), CHUNK_ROWS):
        chunk = slice(at, at + CHUNK_ROWS)
        with np.errstate(over="ignore", invalid="ignore"):
            turned = values[chunk] @ step.rotation
        if kernels.halves_are_fast():
            kernels.halve(turned, np.float32(step.scale), halves[chunk])
        else:
            halves[chunk] = (turned * np.float32(step.scale)).astype(np.float16).view(np.uint16)
    return halves


def _readable(halves: Halves) -> Floats | Halves:
    """What the kernel reads fast on this processor."""
    return halves if kernels.halves_are_fast() else halves.view(np.float16).astype(np.float32)


def _wide(numbers: Floats) -> Floats:
    return np.pad(numbers, (0, padded(len(numbers)) - len(numbers)))
