"""Plays that only the cluster holds become pairs, weighed as als.weighting weighs them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale
from desktop_als.engines.spark.session import Connection


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold the plays; plays None counts each line as one; time None has no times."""

    listener: str
    artist: str
    plays: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class PairsFound:
    """What the cluster read.

    Attributes:
        address: of the Parquet pairs (row int, artist int, weight float); rows and artists are numbered from 0.
        rows, observations, plays: how many.
        names: of the artists, in the order of their numbers.
        support: int64 (artists,), rows that play each.
        scale: of the weights, for fold-ins.
        knows_up_to: Unix seconds of the newest play, -1 without times.
    """

    address: str
    rows: int
    observations: int
    plays: int
    names: tuple[str, ...]
    support: npt.NDArray[np.int64]
    scale: Scale
    knows_up_to: int


def read_plays(
    connection: Connection, source: str, columns: Columns | None, settings: Settings, address: str
) -> PairsFound:
    """Read ``source`` (a path or address of Parquet or CSV that the cluster can read, with * if need be), weigh, write pairs.

    ``columns`` None finds them by their names: those of ListenBrainz dumps, and what people call them.

    Raises:
        TrainingError: the cluster cannot read it, columns cannot be told, or there is nothing in it.
    """
    raise NotImplementedError
