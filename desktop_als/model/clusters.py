"""Artists in groups that sound alike: spherical k-means (see k_means) on their factors.

The centres are learned from a sample in which artists with many listeners are likelier, for the factors of the others are mostly
chance, and begin as far from each other as k-means++ puts them (Arthur and Vassilvitskii 2007). Then every artist joins the centre
of the largest cosine.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.k_means import k_means
from desktop_als.model.per_model import once_per_model
from desktop_als.progress import CancelToken

CLUSTERS = 64
"""At most; in a small catalogue one for every :data:`FEWEST` artists."""

FEWEST = 12
SAMPLE = 8_192
BLOCK = 16_384


@once_per_model
def clusters(model: Model) -> npt.NDArray[np.int32]:
    """The cluster (m,) of every artist; the same for the same model."""
    rng = np.random.default_rng(model.info.settings.seed)
    sample = _sample(model, rng)
    directions = model.taste_factors[sample] / model.lengths[sample, None]
    count = max(1, min(CLUSTERS, len(model.names) // FEWEST))
    centres = k_means(
        directions, np.ones(len(sample), np.float32), _spread(directions, count, rng), CancelToken()
    ).centres
    nearest = np.empty(len(model.names), np.int32)
    for start in range(0, len(nearest), BLOCK):  # a length changes no argmax
        nearest[start : start + BLOCK] = np.argmax(model.taste_factors[start : start + BLOCK] @ centres.T, axis=1)
    return nearest


def _sample(model: Model, rng: np.random.Generator) -> Ids:
    """Up to :data:`SAMPLE` columns, drawn without replacement as likely as they have listeners (Efraimidis and Spirakis 2006)."""
    if len(model.names) <= SAMPLE:
        return np.arange(len(model.names))
    waits = rng.exponential(size=len(model.names)) / np.maximum(model.support, 1e-9)
    return np.sort(np.argpartition(waits, SAMPLE)[:SAMPLE])


def _spread(directions: Floats, count: int, rng: np.random.Generator) -> Floats:
    """``count`` of the directions, each as likely as it is far from those before."""
    chosen = [int(rng.integers(len(directions)))]
    apart = np.full(len(directions), np.inf, np.float32)
    while len(chosen) < count:
        np.minimum(apart, 1 - directions @ directions[chosen[-1]], out=apart)
        np.maximum(apart, 0, out=apart)
        reached = np.cumsum(apart, dtype=np.float64)
        chosen.append(min(int(np.searchsorted(reached, rng.random() * reached[-1])), len(directions) - 1))
    return directions[chosen]
