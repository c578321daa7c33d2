"""Who has enough support, and dense numbers for them, without bringing their names together in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from desktop_als.engines.spark.frames import Frames
from desktop_als.errors import TrainingError

MOST = 2**31 - 1
"""Numbers travel as int."""

_PLACE = 33
"""Bits of monotonically_increasing_id that tell the place within a partition; those above tell the partition."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a pair needs to be kept: its artist so many listeners, its listener so many artists, counting only what is kept."""

    least_listeners: int = 5
    least_artists: int = 5


class Sums(NamedTuple):
    """Pairs, their plays, and Unix seconds of the newest, None without times."""

    pairs: int
    plays: float
    newest: int | None


def with_support(pairs: Any, size: int, support: Support, frames: Frames) -> tuple[Any, Sums]:
    """Those of ``size`` pairs (listener, artist, plays, time) that have support, kept, and what they come to.

    Again and again, as library.condensing does: a listener who leaves takes support from artists.
    """
    while True:
        rest = _frequent(_frequent(pairs, "artist", support.least_listeners), "listener", support.least_artists)
        rest = frames.keep(rest)
        (sums,) = frames.collect(rest.selectExpr("count(*)", "coalesce(sum(plays), 0)", "max(time)"))
        frames.let_go(pairs)
        if sums[0] == size:
            return rest, Sums(*sums)
        pairs, size = rest, sums[0]


def _frequent(pairs: Any, column: str, least: int) -> Any:
    enough = pairs.groupBy(column).count().where(f"count >= {least}").select(column)
    return pairs.join(enough, column, "left_semi")


def numbered(ordered: Any, name: str, frames: Frames) -> tuple[Any, int]:
    """``ordered`` with a column ``name``, int: 0, 1, 2 … in its order; and how many there are.

    Partitions number their own rows, and only their sizes come to the driver. ``ordered`` is a DataFrame whose partitions hold the
    same rows in the same order whenever they are computed.

    Raises:
        TrainingError: there are more than :data:`MOST`.
    """
    placed = frames.keep(
        ordered.selectExpr(
            "*", "monotonically_increasing_id() as place", f"cast(shiftright(place, {_PLACE}) as int) as part"
        )
    )
    sizes = dict(frames.collect(placed.groupBy("part").count()))
    total = sum(sizes.values())
    if total > MOST:
        raise TrainingError(f"The cluster cannot number more than {MOST:,} listeners. Train on a part of the plays.")
    first = [0, *accumulate(sizes.get(part, 0) for part in range(max(sizes, default=0)))]
    starts = ", ".join(map(str, first))
    number = f"cast(array({starts})[part] + (place & {(1 << _PLACE) - 1}) as int) as {name}"
    return placed.selectExpr("*", number).drop("place", "part"), total
