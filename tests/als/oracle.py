"""The solver's answers the slow way: dense, float64, straight from the formulas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions, RowKind
from desktop_als.als.settings import Settings, SolvedSide

Doubles = npt.NDArray[np.float64]


def split(weights: Doubles, settings: Settings) -> tuple[Doubles, Doubles]:
    """Dense weights and pulls of a dense matrix whose zeros are not stored and whose negative numbers are dislikes."""
    offset = 1.0 if settings.objective == "hkv" else 0.0
    return np.abs(weights), np.where(weights > 0, weights + offset, 0.0)


def ridges(weights: Doubles, settings: Settings, side: SolvedSide = "listeners") -> Doubles:
    unseen = settings.unobserved_weight * weights.shape[1] if settings.frequency == "all" else 1.0
    seen = (weights != 0).sum(axis=1) + unseen
    of_artists = settings.regularization if settings.artist_regularization is None else settings.artist_regularization
    return (of_artists if side == "artists" else settings.regularization) * seen**settings.frequency_exponent


def best_rows(weights: Doubles, Y: Doubles, settings: Settings) -> Doubles:
    """The minimum over X for fixed Y, row by row."""
    w, b = split(weights, settings)
    gram = settings.unobserved_weight * Y.T @ Y
    identity = np.eye(Y.shape[1])
    return np.array(
        [
            np.linalg.solve(gram + ridge * identity + (Y.T * w_row) @ Y, Y.T @ b_row)
            for w_row, b_row, ridge in zip(w, b, ridges(weights, settings), strict=True)
        ]
    )


def loss_parts(weights: Doubles, X: Doubles, Y: Doubles, settings: Settings) -> tuple[float, float, float]:
    w, b = split(weights, settings)
    s = X @ Y.T
    return (
        float((w * s**2 - 2 * b * s + b).sum()),
        float(settings.unobserved_weight * (s**2).sum()),
        float(ridges(weights, settings) @ (X**2).sum(1) + ridges(weights.T, settings, "artists") @ (Y**2).sum(1)),
    )


def interactions(
    plays: npt.ArrayLike, row_kind: RowKind = "listeners", owners: list[int] | None = None
) -> Interactions:
    """An untimed matrix of a dense table of plays."""
    matrix = sp.csr_matrix(np.asarray(plays, np.float32))
    rows, artists = matrix.shape
    return Interactions(
        plays=matrix,
        last_played=np.full(matrix.nnz, -1),
        row_ids=np.array(owners) if owners else np.arange(rows),
        artist_ids=np.arange(artists),
        row_kind=row_kind,
        knows_up_to=-1,
    )


def community(rows: int = 60, artists: int = 40, seed: int = 3) -> Interactions:
    """Listeners of two tastes, with no empty row and no empty column."""
    rng = np.random.default_rng(seed)
    tastes = np.where((np.arange(rows)[:, None] + np.arange(artists)) % 2, 0.4, 0.05)
    plays = np.where(rng.random((rows, artists)) < tastes, rng.geometric(0.1, (rows, artists)), 0)
    plays[np.arange(rows), np.arange(rows) % artists] = 7
    plays[np.arange(artists) % rows, np.arange(artists)] = 5
    return interactions(plays)


def doubles(factors: Factors) -> tuple[Doubles, Doubles]:
    return factors.listeners.astype(np.float64), factors.artists.astype(np.float64)
