"""What training minimizes, exactly, without ever forming the dense matrix of scores.

With scores s_ui = x_u · y_i, and for each stored entry a weight w and a pull b,

    L = Σ_stored (w s² − 2 b s + b)                                observed
      + α₀ Σ_u Σ_i s_ui²                                           unobserved: every pair, stored or not
      + λ Σ_u f_u |x_u|² + λ' Σ_i f_i |y_i|²                       regularization; λ' = λ unless chosen
    f_u = (|S_u| + α₀ m)^ν,  f_i = (|S_i| + α₀ n)^ν              or (|S| + 1)^ν on both sides, where f counts stored pairs only

A dislike has b = 0. For a play there are two conventions, which give different factors from the same matrix:

- "ials" (Rendle et al. 2021, arXiv 2110.14037): b = w, so the observed part is Σ w (1 − s)².
- "hkv" (Hu, Koren and Volinsky 2008; Spark MLlib; the package `implicit`): b = 1 + w. Their confidence 1 + w stands for the entry's
  whole weight; with α₀ = 1 the parts above sum to their Σ c (p − s)² over all pairs, as 1·s² is among the unobserved.

The unobserved part is α₀ ⟨XᵀX, YᵀY⟩, so all of it takes O(entries·d + (n + m)·d²).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.factors import Factors
from desktop_als.als.kernels import Floats, Ints, compiled
from desktop_als.als.settings import Settings, SolvedSide
from desktop_als.als.table import gram


@dataclass(frozen=True, slots=True)
class Loss:
    """The three parts of the objective."""

    observed: float
    unobserved: float
    regularization: float

    @property
    def total(self) -> float:
        """What training minimizes."""
        return self.observed + self.unobserved + self.regularization


def loss(weights: sp.csr_matrix, factors: Factors, settings: Settings) -> Loss:
    """The objective at ``factors``; ``weights`` is CSR float32 (rows, artists), below zero for a dislike."""
    n, m = weights.shape
    X, Y = factors.listeners, factors.artists
    observed = observed_loss(weights.indptr.astype(np.int64), weights.indices, weights.data, X, Y, settings.pull_offset)
    return Loss(
        observed=observed,
        unobserved=settings.unobserved_weight * float(np.vdot(gram(X), gram(Y))),
        regularization=_ridge(X, np.bincount(_row_of(weights), minlength=n), m, settings, "listeners")
        + _ridge(Y, np.bincount(weights.indices, minlength=m), n, settings, "artists"),
    )


def _row_of(weights: sp.csr_matrix) -> npt.NDArray[np.intp]:
    return np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))


def _ridge(
    X: npt.NDArray[np.float32], observed: npt.NDArray[np.int64], others: int, settings: Settings, side: SolvedSide
) -> float:
    return float(settings.ridge(observed, others, side) @ np.einsum("ud,ud->u", X, X, dtype=np.float64))


@compiled
def observed_loss(
    indptr: npt.NDArray[np.int64],
    columns: Ints,
    weights: Floats,
    X: Floats,
    Y: Floats,
    pull_offset: float,
) -> float:
    """Σ (w s² − 2 b s + b) over the stored entries, with s = X[u] · Y[i], summed in float64."""
    total = 0.0
    for u in range(indptr.shape[0] - 1):
        for e in range(indptr[u], indptr[u + 1]):
            w, s = abs(weights[e]), np.float32(0)
            b = w + pull_offset if weights[e] >= 0 else 0.0
            for k in range(X.shape[1]):
                s += X[u, k] * Y[columns[e], k]
            total += w * s * s - 2 * b * s + b
    return total
