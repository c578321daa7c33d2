"""Where training starts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop_als.als.factors import Factors
from desktop_als.als.ratings import BIASES
from desktop_als.als.settings import Settings
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]

SPREAD = 0.1
"""Standard deviation of the first scores' parts, times √d (Rendle et al. 2021, arXiv 2110.14037)."""

BLOCK = 8192
"""Artists drawn at once, after which cancel is looked at."""


def initialise(rows: int, artists: int, settings: Settings, cancel: CancelToken) -> Factors:
    """Artists drawn from a normal distribution of standard deviation 0.1/√d, listeners at 0, biases of ratings at 0.

    The listeners' side is solved first: its start is only the first guess of that solution and needs no chance.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    d = settings.factors
    random, drawn = np.random.default_rng(settings.seed), np.empty((artists, d), np.float32)
    for at in range(0, artists, BLOCK):
        cancel.check()
        block = drawn[at : at + BLOCK]
        random.standard_normal(dtype=np.float32, out=block)
        block *= np.float32(SPREAD / d**0.5)
    if settings.objective != "explicit":
        return Factors(listeners=np.zeros((rows, d), np.float32), artists=drawn)
    biased = Factors(unsolved_rows(rows, d + BIASES, settings), np.empty((artists, d + BIASES), np.float32))
    biased.artists[:, :d] = drawn
    biased.artists[:, d:] = 1, 0
    return biased


def unsolved_rows(rows: int, d: int, settings: Settings) -> Floats:
    """(rows, d) listeners to begin with where the artists are known: 0, but 1 in the column of ones that ratings have."""
    begin = np.zeros((rows, d), np.float32)
    begin[:, free_coordinates(d, settings)[0] == 0] = 1
    return begin


def free_coordinates(d: int, settings: Settings) -> tuple[Floats, Floats]:
    """(d,) of listeners and of artists: 1, but 0 for the columns of ones that ratings have (see als.ratings)."""
    listeners, artists = np.ones((2, d), np.float32)
    if settings.objective == "explicit":
        listeners[-1] = artists[-2] = 0
    return listeners, artists
