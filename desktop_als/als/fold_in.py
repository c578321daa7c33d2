"""One listener's factors from their plays, exactly, without the solver: a dense float64 system by Cholesky, NumPy and SciPy only.

It is the row solve of the training (see als.objective) for fixed artists Y:

    A x = Σ_j b_j y_j,  A = α₀ YᵀY + λ f I + Σ_j w_j y_j y_jᵀ

Being linear, it tells where each score comes from: x · y_i = Σ_j b_j (y_jᵀ A⁻¹ y_i).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve
from scipy.linalg.lapack import dposv

from desktop_als.als.settings import Settings
from desktop_als.errors import ModelError

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FoldedRow:
    """A listener in the space of the artists.

    Attributes:
        x: float64 (d,); the score of artist i is ``x @ artists[i]``.
        pulls: float64 (k,), b of each heard artist; 0 for a dislike.
        heard: float64 (k, d), their factors.
        cholesky: (d, d) lower factor of A; what lies above its diagonal means nothing.
    """

    x: Doubles
    pulls: Doubles
    heard: Doubles
    cholesky: Doubles

    def contributions(self, artist: npt.NDArray[np.floating]) -> Doubles:
        """(k,) what each heard artist adds to the score of ``artist`` (d,); they sum to it."""
        toward: Doubles = cho_solve((self.cholesky, True), np.asarray(artist, np.float64))
        return self.pulls * (self.heard @ toward)


def solve_row(
    artists: Floats,
    gram: Doubles,
    columns: npt.NDArray[np.integer],
    weights: npt.NDArray[np.floating],
    settings: Settings,
    trained: int | None = None,
) -> FoldedRow:
    """Solve for one listener.

    Args:
        artists: Y, (m, d).
        gram: YᵀY, float64 (d, d).
        columns: (k,) rows of ``artists`` that the listener played or disliked, each once.
        weights: (k,) on the training's scale (als.weighting.row_weights), below zero for a dislike.
        settings: of the training.
        trained: artists of the training, where Y lacks some of them; ``gram`` is of all.

    Raises:
        ModelError: the settings leave the system without a unique answer.
    """
    heard = artists[columns].astype(np.float64)
    w = np.abs(np.asarray(weights, np.float64))
    pulls = np.where(np.signbit(weights), 0.0, w + settings.pull_offset)
    weighted = heard * np.sqrt(w)[:, None]  # a product of a matrix with itself takes half the work
    system = settings.unobserved_weight * gram + weighted.T @ weighted
    ridge = float(settings.ridge(np.array(len(columns)), trained or len(artists), "listeners"))
    return solve(system, ridge, heard, pulls)


def solve(system: Doubles, ridge: float, heard: Doubles, pulls: Doubles) -> FoldedRow:
    """The row of (``system`` + ``ridge``·I) x = ``heard``ᵀ ``pulls``; ``system`` (d, d) is used up.

    Raises:
        ModelError: there is no unique answer.
    """
    system.flat[:: len(system) + 1] += ridge
    # LAPACK without SciPy's wrappers: they take longer than a system of 64 unknowns.
    cholesky, x, failed = dposv(system.T, heard.T @ pulls, lower=1, overwrite_a=1, overwrite_b=1)
    if failed or not np.isfinite(x).all():
        raise ModelError("This listener has no single best place in the model; train again with more regularization.")
    return FoldedRow(x, pulls, heard, cholesky)


def fold_in(
    artists: Floats,
    gram: Doubles,
    columns: npt.NDArray[np.integer],
    weights: npt.NDArray[np.floating],
    settings: Settings,
) -> Doubles:
    """Only the factors, float64 (d,), of :func:`solve_row`."""
    return solve_row(artists, gram, columns, weights, settings).x
