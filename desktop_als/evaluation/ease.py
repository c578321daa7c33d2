"""EASE: the best linear item–item model with a zero diagonal (Steck 2019, arXiv 1905.03375), in closed form.

    P = (XᵀX + λI)⁻¹,  B_ij = −P_ij ÷ P_jj  (i ≠ j),  B_jj = 0;  scores of a row x: x B

for a binary X. The ridge λ shrinks what few rows say. P is dense, so only the artists with most rows take part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.evaluation.baselines import Floats, Scorer
from desktop_als.evaluation.patterns import liking
from desktop_als.progress import CancelToken

Doubles = npt.NDArray[np.float64]

MOST_ARTISTS = 4_000
"""128 MB of float64 and some seconds. The other artists are never recommended."""

FEWEST_ROWS = 2
"""An artist of one row has only this row's other artists to be near to."""

PANEL = 500
"""Columns between two looks at the cancel token: about 50 ms."""


def ease(training: Interactions, ridge: float, cancel: CancelToken, most_artists: int = MOST_ARTISTS) -> Scorer:
    """Learn B of the ``most_artists`` most played artists with λ = ``ridge``."""
    played = liking(training)
    support = np.bincount(played.indices, minlength=played.shape[1])
    by_support = np.argsort(-support, kind="stable")[: min(most_artists, int((support >= FEWEST_ROWS).sum()))]
    known = np.sort(by_support)
    system = _gram(played[:, known], cancel)
    system.flat[:: len(known) + 1] += ridge
    _sweep(system, cancel)
    weights = np.divide(system, -np.diagonal(system), dtype=np.float32)
    np.fill_diagonal(weights, 0)

    def score(shown: Interactions) -> Floats:
        scores = np.full(shown.plays.shape, -np.inf, np.float32)
        scores[:, known] = liking(shown)[:, known] @ weights
        return scores

    return score


def _gram(columns: sp.csr_matrix, cancel: CancelToken) -> Doubles:
    """XᵀX, dense, a panel at a time: as a sparse matrix it would be larger."""
    rows_of = columns.T.tocsr()
    gram = np.empty((len(rows_of.indptr) - 1,) * 2)
    for panel in _panels(len(gram)):
        cancel.check()
        gram[panel] = (rows_of[panel] @ columns).toarray()
    return gram


def _sweep(system: Doubles, cancel: CancelToken) -> None:
    """Replace a symmetric positive definite matrix by minus its inverse, in place (sweep operator, Goodnight 1979)."""
    product = np.empty((PANEL, len(system)))
    for panel in _panels(len(system)):
        pivot = np.linalg.inv(system[panel, panel])
        column = system[:, panel].copy()
        swept = column @ pivot
        for rows in _panels(len(system)):
            cancel.check()
            part = system[rows]
            part -= np.matmul(swept[rows], column.T, out=product[: len(part)])
        system[:, panel], system[panel, :], system[panel, panel] = swept, swept.T, -pivot


def _panels(size: int) -> list[slice]:
    return [slice(start, min(start + PANEL, size)) for start in range(0, size, PANEL)]
