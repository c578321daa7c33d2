"""What training finds: two tables of numbers whose products are scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Factors:
    """Score of row u for artist i = ``listeners[u] · artists[i]``.

    Attributes:
        listeners: X, float32 (rows, d), C-contiguous; a row is a listener or a session.
        artists: Y, float32 (artists, d), C-contiguous.
    """

    listeners: npt.NDArray[np.float32]
    artists: npt.NDArray[np.float32]

    @classmethod
    def empty(cls, rows: int, artists: int, factors: int) -> Factors:
        """Room for factors whose numbers are not set yet."""
        return cls(np.empty((rows, factors), np.float32), np.empty((artists, factors), np.float32))
