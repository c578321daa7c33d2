"""What a training costs in memory, arithmetic and bytes moved, on one computer and on a cluster; formulas and measurements.

Needs no Spark. The formulas are those of als and of engines.spark; how fast a machine works through them was measured
(engines.scale).

Both ways on a cluster keep listeners and artists in B blocks each, by their number. Before each half-epoch a block of one side
sends to each block of the other side the factors that are needed there, once: an artist with k listeners goes to as many blocks
as they live in. In both, observations never move.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Way = Literal["local", "rows", "mllib"]

WAYS: tuple[Way, ...] = ("local", "rows", "mllib")

LANES = 16
"""Numbers to a multiple of which als.table pads a row."""

HALVES_FROM = 16 << 20
"""Bytes of factors from which on als.half_epoch reads them in half precision."""

PAIR = 8
"""Bytes of an observation, seen from one side: the other side's number and a weight."""

ROW = 12
"""Bytes of a row beside its factors: where its observations begin, and its regularization."""

HALF, SINGLE, DOUBLE = 2, 4, 8
"""Bytes of a number: the row solver sends halves, Spark's ALS singles; Gram matrices are doubles."""

OBJECT = 24
"""Bytes that Java adds to a row of factors: the array's head and what points to it."""

STEPS = 2
"""Conjugate-gradient steps of a row, see als.settings."""

EXECUTOR = 700 << 20
"""Bytes of an executor before it holds anything: Java, and a Python with numba for each of two tasks."""

LARGEST_BLOCK = 2 << 30
"""Bytes that fit into one array of Java, and so into one message of a block to another and one block of a cache."""

TASKS_A_CORE = 2
"""Blocks for each core, so that a slow one does not leave the others idle for long."""

ROWS_GROW, ARTISTS_GROW = 0.85, 0.5
"""Powers of the observations with which their listeners and artists grow. They lead from Last.fm-360K (17.6 million, 359,000 ×
300,000) to what a service of half a billion listeners holds (100 billion, 560 million × 23 million)."""

ZIPF = 0.6
"""Power of its rank with which an artist's listeners fall. So many had the first of HetRec Last.fm-2K (611 of 92,834
observations) and of Last.fm-360K."""

BIN = 0.02
"""Share of a rank that is summed up as one artist."""


@dataclass(frozen=True, slots=True)
class Size:
    """A matrix of (rows, artists) with so many stored observations, and the factors d asked for."""

    rows: int
    artists: int
    observations: int
    factors: int

    def grown(self, observations: int) -> Size:
        """A community of the same kind with so many observations."""
        times = observations / max(1, self.observations)
        return replace(
            self,
            rows=max(1, round(self.rows * times**ROWS_GROW)),
            artists=max(1, round(self.artists * times**ARTISTS_GROW)),
            observations=observations,
        )


@dataclass(frozen=True, slots=True)
class Machines:
    """What there is to train on: one computer, or as many executors alike.

    Attributes:
        cores, memory: of each, memory in bytes.
        network: bytes a second that each can send.
        driver: bytes of memory of the computer that leads them.
    """

    cores: int
    memory: float
    executors: int = 1
    network: float = math.inf
    driver: float = math.inf

    @property
    def all_cores(self) -> int:
        """Tasks that run at the same time."""
        return self.cores * self.executors

    def sending(self, moved: float) -> float:
        """Seconds to send what tasks move to others, as far as they run elsewhere."""
        return moved * (1 - 1 / self.executors) / (self.network * self.executors)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one training takes.

    Attributes:
        memory: bytes that each machine holds.
        work: floating-point operations of an epoch.
        moved: bytes of an epoch: from memory to the processor on one computer, between tasks on a cluster.
        driver: bytes on the computer that leads, where the factors end up; 0 where it is the one that trains.
        largest: bytes of the largest thing that has to be in one piece.
    """

    memory: float
    work: float
    moved: float
    driver: float = 0.0
    largest: float = 0.0


def cost(way: Way, size: Size, machines: Machines) -> Cost:
    """What ``size`` costs, trained in this way on these machines."""
    match way:
        case "local":
            return local(size)
        case "rows":
            return row_solver(size, machines)
        case "mllib":
            return mllib(size, machines)


def local(size: Size, steps: int = STEPS) -> Cost:
    """On one computer: the matrix by rows and by columns, both sides' factors, and a copy of the side that is read."""
    n, m, pairs, d = size.rows, size.artists, size.observations, _padded(size.factors)
    read = [SINGLE if SINGLE * d * side < HALVES_FROM else HALF for side in (n, m)]
    copy = max(read[0] * n, read[1] * m) * d
    memory = 2 * PAIR * pairs + ROW * (n + m) + SINGLE * d * (n + m) + copy
    return Cost(memory, _row_work(size, steps), sum(read) * d * pairs)


