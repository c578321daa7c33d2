"""What the factors say of two names: whether those who play the one have the taste of those who play the other.

A cosine alone says little, for some artists are near everything. So it is compared with the cosines of artists that have about
as many listeners: the share of them that are further away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Floats, Ids, Model

PEERS = 500
"""Artists of like support that a pair is compared with: shares of them are exact to a fifth of a percent."""

AT_ONCE = 100

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TasteOfPairs:
    """What a model says of n pairs of artists; NaN where it does not know both.

    Attributes:
        cosine: (n,) of their factors in the full space.
        closer: (n,) share of artists with about as many listeners that are less alike to the second than the first is.
        support: (n,) listeners (or sessions) of the first; 0 where the model does not know it.
    """

    cosine: Doubles
    closer: Doubles
    support: Ids


def taste_of_pairs(model: Model, first: Ids, second: Ids) -> TasteOfPairs:
    """Compare artists ``first`` (n,) with ``second`` (n,), both library ids."""
    columns, others = _columns(model, first), _columns(model, second)
    known = np.flatnonzero((columns >= 0) & (others >= 0))
    cosine, closer = np.full(len(first), np.nan), np.full(len(first), np.nan)
    by_support = np.argsort(model.support, kind="stable")
    rank = np.empty(len(by_support), np.int64)
    rank[by_support] = np.arange(len(by_support))
    known = known[np.argsort(rank[columns[known]], kind="stable")]  # so that those compared at once have the same peers
    for start in range(0, len(known), AT_ONCE):
        some = known[start : start + AT_ONCE]
        begin = min(max(0, int(np.median(rank[columns[some]])) - PEERS // 2), max(0, len(rank) - PEERS))
        ends = _unit(model, others[some])
        cosine[some] = np.einsum("ij,ij->i", _unit(model, columns[some]), ends)
        theirs = ends @ _unit(model, by_support[begin : begin + PEERS]).T
        closer[some] = (theirs < cosine[some, None]).mean(axis=1)
    support = np.where(columns >= 0, model.support[columns], 0)
    return TasteOfPairs(cosine, closer, support)


def _unit(model: Model, columns: Ids) -> Floats:
    unit: Floats = model.taste_factors[columns] / model.lengths[columns][..., None]
    return unit


def _columns(model: Model, ids: Ids) -> Ids:
    """Places in the model, -1 for artists that it does not know."""
    if not len(model.artist_ids):
        return np.full(len(ids), -1)
    places = np.minimum(np.searchsorted(model.artist_ids, ids), len(model.artist_ids) - 1)
    return np.where(model.artist_ids[places] == ids, places, -1)
