"""Weighted-λ ALS of explicit ratings with biases (Zhou et al. 2008; Koren et al. 2009, eq. 5), dense and float64, by the formulas.

Factors carry the biases: X = [x | b_u | 1], Y = [y | 1 | b_i]. The constant columns never change and are not regularized, so with
f = number of ratings of a row or column the objective is

    Σ_rated (r − mean − X_u·Y_i)²  +  λ Σ_u f_u (|x_u|² + b_u²)  +  λ Σ_i f_i (|y_i|² + b_i²).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Doubles = npt.NDArray[np.float64]


def seed_start(rows: int, artists: int, d: int, seed: int = 1) -> tuple[Doubles, Doubles]:
    """X (rows, d + 2) of zeros and Y (artists, d + 2) of small numbers, biases 0, with their constant columns."""
    x = np.hstack([np.zeros((rows, d + 1)), np.ones((rows, 1))])
    y = np.random.default_rng(seed).standard_normal((artists, d)) * 0.1 / d**0.5
    return x, np.hstack([y, np.ones((artists, 1)), np.zeros((artists, 1))])


def half_step(ratings: sp.csr_matrix, mean: float, X: Doubles, Y: Doubles, lam: float, constant: int) -> Doubles:
    """X at its minimum for fixed Y, row by row; column ``constant`` of X stays 1, and so does a row without ratings."""
    solved = X.copy()
    free = np.delete(np.arange(X.shape[1]), constant)
    for u in range(len(X)):
        entries = slice(ratings.indptr[u], ratings.indptr[u + 1])
        rated = Y[ratings.indices[entries]]
        if len(rated):
            pull = ratings.data[entries].astype(np.float64) - mean - rated[:, constant]
            F = rated[:, free]
            solved[u, free] = np.linalg.solve(F.T @ F + lam * len(F) * np.eye(len(free)), F.T @ pull)
    return solved


def objective(ratings: sp.csr_matrix, mean: float, X: Doubles, Y: Doubles, lam: float) -> tuple[float, float]:
    """The squared errors of the ratings, and the regularization."""
    coo = ratings.tocoo()
    errors = coo.data.astype(np.float64) - mean - np.einsum("ed,ed->e", X[coo.row], Y[coo.col])
    f_rows, f_columns = np.bincount(coo.row, minlength=len(X)), np.bincount(coo.col, minlength=len(Y))
    sizes = f_rows @ (X[:, :-1] ** 2).sum(1) + f_columns @ (np.delete(Y, -2, axis=1) ** 2).sum(1)
    return float(errors @ errors), float(lam * sizes)


def explicit_als(
    ratings: sp.csr_matrix, lam: float, epochs: int, X: Doubles, Y: Doubles
) -> tuple[Doubles, Doubles, float, list[tuple[float, float]]]:
    """``epochs`` exact epochs from the start (X, Y); gives X, Y, the mean rating, and the objective's parts after each epoch."""
    mean = float(ratings.data.mean(dtype=np.float64))
    columns = ratings.T.tocsr()
    losses = []
    for _ in range(epochs):
        X = half_step(ratings, mean, X, Y, lam, constant=X.shape[1] - 1)
        Y = half_step(columns, mean, Y, X, lam, constant=Y.shape[1] - 2)
        losses.append(objective(ratings, mean, X, Y, lam))
    return X, Y, mean, losses


def invented_ratings(rows: int = 60, artists: int = 40, share: float = 0.3, seed: int = 3) -> sp.csr_matrix:
    """Half-star ratings, 0.5 to 5, of two tastes, generous and strict people, liked and disliked artists."""
    rng = np.random.default_rng(seed)
    taste = rng.standard_normal((rows, 2)) @ rng.standard_normal((2, artists))
    score = 3 + 0.7 * taste + rng.normal(0, 0.5, (rows, 1)) + rng.normal(0, 0.5, artists)
    rated = rng.random((rows, artists)) < share
    rated[np.arange(rows), np.arange(rows) % artists] = True
    rated[np.arange(artists) % rows, np.arange(artists)] = True
    stars = np.clip(np.round(2 * (score + rng.normal(0, 0.3, score.shape))) / 2, 0.5, 5)
    return sp.csr_matrix(np.where(rated, stars, 0), dtype=np.float32)
