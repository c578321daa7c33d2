"""Who plays whom, without how often."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions


def liking(interactions: Interactions) -> sp.csr_matrix:
    """Ones where a row plays an artist and does not dislike it, float32 (rows, m)."""
    matrix = interactions.plays
    ones = sp.csr_matrix(((matrix.data > 0).astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)
    if (matrix.data <= 0).any():
        ones.eliminate_zeros()
    return ones


def membership(interactions: Interactions, listeners: npt.NDArray[np.int64]) -> sp.csr_matrix:
    """Ones where a row belongs to one of ``listeners`` (ascending ids), float32 (rows, listeners)."""
    places = np.searchsorted(listeners, interactions.row_ids)
    places[places == len(listeners)] = 0
    mine = listeners[places] == interactions.row_ids
    starts = np.concatenate([[0], np.cumsum(mine)])
    return sp.csr_matrix((np.ones(mine.sum(), np.float32), places[mine], starts), shape=(len(mine), len(listeners)))


def listeners_of(training: Interactions) -> npt.NDArray[np.int64]:
    """How many listeners play each artist, (m,), whatever a row is."""
    rows = liking(training)
    if training.row_kind == "sessions":
        rows = (membership(training, np.unique(training.row_ids)).T @ rows).tocsr()
    return np.bincount(rows.indices, minlength=rows.shape[1])
