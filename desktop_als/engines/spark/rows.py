"""Way one: our own row solver inside the executors.

The driver holds no factors: only each side's Gram matrix and the basis that its rows are in. A half-epoch is one job of two
stages. In the first, every block of the fixed side turns its rows and sends them where they are needed; that is all that is
shuffled. In the second, every block of the other side, which has its plays and its last rows beside it, solves.

RDDs rather than DataFrames carry the blocks: what mapInArrow gives has no known partitioning, so that each join with it would
shuffle the ratings and the rows again. Pairs come in and factors go out as Arrow batches.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.als.half_epoch import eigenbasis, halving_scale, require_finite
from desktop_als.als.initialise import free_coordinates
from desktop_als.als.reports import EpochReport, HalfEpoch
from desktop_als.als.settings import Settings, SolvedSide
from desktop_als.als.trainer import relaxation_of
from desktop_als.engines.spark import arrow, block_step, blocks
from desktop_als.engines.spark.block_step import Rows, Step, Sums
from desktop_als.engines.spark.blocks import Block, Grid, blocks_for
from desktop_als.engines.spark.session import Connection

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

CHECKPOINT_EVERY = 4
"""Epochs after which the rows go to the exchange folder: what an executor takes with it when it is lost is computed again from
there, and not from the beginning."""


class _Side:
    """One side on the cluster: RDDs of (block, part), and what the driver knows of the rows.

    Attributes:
        matrix: of Block.
        routes: of Route, by the block that sends.
        rows: of Rows, the factors.
        basis, gram: float64 (d, d), as of als.table.Table.
    """

    def __init__(self, name: SolvedSide, grid: Grid, free: Floats) -> None:
        self.name, self.grid, self.free = name, grid, free
        self.matrix: Any = None
        self.routes: Any = None
        self.rows: Any = None
        self.basis: Doubles = np.eye(len(free))
        self.gram: Doubles = np.zeros((len(free), len(free)))


class RowSolver:
    """Arguments and methods as of mllib.Mllib; any settings; a report after every epoch."""

    def __init__(
        self,
        connection: Connection,
        pairs: str,
        shape: tuple[int, int],
        settings: Settings,
        tell: Callable[[float], None],
    ) -> None:
        self._connection, self._settings, self._tell = connection, settings, tell
        self._epochs = 0
        grid = self._cut(pairs, shape)
        free = free_coordinates(_width(settings), settings)
        self._listeners = _Side("listeners", grid, free[0])
        self._artists = _Side("artists", grid.turned, free[1])
        self._spread(pairs)

    def epoch(self) -> EpochReport | None:
        """The next one; None after ``settings.epochs``."""
        if self._epochs >= self._settings.epochs:
            return None
        began = time.perf_counter()
        listeners = self._solve(self._listeners, self._artists, 0.0)
        artists = self._solve(self._artists, self._listeners, 0.5)
        self._epochs += 1
        seconds = time.perf_counter() - began
        return EpochReport(
            epoch=self._epochs,
            observed=artists.observed,
            unobserved=artists.unobserved,
            regularization=listeners.regularization + artists.regularization,
            seconds=seconds,
            rows_per_second=sum((self._listeners.grid.rows, self._artists.grid.rows)) / seconds,
        )

    def artists(self) -> Floats:
        """Y (m, d) as it is now, in the basis of the moment."""
        side = self._artists
        found = np.zeros((side.grid.rows, len(side.free)), np.float32)
        for number, rows in self._connection.watch(side.rows.collect):
            found[number :: side.grid.blocks] = rows.values
        return found

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float)."""
        for side, address in ((self._listeners, listeners), (self._artists, artists)):
            self._connection.watch(partial(self._write, side, address))

    def _write(self, side: _Side, address: str) -> None:
        turn = (side.basis.T @ self._artists.basis).astype(np.float32)
        packed = self._connection.spark.createDataFrame(side.rows.flatMap(partial(_packed, turn)), arrow.PACKED)
        unpacked = packed.mapInArrow(partial(arrow.unpack, side.grid.blocks), arrow.FACTORS)
        unpacked.write.mode("overwrite").parquet(address)

    # The matrix

    def _cut(self, pairs: str, shape: tuple[int, int]) -> Grid:
        rows, artists = shape
        connection, d = self._connection, self._settings.factors
        stored = connection.watch(lambda: connection.spark.read.parquet(pairs).count())
        listener_blocks, artist_blocks = (blocks_for(side, stored, d, connection.cores) for side in shape)
        return Grid(rows, listener_blocks, artists, artist_blocks)

    def _spread(self, pairs: str) -> None:
        context = self._connection.context
        frame = self._connection.watch(lambda: self._connection.spark.read.parquet(pairs))
        for side, columns in ((self._listeners, ("row", "artist")), (self._artists, ("artist", "row"))):
            grid, place = side.grid, _places(side.grid.blocks)
            dealt = frame.select(*columns, "weight").mapInArrow(partial(arrow.deal, grid.blocks), arrow.DEALT)
            by_block = dealt.rdd.map(_by_number).partitionBy(*place)
            side.matrix = _kept(by_block.mapPartitionsWithIndex(partial(_assembled, grid), True))
            first = partial(block_step.first_rows, grid=grid, settings=self._settings, side=side.name)
            numbers = context.parallelize([(number, None) for number in range(grid.blocks)], grid.blocks)
            side.rows = _kept(numbers.partitionBy(*place).mapPartitions(partial(_begun, first), True))
        for side, other in ((self._listeners, self._artists), (self._artists, self._listeners)):
            routes = other.matrix.flatMap(_routes).partitionBy(*_places(side.grid.blocks))
            side.routes = _kept(routes)
            self._connection.watch(side.routes.count)
        self._artists.gram = self._sum_up(self._artists.rows.mapValues(_gram).collect)

    def _sum_up(self, action: Callable[[], list[tuple[int, Doubles]]]) -> Doubles:
        total: Doubles = np.zeros_like(self._artists.gram)
        for _, gram in sorted(self._connection.watch(action), key=lambda pair: pair[0]):
            total += gram
        return total

    # A half-epoch

    def _solve(self, side: _Side, fixed: _Side, offset: float) -> HalfEpoch:
        step, values, basis = self._step(side, fixed)
        # As a broadcast: otherwise every task is sent all steps since the last checkpoint, for they are part of its lineage.
        told = self._connection.context.broadcast(step)
        places = _places(side.grid.blocks)
        sent = fixed.rows.union(fixed.routes).mapPartitions(partial(_sent, told)).partitionBy(*places)
        together = side.matrix.union(side.rows).union(sent)
        sums = self._connection.context.accumulator({}, _by_block())
        solved = _kept(together.mapPartitions(partial(_solved, told, sums), True))
        if (self._epochs + 1) % CHECKPOINT_EVERY == 0:
            solved.checkpoint()
        count = partial(solved._jrdd.count)  # noqa: SLF001 - without sending the rows through Python, as count() does
        self._connection.watch(count, lambda share: self._tell(self._epochs + offset + share / 2))
        total = Sums(np.zeros_like(fixed.gram), 0.0, 0.0)
        for _, part in sorted(sums.value.items()):
            total = Sums(
                total.gram + part.gram, total.observed + part.observed, total.regularization + part.regularization
            )
        require_finite(total.gram)
        side.rows.unpersist()
        side.rows, side.gram, side.basis = solved, total.gram, basis
        unobserved = self._settings.unobserved_weight * float(values @ np.diagonal(total.gram))
        return HalfEpoch(total.observed, unobserved, total.regularization)

    def _step(self, side: _Side, fixed: _Side) -> tuple[Step, Doubles, Doubles]:
        """What the executors are told; the eigenvalues (d,) of the fixed side, and the basis that the solved one will be in."""
        settings, d = self._settings, len(side.free)
        values, rotation = np.zeros(d), np.eye(d)
        if settings.unobserved_weight:
            values, rotation = eigenbasis(fixed.gram)
        basis = fixed.basis @ rotation
        step = Step(
            settings=settings,
            side=side.name,
            grid=side.grid,
            rotation=rotation.astype(np.float32),
            scale=halving_scale(fixed.gram),
            dense=(settings.unobserved_weight * values).astype(np.float32),
            turn=(side.basis.T @ basis).astype(np.float32),
            free=side.free,
            relaxation=relaxation_of(settings, self._epochs),
        )
        return step, values, basis