def row_solver(size: Size, machines: Machines, blocks: int = 0) -> Cost:
    """Our row solver on a cluster, which sends halves. ``blocks`` 0 are as many as :func:`blocks_for` says."""
    blocks = blocks or blocks_for(size, machines)
    return replace(_in_blocks(size, machines, blocks, sent=HALF, kept=SINGLE), work=_row_work(size, STEPS))


def mllib(size: Size, machines: Machines, blocks: int = 0) -> Cost:
    """Spark's own ALS, which sums up d (d + 1) / 2 products an observation and solves each row by Cholesky."""
    blocks = blocks or blocks_for(size, machines)
    d = size.factors
    work = 2 * size.observations * d * (d + 1) + (size.rows + size.artists) * d**3 / 3
    sent = SINGLE + OBJECT / d
    return replace(_in_blocks(size, machines, blocks, sent=sent, kept=sent), work=work)


def blocks_for(size: Size, machines: Machines) -> int:
    """A few for each core, more where a block would not fit into one piece."""
    blocks = TASKS_A_CORE * machines.all_cores
    while _largest(size, blocks) > LARGEST_BLOCK and blocks < size.artists:
        blocks *= 2
    return blocks


def rows_sent(supports: Iterable[tuple[float, float]], blocks: int) -> float:
    """How many rows go from one side to the blocks of the other, in the mean over all ways to number that one.

    Args:
        supports: pairs (how many rows, observations of each) of the side that sends.
        blocks: of the side that receives.
    """
    return sum(count * blocks_met(support, blocks) for count, support in supports)


def blocks_met(support: float, blocks: int) -> float:
    """How many of ``blocks`` so many rows live in, in the mean over where they may live."""
    if blocks == 1:
        return min(1.0, support)
    return -blocks * math.expm1(support * math.log1p(-1 / blocks))


def popularity(size: Size) -> Iterator[tuple[float, float]]:
    """Pairs (how many artists, listeners of each), the most popular first, where only the size is known: by Zipf's law."""
    bins = list(_ranks(size.artists))
    first = size.observations / sum(count * rank**-ZIPF for count, rank in bins)
    for count, rank in bins:
        yield count, min(size.rows, first * rank**-ZIPF)


def _ranks(artists: int) -> Iterator[tuple[int, float]]:
    first = 1
    while first <= artists:
        count = min(max(1, int(BIN * first)), artists - first + 1)
        yield count, first + (count - 1) / 2
        first += count


def _row_work(size: Size, steps: int) -> float:
    """Each step, and the residual before, takes two products an observation; each half-epoch turns both sides and sums up one."""
    n, m, pairs, d = size.rows, size.artists, size.observations, size.factors
    return 2 * 4 * pairs * d * (steps + 1) + 6 * (n + m) * d**2 + 2 * 9 * d**3


def _in_blocks(size: Size, machines: Machines, blocks: int, *, sent: float, kept: float) -> Cost:
    """``sent`` and ``kept``: bytes of a number on its way and at home."""
    n, m, pairs, d = size.rows, size.artists, size.observations, size.factors
    to_listeners, to_artists = _sent(size, blocks)
    at_home = 2 * PAIR * pairs + (ROW + kept * d) * (n + m) + SINGLE * (to_listeners + to_artists)
    at_work = machines.cores * sent * d * max(to_listeners, to_artists) / blocks
    return Cost(
        memory=EXECUTOR + at_home / machines.executors + at_work,
        work=0.0,
        moved=sent * d * (to_listeners + to_artists),
        driver=SINGLE * d * (n + m) + DOUBLE * d**2 * (blocks + 3),
        largest=_largest(size, blocks),
    )


def _sent(size: Size, blocks: int) -> tuple[float, float]:
    """Artists that go to blocks of listeners, and listeners that go to blocks of artists."""
    average = size.observations / max(1, size.rows)
    return rows_sent(popularity(size), blocks), rows_sent([(size.rows, average)], blocks)


def _largest(size: Size, blocks: int) -> float:
    """What a block receives in halves, or the block itself with the most popular artist in it."""
    received = max(_sent(size, blocks)) / blocks * HALF * size.factors
    most_popular = next(popularity(size))[1]
    return max(received, PAIR * (size.observations / blocks + most_popular))


def _padded(d: int) -> int:
    return -(-d // LANES) * LANES
