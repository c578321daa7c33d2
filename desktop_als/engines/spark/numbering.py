"""Who has enough support, and dense numbers for them, without bringing their names together in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

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


def with_support(pairs: Any, support: Support, frames: Frames) -> Any:
    """Those of ``pairs`` (listener, artist, …) that have support; kept.

    Again and again, as library.condensing does: a listener who leaves takes support from artists.
    """
    size = frames.act(pairs.count)
    while True:
        rest = _frequent(_frequent(pairs, "artist", support.least_listeners), "listener", support.least_artists)
        before, size = size, frames.keep(rest)
        frames.let_go(pairs)
        if size == before:
            return rest
        pairs = rest


def _frequent(pairs: Any, column: str, least: int) -> Any:
    enough = pairs.groupBy(column).count().where(f"count >= {least}").select(column)
    return pairs.join(enough, column, "left_semi")


def numbered(ordered: Any, name: str, frames: Frames) -> Any:
    """``ordered`` with a column ``name``, int: 0, 1, 2 … in its order.

    Partitions number their own rows, and only their sizes come to the driver. ``ordered`` is a DataFrame whose partitions hold the
    same rows in the same order whenever they are computed.

    Raises:
        TrainingError: there are more than :data:`MOST`.
    """
    placed = ordered.selectExpr(
        "*", "monotonically_increasing_id() as place", f"cast(shiftright(place, {_PLACE}) as int) as part"
    )
    if frames.keep(placed) > MOST:
        raise TrainingError(f"The cluster cannot number more than {MOST:,} listeners. Train on a part of the plays.")
    sizes = dict(frames.collect(placed.groupBy("part").count()))
    first = [0, *accumulate(sizes.get(part, 0) for part in range(max(sizes, default=0)))]
    starts = ", ".join(map(str, first))
    number = f"cast(array({starts})[part] + (place & {(1 << _PLACE) - 1}) as int) as {name}"
    return placed.selectExpr("*", number).drop("place", "part")
