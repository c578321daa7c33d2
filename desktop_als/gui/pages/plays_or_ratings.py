"""The column of plays, which holds ratings where there is nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.gui.messages import browse
from desktop_als.workspace import ArtistPlays, ArtistTable, ListenerPlays, ListenerTable

Said = tuple[str, str]
"""Title and hint of a column."""


def each(pairs: Sequence[ArtistPlays | ListenerPlays]) -> tuple[npt.NDArray[Any], Said]:
    """What one listener played, or who played one artist."""
    if any(pair.plays for pair in pairs) or not any(pair.rating for pair in pairs):
        return np.array([pair.plays for pair in pairs], dtype=np.int64), (browse.PLAYS, browse.YOUR_PLAYS_HINT)
    ratings = [round(pair.rating or 0.0, 1) for pair in pairs]
    return np.array(ratings, dtype=np.float64), (browse.RATING, browse.YOUR_RATING_HINT)


def sums(table: ListenerTable | ArtistTable, plays_hint: str, ratings_hint: str) -> tuple[npt.NDArray[np.int64], Said]:
    """Of everyone in the library."""
    if table.plays.any() or not table.ratings.any():
        return table.plays, (browse.PLAYS, plays_hint)
    return table.ratings, (browse.RATINGS, ratings_hint)
