"""How well artists fit each of several seeds, on one scale, so that agreement can be told from an average.

An artist is compared with an artist by cosine, and with a taste (of a listener or a mood) by its score. Both are brought to one
scale: 0 is the median artist, 1 as near as the ten nearest are on average.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.lookup import Bools

NEAREST = 10

SAMPLE = 4_096
"""Artists of whom the median is taken."""

BLOCK = 512
"""Artists, of whom a block stays in the cache of one core: 300,000 take a fifth of the time that one product of all takes."""

STRIDE = 16
"""Every so manieth value tells about how high the highest are."""

SUPPORT = 5
"""Listeners or sessions below which the place of an artist is mostly chance; such artists are seeds, but not found."""

SHARPNESS = 8.0
"""Of the soft minimum: the higher, the more the seed counts that an artist fits least."""


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """Where a seed points: ``vector`` (d,), a unit factor of the artist in ``column``, or a taste, which has no column."""

    vector: npt.NDArray[np.floating]
    column: int | None = None

    @classmethod
    def of_artist(cls, model: Model, column: int) -> Direction:
        """Toward one artist."""
        return cls(model.taste_factors[column] / model.lengths[column], column)


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """How every artist fits s seeds: (s, m), where 0 is the median artist and 1 one of the nearest; some are beyond either."""

    unclipped: Floats

    @classmethod
    def of(cls, model: Model, seeds: Sequence[Direction]) -> Fits:
        """Compare every artist with every seed."""
        likeness = _products([seed.vector.astype(np.float32) for seed in seeds], model.taste_factors)
        sure = supported(model)
        for seed, row in zip(seeds, likeness, strict=True):
            if seed.column is not None:
                np.divide(row, model.lengths, out=row)
            low, high = float(np.median(row[:: max(1, len(row) // SAMPLE)])), _of_nearest(row, sure, seed.column)
            np.subtract(row, low, out=row)
            np.divide(row, max(high - low, 1e-9), out=row)
        return cls(likeness)

    def at(self, columns: Ids) -> Floats:
        """(s, k) from 0 to 1, of the artists in ``columns`` (k,)."""
        return np.clip(self.unclipped[:, columns], 0, 1)

    def best(self, allowed: Bools, count: int) -> Ids:
        """Columns, ascending, of the ``count`` allowed artists that fit each seed best, and that fit all best."""
        rows = [*self.unclipped, self.unclipped.min(axis=0)] if len(self.unclipped) > 1 else self.unclipped
        found = [_highest(np.where(allowed, row, -np.inf), count) for row in rows]
        columns = np.unique(np.concatenate(found))
        return columns[allowed[columns]]


def _products(vectors: Sequence[Floats], factors: Floats) -> Floats:
    """(s, m) of s vectors (d,) and factors (m, d), each block of which is read from memory but once."""
    products = np.empty((len(vectors), len(factors)), np.float32)
    for start in range(0, len(factors), BLOCK):
        block = factors[start : start + BLOCK]
        for vector, row in zip(vectors, products, strict=True):
            np.dot(block, vector, out=row[start : start + BLOCK])
    return products


def supported(model: Model) -> Bools:
    """Where (m,) an artist has enough support to be found; in a small circle, half as much as the best known one."""
    enough: Bools = model.support >= min(SUPPORT, int(model.support.max(initial=0)) // 2)
    return enough


def soft_minimum(fits: Floats) -> Floats:
    """Of each column of (s, k): the least of equals, and below a mean where they differ."""
    least: Floats = -np.log(np.exp(-SHARPNESS * fits).mean(axis=0)) / SHARPNESS
    return least


def _of_nearest(row: Floats, sure: Bools, own: int | None) -> float:
    """The mean of the nearest artists with enough support, without the seed itself."""
    others = np.where(sure, row, -np.inf)
    if own is not None:
        others[own] = -np.inf
    nearest = others[_highest(others, NEAREST)]
    return float(nearest[np.isfinite(nearest)].mean()) if np.isfinite(nearest).any() else 0.0


def _highest(values: Floats, count: int) -> Ids:
    """Places of the highest, and of all that are as high as the last of them."""
    some = values[::STRIDE]
    high = np.flatnonzero(values >= _at_rank(some, 8 + 4 * count // STRIDE))  # nearly always enough, and a few
    if len(high) < count:
        high = np.arange(len(values))
    return high[values[high] >= _at_rank(values[high], count)]


def _at_rank(values: Floats, rank: int) -> np.float32:
    """The value that ``rank`` others reach, itself among them; the least if they are fewer."""
    place = max(0, len(values) - rank)
    value: np.float32 = np.partition(values, place)[place]
    return value
