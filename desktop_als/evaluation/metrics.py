"""How good a ranking is. Always over the full catalogue: metrics on sampled catalogues mislead (Krichene, Rendle 2020).

A ranking is the list of the best columns of each row, int64 (n, k), −1 where nothing is left to recommend.
Hits are a bool array of that shape: true where the column is one of those to be found.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NOWHERE = -1

GROUP = 32
"""Scores of which only the best takes part in the search for a bound; four times as fast as to partition all of them."""


def best_columns(scores: Floats, k: int) -> Ints:
    """The k best columns of every row of ``scores`` (n, m), best first; equal scores go by column.

    What must not be recommended has the score −inf. Where fewer than k are left, the list ends with :data:`NOWHERE`.
    """
    best = np.full((len(scores), k), NOWHERE)
    for place, row in enumerate(scores):
        columns = np.flatnonzero(
            row >= _bound(row, k)
        )  # ascending, so a stable sort leaves equals in the order of columns
        found = columns[np.argsort(-row[columns], kind="stable")[:k]]
        best[place, : len(found)] = found
    return best


def _bound(row: Floats, k: int) -> float:
    """What at least k of the row's scores reach, and few more; above −inf in any case."""
    groups = len(row) // GROUP
    if groups > 2 * k:
        row = row[: groups * GROUP].reshape(GROUP, groups).max(axis=0)  # k groups with such a best have k such scores
    k = min(k, len(row))
    return max(float(np.partition(row, -k)[-k]), float(np.finfo(row.dtype).min))


def hits(ranking: Ints, wanted: sp.csr_matrix) -> Mask:
    """Where the ranking (n, k) names a stored entry of ``wanted`` (n, m)."""
    row = np.arange(wanted.shape[0])[:, None] * wanted.shape[1]
    stored = np.repeat(row[:, 0], np.diff(wanted.indptr)) + wanted.indices
    return np.isin(np.where(ranking == NOWHERE, NOWHERE, row + ranking), stored)


def ndcg(found: Mask, wanted: npt.NDArray[np.integer], k: int) -> Doubles:
    """NDCG@k of every row (n,), relevance 0 or 1 (Järvelin, Kekäläinen 2002).

    Args:
        found: hits, at least k columns.
        wanted: (n,) how many were to be found, at least 1 each; the ideal list starts with min(wanted, k) of them.
    """
    discount = 1 / np.log2(np.arange(2, k + 2))
    ideal = np.cumsum(discount)[np.minimum(wanted, k) - 1]
    gained: Doubles = found[:, :k] @ discount / ideal
    return gained


def recall(found: Mask, wanted: npt.NDArray[np.integer], k: int) -> Doubles:
    """Recall@k of every row (n,): the share found of min(wanted, k), so that a perfect list has 1 (Liang et al. 2018)."""
    share: Doubles = found[:, :k].sum(axis=1) / np.minimum(wanted, k)
    return share


def coverage(ranking: Ints, artists: int) -> float:
    """Share of a catalogue of ``artists`` columns that appears in any of the lists."""
    return len(np.unique(ranking[ranking != NOWHERE])) / artists


def median_listeners(ranking: Ints, listeners: npt.NDArray[np.integer]) -> float:
    """Median, over all places of all lists, of how many listeners an artist has; ``listeners`` is (m,)."""
    named = ranking[ranking != NOWHERE]
    return float(np.median(listeners[named])) if len(named) else 0.0
