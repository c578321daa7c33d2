"""Spherical k-means (Dhillon, Modha 2001), and how many clusters there are.

The number is that of the gap statistic (Tibshirani, Walther, Hastie 2001) without its logarithm (Mohajer, Englmeier, Schmid
2010): each further cluster must bring the vectors nearer to their centres than it brings what chance makes of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.progress import CancelToken

ROUNDS = 12
"""Of Lloyd; later ones hardly move a centre."""

TRIES = 4
"""Places at which a further centre is tried."""

REFERENCES = 12
"""Sets of vectors without clusters that the real ones are compared with."""

SURE = 3.0
"""Spreads of the references by which further clusters must be better."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Vectors (n, d) in k clusters: the place of each (n,), the centres (k, d) as unit vectors, and the mean cosine of the two."""

    labels: npt.NDArray[np.int64]
    centres: Floats
    cohesion: float


def unit(vectors: Floats) -> Floats:
    """Rows (n, d) brought to length 1; zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    rows: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows


def k_means(vectors: Floats, weights: Floats, centres: Floats, cancel: CancelToken) -> Clusters:
    """Move ``centres`` (k, d) to the middle of the unit ``vectors`` (n, d) that are nearest to them, until they stay.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    weighted = vectors * weights[:, None]
    labels = np.full(len(vectors), -1)
    for _ in range(ROUNDS):
        cancel.check()
        nearest = (vectors @ centres.T).argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
        chosen = (labels[:, None] == np.arange(len(centres))).astype(np.float32)
        middles = unit(chosen.T @ weighted)
        centres = np.where(middles.any(axis=1, keepdims=True), middles, centres)
    cosines = vectors @ centres.T
    return Clusters(cosines.argmax(axis=1), centres, float(np.average(cosines.max(axis=1), weights=weights)))


def clusters_of(
    vectors: Floats,
    weights: Floats,
    by_chance: Callable[[np.random.Generator], Floats],
    most: int,
    least_gain: float,
    cancel: CancelToken,
) -> Clusters:
    """As many clusters as there are, 1 to ``most``. The same vectors always give the same clusters.

    Args:
        vectors: (n, d) unit vectors, n ≥ 1.
        weights: (n,) above 0.
        by_chance: makes (n, d) unit vectors that have all of the real ones but their clusters.
        most: clusters at most.
        least_gain: of cohesion, by a cluster that is worth telling.
        cancel: looked at all the time.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    found = _up_to(most, vectors, weights, cancel)
    chance = np.zeros((REFERENCES, len(found)))
    for place in range(REFERENCES):
        reference = by_chance(np.random.default_rng(place))
        told = [clusters.cohesion for clusters in _up_to(len(found), reference, weights, cancel)]
        chance[place] = np.pad(told, (0, len(found) - len(told)), mode="edge") - told[0]
    gains = np.array([clusters.cohesion for clusters in found]) - found[0].cohesion
    doubt = SURE * chance.std(axis=0, ddof=1) * np.sqrt(1 + 1 / REFERENCES)
    price = np.maximum(doubt, least_gain * np.arange(len(found)))
    return found[int(np.argmax(gains - chance.mean(axis=0) - price))]


def _up_to(most: int, vectors: Floats, weights: Floats, cancel: CancelToken) -> list[Clusters]:
    """One cluster, two, … ``most``: each more begins at a vector far from the centres, drawn as k-means++ draws it."""
    random = np.random.default_rng(0)
    found = [k_means(vectors, weights, unit((weights @ vectors)[None]), cancel)]
    while len(found) < min(most, len(vectors)):
        centres = found[-1].centres
        far = weights * np.maximum(1 - (vectors @ centres.T).max(axis=1), 0).astype(np.float64)
        if not far.sum() > 0:
            break
        starts = random.choice(len(vectors), TRIES, p=far / far.sum())
        tried = [k_means(vectors, weights, np.vstack([centres, vectors[start]]), cancel) for start in starts]
        found.append(max(tried, key=lambda clusters: clusters.cohesion))
    return found
