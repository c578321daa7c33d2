"""What trainings took when they were measured side by side (resources/scale.json), and how fast that makes each way.

The file is written by ``python -m tests.benchmarks.bench_spark --save``.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_als.engines.costs import Machines, Size, Way, cost
from desktop_als.paths import resource


class Measured(msgspec.Struct, frozen=True):
    """One training.

    Attributes:
        way: how it was trained.
        rows, artists, observations, factors: its size.
        executors: how many, each of one core; 0 for the local engine, which used all cores of the machine.
        epochs: after which ``objective`` was reached.
        seconds: of an epoch, the mean of those after the first two.
        shuffled: bytes that tasks wrote for others to fetch in an epoch.
        memory: bytes at the peak, of all processes that trained.
    """

    way: Way
    rows: int
    artists: int
    observations: int
    factors: int
    executors: int
    epochs: int
    seconds: float
    shuffled: int
    memory: int
    objective: float

    @property
    def size(self) -> Size:
        """As the formulas take it."""
        return Size(self.rows, self.artists, self.observations, self.factors)


class Scale(msgspec.Struct, frozen=True):
    """One run of the benchmark.

    Attributes:
        processor, cores, memory: of the machine; memory in bytes.
        versions: of what was measured, by name.
        trainings: one after the other.
    """

    processor: str
    cores: int
    memory: int
    versions: dict[str, str]
    trainings: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds that an epoch takes whatever its size, and floating-point operations a second of one core beyond that."""

    fixed: float
    flops: float

    def seconds(self, work: float, moved: float, machines: Machines) -> float:
        """Of an epoch. What is sent over the network comes on top: it was measured within one machine."""
        return self.fixed + work / (self.flops * machines.all_cores) + machines.sending(moved)


def measured_scale(path: Path | None = None) -> Scale | None:
    """What was measured; None where the file is missing or is none of ours."""
    try:
        return msgspec.json.decode((path or resource("scale.json")).read_bytes(), type=Scale)
    except (OSError, msgspec.DecodeError):
        return None


def speed(scale: Scale, way: Way) -> Speed | None:
    """How fast this way was: a line through its seconds over its work for each core; None where it was not measured.

    Our row solver works by the kernels of the local engine. At the sizes that are measured, what Spark takes beside them hides
    their time, and no line can be laid: it is as fast as they are, and takes that much longer.
    """
    points = [
        (cost(way, one.size, machines := _machines(one, scale.cores)).work / machines.all_cores, one.seconds)
        for one in scale.trainings
        if one.way == way
    ]
    if not points:
        return None
    if way == "rows" and (here := speed(scale, "local")):
        beside = statistics.median(seconds - work / here.flops for work, seconds in points)
        return Speed(max(0.0, beside), here.flops)
    works, seconds = zip(*points, strict=True)
    slope, fixed = _line(works, seconds)
    return Speed(fixed, 1 / slope)


def _machines(training: Measured, cores: int) -> Machines:
    return Machines(1, 0, training.executors) if training.executors else Machines(cores, 0)


def _line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float]:
    """Slope, above 0, and what is left at 0, not below it."""
    if len(set(x)) > 1:
        slope, fixed = statistics.linear_regression(x, y)
        if slope > 0 and fixed >= 0:
            return slope, fixed
    return sum(y) / sum(x), 0.0
