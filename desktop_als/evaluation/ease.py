"""EASE: the best linear item–item model with a zero diagonal (Steck 2019, arXiv 1905.03375), in closed form.

    P = (XᵀX + λI)⁻¹,  B_ij = −P_ij ÷ P_jj  (i ≠ j),  B_jj = 0;  scores of a row x: x B

for a binary X. The ridge λ shrinks what few rows say. P is dense, so only the artists with most rows take part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop_als.als.interactions import Interactions
from desktop_als.evaluation.baselines import Floats, Scorer
from desktop_als.evaluation.patterns import liking
from desktop_als.progress import CancelToken

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
    columns = played[:, known]
    system = (columns.T @ columns).astype(np.float64).toarray()
    system.flat[:: len(known) + 1] += ridge
    _sweep(system, cancel)
    weights = np.divide(system, -np.diagonal(system), dtype=np.float32)
    np.fill_diagonal(weights, 0)

    def score(shown: Interactions) -> Floats:
        scores = np.full(shown.plays.shape, -np.inf, np.float32)
        scores[:, known] = liking(shown)[:, known] @ weights
        return scores

    return score


def _sweep(system: npt.NDArray[np.float64], cancel: CancelToken) -> None:
    """Replace a symmetric positive definite matrix by minus its inverse, in place (sweep operator, Goodnight 1979)."""
    size = len(system)
    panels = [slice(start, min(start + PANEL, size)) for start in range(0, size, PANEL)]
    product = np.empty((PANEL, size))
    for panel in panels:
        pivot = np.linalg.inv(system[panel, panel])
        column = system[:, panel].copy()
        swept = column @ pivot
        for rows in panels:
            cancel.check()
            part = system[rows]
            part -= np.matmul(swept[rows], column.T, out=product[: len(part)])
        system[:, panel], system[panel, :], system[panel, panel] = swept, swept.T, -pivot
