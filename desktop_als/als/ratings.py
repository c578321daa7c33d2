"""Ratings instead of plays: where mean and biases live in the factors, and one listener's row for fixed artists, exactly.

Weighted-λ ALS (Zhou, Wilkinson, Schreiber and Pan 2008) with the biases of Koren, Bell and Volinsky (2009, eq. 5): the rating of
artist i by listener u is foretold as  mean + b_u + b_i + x_u·y_i,  and only what was rated is learned from,

    Σ_rated (r − mean − b_u − b_i − x_u·y_i)²  +  λ Σ_u f_u (|x_u|² + b_u²)  +  λ Σ_i f_i (|y_i|² + b_i²),  f = number of ratings.

The biases are two more columns of the factors, X = [x | b_u | 1] and Y = [y | 1 | b_i], so that X·Y is all but the mean. The
columns of ones never change and are not regularized. For fixed Y a listener's row is the solution z = [x | b_u] of

    (Fᵀ F + λ f I) z = Fᵀ (r − mean − b),   F = [y | 1] and b = b_i of the rated artists.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop_als.als.fold_in import Doubles, Floats, FoldedRow, solve
from desktop_als.als.settings import Settings

BIASES = 2
"""Columns that factors of ratings have beside their d numbers of taste."""


def solve_ratings(
    artists: Floats,
    columns: npt.NDArray[np.integer],
    ratings: Doubles,
    mean: float,
    settings: Settings,
    trained: int | None = None,
    weights: Doubles | None = None,
) -> FoldedRow:
    """Solve for one listener.

    Args:
        artists: Y, (m, d + 2).
        columns: (k,) rows of ``artists`` that the listener rated, each once.
        ratings: (k,) of those.
        mean: of all ratings of the training.
        settings: of the training.
        trained: artists of the training, where Y lacks some of them.
        weights: (k,) of the squared errors, where they do not all count the same.

    Returns:
        A row of d + 1 numbers: its ``x`` is [x | b_u] and its ``heard`` is [y | 1].

    Raises:
        ModelError: the settings leave the system without a unique answer.
    """
    rated = artists[columns].astype(np.float64)
    heard, biases = rated[:, :-1], rated[:, -1]
    ridge = float(settings.ridge(np.array(max(1, len(columns))), trained or len(artists), "listeners"))
    errors = ratings - mean - biases
    if weights is None:
        return solve(heard.T @ heard, ridge, heard, errors)
    return solve((heard.T * weights) @ heard, ridge, heard, weights * errors)
