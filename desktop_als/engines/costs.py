"""What a training costs in memory, arithmetic and bytes moved, on one computer and on a cluster; formulas and measurements.

Needs no Spark. The formulas are those of als and of engines.spark; how fast a machine works through them was measured
(engines.scale).

Both ways on a cluster keep listeners and artists in B blocks each, by their number. Before each half-epoch a block of one side
sends to each block of the other side the factors that are needed there, once: an artist with k listeners goes to as many blocks
as they live in. In both, observations never move.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_als.engines.spark import blocks
from desktop_als.engines.spark.mllib_blocks import blocks_for as _mllib_blocks_for

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
"""Conjugate-gradient steps of a row, as many as the presets take; see als.settings."""

JAVA, PYTHON = 500 << 20, 200 << 20
"""Bytes of an executor's Java before it holds anything, and of a Python with numba; the row solver has one for each core."""

LARGEST_PIECE = 2 << 30
"""Bytes that fit into one array of Java, and so into one block of what Spark keeps or sends."""

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


def row_solver(size: Size, machines: Machines) -> Cost:
    """Our row solver on a cluster, which keeps factors as singles and sends them as halves."""
    cut = [
        blocks.blocks_for(side, size.observations, size.factors, machines.all_cores)
        for side in (size.rows, size.artists)
    ]
    idle = JAVA + PYTHON * machines.cores
    return _in_blocks(size, machines, cut, _row_work(size, STEPS), idle=idle, kept=SINGLE, sent=HALF)


def mllib(size: Size, machines: Machines) -> Cost:
    """Spark's own ALS, which sums up d (d + 1) / 2 products an observation and solves each row by Cholesky."""
    n, m, d = size.rows, size.artists, size.factors
    cut = [_mllib_blocks_for(size.observations, side, d, machines.all_cores) for side in (n, m)]
    work = 2 * size.observations * d * (d + 1) + (n + m) * d**3 / 3
    return _in_blocks(size, machines, cut, work, idle=JAVA, kept=SINGLE + OBJECT / d, sent=SINGLE)


def rows_sent(supports: Iterable[tuple[float, float]], receivers: int) -> float:
    """How many rows go from one side to the blocks of the other, in the mean over all ways to number that one.

    Args:
        supports: pairs (how many rows, observations of each) of the side that sends.
        receivers: blocks of the side that receives.
    """
    return sum(count * blocks_met(support, receivers) for count, support in supports)


def blocks_met(support: float, count: int) -> float:
    """In how many of ``count`` blocks so many rows live, in the mean over where they may live."""
    if count == 1:
        return min(1.0, support)
    return -count * math.expm1(support * math.log1p(-1 / count))


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


def _in_blocks(
    size: Size, machines: Machines, cut: Sequence[int], work: float, *, idle: float, kept: float, sent: float
) -> Cost:
    """``cut``: blocks of listeners and of artists. ``kept``, ``sent``: bytes of a number at home and on its way."""
    n, m, pairs, d = size.rows, size.artists, size.observations, size.factors
    to_listeners = rows_sent(popularity(size), cut[0])
    to_artists = rows_sent([(n, pairs / max(1, n))], cut[1])
    most_popular = next(popularity(size))[1]
    at_home = 2 * PAIR * pairs + (ROW + kept * d) * (n + m) + SINGLE * (to_listeners + to_artists)
    at_work = max(
        (PAIR * pairs + sent * d * rows) / blocks for rows, blocks in zip((to_listeners, to_artists), cut, strict=True)
    )
    return Cost(
        # The most popular artist needs the factors of all who play it in one task.
        memory=idle + at_home / machines.executors + machines.cores * at_work + sent * d * most_popular,
        work=work,
        moved=sent * d * (to_listeners + to_artists),
        driver=SINGLE * d * (n + m) + DOUBLE * d**2 * (max(cut) + 3),
        largest=PAIR * (pairs / min(cut) + most_popular),
    )


def _padded(d: int) -> int:
    return -(-d // LANES) * LANES
