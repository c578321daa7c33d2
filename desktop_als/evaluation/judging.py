"""One method on one split: what its rankings find, and what kind of artists they name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from desktop_als.evaluation.baselines import Scorer
from desktop_als.evaluation.blocks import blocks
from desktop_als.evaluation.metrics import (
    NOWHERE,
    Doubles,
    best_columns,
    coverage,
    hits,
    median_listeners,
    ndcg,
    recall,
)
from desktop_als.evaluation.patterns import liking, listeners_of, membership
from desktop_als.evaluation.splits import Split, take_rows
from desktop_als.progress import CancelToken

LONGEST = 100
"""Places of a ranking that any metric looks at."""

LISTED = 20
"""Places of the list that a person sees."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a method found.

    Attributes:
        ndcg20, ndcg100, recall20, recall50: float64 (k,), of every judged row.
        coverage: share of the catalogue in any list of 20.
        median_listeners: of the artists in the lists of 20.
        unheard: see :func:`judge`.
    """

    name: str
    ndcg20: Doubles
    ndcg100: Doubles
    recall20: Doubles
    recall50: Doubles
    coverage: float
    median_listeners: float
    unheard: float


def judge(name: str, scorer: Scorer, split: Split, cancel: CancelToken) -> Judgement:
    """Rank the full catalogue for every shown row, without what it shows, and look for what is hidden.

    ``unheard`` tells how far a method leads away from what is known: of its best 20 when nothing is left out, the share
    that the listener plays nowhere in the data, neither shown nor hidden.
    """
    rows, artists = split.hidden.shape
    known = _known(split)
    rankings, found, unheard = [], [], []
    for block in blocks(rows, max(artists, split.training.plays.shape[0])):
        cancel.check()
        of_block = np.zeros(rows, dtype=bool)
        of_block[block] = True
        shown = take_rows(split.shown, of_block)
        scores = scorer(shown)
        first = best_columns(scores, LISTED)
        unheard.append(~hits(first, known[block])[first != NOWHERE])
        scores[shown.plays.nonzero()] = -np.inf
        ranking = best_columns(scores, LONGEST)
        found.append(hits(ranking, split.hidden[block]))
        rankings.append(ranking[:, :LISTED])
    listed, found_all = np.concatenate(rankings), np.concatenate(found)
    wanted = np.diff(split.hidden.indptr)
    strange = np.concatenate(unheard)
    return Judgement(
        name=name,
        ndcg20=ndcg(found_all, wanted, 20),
        ndcg100=ndcg(found_all, wanted, 100),
        recall20=recall(found_all, wanted, 20),
        recall50=recall(found_all, wanted, 50),
        coverage=coverage(listed, artists),
        median_listeners=median_listeners(listed, listeners_of(split.training)),
        unheard=float(strange.mean()) if len(strange) else 0.0,
    )


def _known(split: Split) -> sp.csr_matrix:
    """Stored entries where the listener of a judged row plays an artist anywhere in the data."""
    own = liking(split.shown) + split.hidden
    if split.shown.row_kind != "sessions":
        return own
    listeners = np.unique(split.shown.row_ids)
    rows = membership(split.shown, listeners)
    return rows @ (rows.T @ own + membership(split.training, listeners).T @ liking(split.training))
