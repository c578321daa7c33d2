"""Whether those who play one name fall into two groups with different tastes, as they would if it were two artists.

Every artist's listeners can be cut in two. So the cut is compared with those of artists that have about as many listeners: what
counts is how much further apart the two groups are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.progress import CancelToken, Progress, ProgressSink

FEWEST = 8
"""Listeners of an artist below whom two groups are chance."""

PEERS = 200
ROUNDS = 6

Doubles = npt.NDArray[np.float64]
Groups = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Cuts:
    """The listeners of k artists, cut in two.

    Attributes:
        columns: (k,) places of the artists in the model.
        cosine: (k,) between the mean tastes of the two groups.
        smaller: (k,) share of listeners in the smaller group.
        beyond: (k,) how many spreads (1.48 MAD) the groups are further apart than those of the median artist with about as
            many listeners.
    """

    columns: Ids
    cosine: Doubles
    smaller: Doubles
    beyond: Doubles


def cuts(model: Model, played: sp.csc_matrix, cancel: CancelToken, progress: ProgressSink) -> Cuts:
    """Cut the listeners of every artist with enough of them.

    Args:
        model: of listeners.
        played: (n, m), nonzero where a row of the model plays an artist of the model.
        cancel: looked at for each artist.
        progress: told of every hundredth.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    tastes = row_tastes(model)
    support = np.diff(played.indptr)
    columns = np.flatnonzero(support >= FEWEST)
    cosine, smaller = np.ones(len(columns)), np.zeros(len(columns))
    for place, column in enumerate(columns.tolist()):
        cancel.check()
        if place % 100 == 0:
            progress(Progress("Comparing listeners", place, len(columns)))
        rows = played.indices[played.indptr[column] : played.indptr[column + 1]]
        group, cosine[place] = cut(tastes[rows])
        smaller[place] = min(group.mean(), 1 - group.mean())
    return Cuts(columns, cosine, smaller, _beyond(1 - cosine, support[columns]))


def row_tastes(model: Model) -> Floats:
    """The factors of the rows, as unit vectors (n, d) float32; zeros stay."""
    factors = model.row_factors[:, : model.info.settings.factors]
    lengths = np.linalg.norm(factors, axis=1, keepdims=True)
    tastes: Floats = np.divide(factors, lengths, out=np.zeros_like(factors), where=lengths > 0)
    return tastes


def cut(tastes: Floats) -> tuple[Groups, float]:
    """Two groups of unit vectors (k, d), by 2-means from the direction in which they differ most.

    Returns:
        (k,) True for one group, and the cosine between the means of the two; 1 when there is but one.
    """
    centred = tastes - tastes.mean(axis=0)
    direction = centred[np.argmax(np.einsum("ij,ij->i", centred, centred))]
    for _ in range(ROUNDS):
        direction = centred.T @ (centred @ direction)
        direction /= max(float(np.linalg.norm(direction)), 1e-12)
    group = centred @ direction > 0
    means = tastes[:2]
    for _ in range(ROUNDS):
        if group.all() or not group.any():
            return group, 1.0
        means = np.stack([tastes[group].mean(axis=0), tastes[~group].mean(axis=0)])
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        nearer = tastes @ (means[0] - means[1]) > 0
        if (nearer == group).all():
            break
        group = nearer
    return group, float(means[0] @ means[1])


def _beyond(apart: Doubles, support: Ids) -> Doubles:
    if not len(apart):
        return apart
    order = np.argsort(support, kind="stable")
    peers = min(PEERS, len(order))
    begins = np.clip(np.arange(len(order)) - peers // 2, 0, len(order) - peers)
    window = apart[order][begins[:, None] + np.arange(peers)]
    middle = np.median(window, axis=1)
    spread = 1.4826 * np.median(np.abs(window - middle[:, None]), axis=1)
    beyond = np.zeros(len(order))
    beyond[order] = (apart[order] - middle) / np.maximum(spread, 1e-6)
    return beyond
