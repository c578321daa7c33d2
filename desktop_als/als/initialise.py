"""Where training starts."""

from __future__ import annotations

import numpy as np

from desktop_als.als.factors import Factors

SPREAD = 0.1
"""Standard deviation of the first scores' parts, times √d (Rendle et al. 2021, arXiv 2110.14037)."""


def initialise(rows: int, artists: int, factors: int, seed: int) -> Factors:
    """Artists drawn from a normal distribution of standard deviation 0.1/√d, listeners at 0.

    The listeners' side is solved first: its start is only the first guess of that solution and needs no chance.
    """
    drawn = np.random.default_rng(seed).standard_normal((artists, factors), dtype=np.float32)
    drawn *= np.float32(SPREAD / factors**0.5)
    return Factors(listeners=np.zeros((rows, factors), np.float32), artists=drawn)
