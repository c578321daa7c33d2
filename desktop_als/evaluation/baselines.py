"""What a model must beat: rankings that need no factors.

Each function learns from the training rows and returns a :data:`Scorer`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.evaluation.patterns import liking, membership

Floats = npt.NDArray[np.float32]

Scorer = Callable[[Interactions], Floats]
"""From some shown rows (k, m) to a score of every artist, float32 (k, m), −inf for what the method cannot recommend."""

HALF_LIFE = 60 * 86_400
"""Seconds: of 60 days."""


def by_chance(seed: int) -> Scorer:
    """Random."""
    random = np.random.default_rng(seed)
    return lambda shown: random.random(shown.plays.shape, dtype=np.float32)


def popularity(training: Interactions) -> Scorer:
    """The more rows play an artist, the better. With sessions: the sessions of the listener who is asked."""
    return _summed(training, liking(training))


def recency(training: Interactions) -> Scorer:
    """Popularity in which a row counts half for every 60 days since it last played the artist."""
    age = training.knows_up_to - training.last_played
    fresh = np.where(training.last_played < 0, 0, np.exp2(-age / HALF_LIFE)) * (training.plays.data > 0)
    matrix = training.plays
    return _summed(
        training, sp.csr_matrix((fresh.astype(np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)
    )


def item_cosine(training: Interactions) -> Scorer:
    """Σ_j cos(i, j) over the artists j that were shown; an artist is the binary vector of the rows that play it.

    After Sarwar et al. 2001. No artists × artists matrix is made: the sum is S D Dᵀ for rows S and normalized artists D.
    """
    rows_of = liking(training).T.tocsr()
    lengths = np.sqrt(np.diff(rows_of.indptr))
    directions = (sp.diags(1 / np.maximum(lengths, 1)) @ rows_of).astype(np.float32).tocsr()

    def score(shown: Interactions) -> Floats:
        near = (liking(shown) @ directions).toarray()
        scores: Floats = np.ascontiguousarray((directions @ near.T).T)
        return scores

    return score


def _summed(training: Interactions, values: sp.csr_matrix) -> Scorer:
    """Sums of ``values`` (rows, m) by artist, over all rows; with sessions over those of the listener who is asked."""
    if training.row_kind != "sessions":
        total = np.asarray(values.sum(axis=0, dtype=np.float32))
        return lambda shown: np.repeat(total, shown.plays.shape[0], axis=0)
    listeners = np.unique(training.row_ids)
    sums = membership(training, listeners).T @ values

    def score(shown: Interactions) -> Floats:
        scores: Floats = (membership(shown, listeners) @ sums).toarray()
        return scores

    return score