def _width(settings: Settings) -> int:
    """Columns of the factors."""
    return int(block_step.first_rows(0, Grid(1, 1, 1, 1), settings, "artists").values.shape[1])


def _same(number: int) -> int:
    return number


def _places(number: int) -> tuple[int, Callable[[int], int]]:
    """Block k is partition k. Spark takes two RDDs for partitioned alike only when both name the same function."""
    return number, _same


def _kept(rdd: Any) -> Any:
    from pyspark import StorageLevel  # noqa: PLC0415

    return rdd.persist(StorageLevel.MEMORY_AND_DISK)


def _by_block() -> Any:
    """Adds up what blocks tell by their number, so that a block that was solved twice, after a loss, counts once."""
    from pyspark.accumulators import AccumulatorParam  # noqa: PLC0415

    class ByBlock(AccumulatorParam):  # type: ignore[misc] # pyspark's types are not looked at
        def zero(self, _: dict[int, Sums]) -> dict[int, Sums]:
            return {}

        def addInPlace(self, one: dict[int, Sums], other: dict[int, Sums]) -> dict[int, Sums]:
            one.update(other)
            return one

    return ByBlock()


# In the executors


def _by_number(row: Any) -> tuple[int, Any]:
    return row[0], row[1:]


def _assembled(grid: Grid, number: int, dealt: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Block]]:
    yield number, blocks.assemble(number, grid, (arrow.entries(*buffers) for _, buffers in dealt))


def _begun(first: Callable[[int], Rows], numbers: Iterable[tuple[int, None]]) -> Iterator[tuple[int, Rows]]:
    for number, _ in numbers:
        yield number, first(number)


def _routes(pair: tuple[int, Block]) -> Iterator[tuple[int, blocks.Route]]:
    return blocks.routes(*pair)


def _gram(rows: Rows) -> Doubles:
    values = rows.values.astype(np.float64)
    return np.asarray(values.T @ values)


def _sent(told: Any, parts: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, block_step.Sent]]:
    parts = iter(parts)
    for number, first in parts:
        yield from block_step.send(told.value, number, _with(first, parts))


def _solved(told: Any, sums: Any, parts: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Rows]]:
    parts = iter(parts)
    for number, first in parts:
        rows, part = block_step.solve(told.value, _with(first, parts))
        sums.add({number: part})
        yield number, rows


def _with(first: Any, rest: Iterable[tuple[int, Any]]) -> Iterator[Any]:
    yield first
    for _, part in rest:
        yield part


def _packed(turn: Floats, pair: tuple[int, Rows]) -> Iterator[tuple[int, int, int, bytes]]:
    number, rows = pair
    for at in range(0, len(rows.values), arrow.PACKED_ROWS):
        chunk = rows.values[at : at + arrow.PACKED_ROWS]
        yield number, at, len(chunk), (chunk @ turn).tobytes()
