"""The model as a recommender for rows that it was not trained on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop_als.als.fold_in import fold_in
from desktop_als.als.interactions import Interactions
from desktop_als.als.ratings import solve_ratings
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, row_weights

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


def gram_of(artists: Floats) -> Doubles:
    """YᵀY of the artists (m, d), float64 (d, d), without a float64 copy of Y."""
    gram = np.zeros((artists.shape[1],) * 2)
    for start in range(0, len(artists), 65_536):
        block = artists[start : start + 65_536].astype(np.float64)
        gram += block.T @ block
    return gram


def fold_in_rows(artists: Floats, gram: Doubles, rows: Interactions, settings: Settings, scale: Scale) -> Floats:
    """Every row's factors for fixed artists, float32 (n, d); a row without artists gets zeros.

    Args:
        artists: Y, (m, d).
        gram: of :func:`gram_of`.
        rows: (n, m), on the columns of ``artists``; plays below zero are dislikes.
        settings: of the training.
        scale: ``Trainer.scale``.
    """
    plays = rows.plays
    mean = float(plays.data.mean(dtype=np.float64)) if plays.nnz else 0.0
    folded = np.zeros((plays.shape[0], artists.shape[1]), np.float32)
    for row in np.flatnonzero(np.diff(plays.indptr)):
        entries = slice(plays.indptr[row], plays.indptr[row + 1])
        columns, counts = plays.indices[entries], plays.data[entries]
        if settings.objective == "explicit":
            # The mean of the training is the same for all artists, and that of these rows near enough to it.
            taste = solve_ratings(artists, columns, counts.astype(np.float64), mean, settings).x
            folded[row] = *taste, 1
        else:
            weights = row_weights(counts, rows.last_played[entries], rows.knows_up_to, settings, scale, columns)
            folded[row] = fold_in(artists, gram, columns, weights, settings)
    return folded
