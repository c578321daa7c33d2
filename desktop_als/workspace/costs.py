"""The use case "what would it cost": this library, or one of its kind that has grown, on this computer and on a cluster."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace

from desktop_als.engines.costs import PAIR, SINGLE, WAYS, Cost, Machines, Size, Way, cost, popularity
from desktop_als.engines.limits import Limit, limits
from desktop_als.engines.scale import Scale, speed
from desktop_als.library import Library

EXECUTOR = Machines(cores=8, memory=32 << 30, network=1.25e9)
"""What the executors of a cluster are taken to be, and the desktop of an extrapolation: 8 cores, 32 GiB, 10 Gbit/s."""

KNOWN = Size(rows=359_480, artists=299_695, observations=17_640_000, factors=128)
"""The shape of Last.fm-360K."""

FACTORS = 128
"""Of the balanced preset."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one way to train would take.

    Attributes:
        seconds: an epoch; None where nothing was measured to tell it from.
        limits: the fullest resource first; without the processor where nothing was measured.
    """

    way: Way
    cost: Cost
    seconds: float | None
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Extrapolation:
    """What a very large community would take, here and on a cluster.

    Attributes:
        pairs, listeners, artists: bytes of the observations from both sides, and of either side's factors.
        most_popular: listeners of the most popular artist.
    """

    size: Size
    executors: int
    here: Estimate
    cluster: Estimate
    pairs: int
    listeners: int
    artists: int
    most_popular: float


class Costs:
    """Estimates for one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def size(self) -> Size | None:
        """Of the library's matrix with the factors of the balanced preset; None while it is empty."""
        shape = self._library.matrix_shape()
        return Size(shape.rows, shape.artists, shape.observations, FACTORS) if shape.observations else None


def estimates(size: Size, executors: int, scale: Scale | None, here: Machines | None = None) -> tuple[Estimate, ...]:
    """What ``size`` would take in each way: ``here``, by default this computer, and on so many executors that it leads."""
    here = here or this_computer()
    cluster = replace(EXECUTOR, executors=executors, driver=here.memory)
    return tuple(_estimate(way, size, here if way == "local" else cluster, scale) for way in WAYS)


def extrapolated(scale: Scale | None) -> tuple[Extrapolation, Extrapolation]:
    """100 million and 100 billion observations of the kind of :data:`KNOWN`, on the machines of :data:`EXECUTOR`."""
    small, large = (
        _extrapolation(KNOWN.grown(many), executors, scale) for many, executors in ((10**8, 8), (10**11, 1000))
    )
    return small, large


def _extrapolation(size: Size, executors: int, scale: Scale | None) -> Extrapolation:
    here, cluster, _ = estimates(size, executors, scale, EXECUTOR)
    return Extrapolation(
        size,
        executors,
        here,
        cluster,
        pairs=2 * PAIR * size.observations,
        listeners=SINGLE * size.factors * size.rows,
        artists=SINGLE * size.factors * size.artists,
        most_popular=next(popularity(size))[1],
    )


def _estimate(way: Way, size: Size, machines: Machines, scale: Scale | None) -> Estimate:
    takes = cost(way, size, machines)
    fast = speed(scale, way) if scale else None
    seconds = fast.seconds(takes.work, takes.moved, machines) if fast else None
    return Estimate(way, takes, seconds, limits(takes, machines, fast.flops if fast else None))


def this_computer() -> Machines:
    """Its cores and its memory, which is infinite where the system does not tell."""
    return Machines(os.cpu_count() or 1, _memory())


def _memory() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # Windows does not know the question
        return math.inf
