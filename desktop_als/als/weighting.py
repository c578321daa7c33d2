"""From plays to weights: how much the solver minds that a listener played an artist n times, and how long ago.

A weight is the transformed number of plays times 2^(−age / half-life). Weights are then scaled to mean 1, so that λ and α₀ keep
their meaning whatever the transformation. Session rows are first scaled so that each listener's sessions weigh 1 together:
nobody owns the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import TrainingError

Floats = npt.NDArray[np.float32]
SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What the solver minds.

    Attributes:
        matrix: CSR float32, the pattern of the plays (shared, not copied) with weights of mean 1.
        scale: what unscaled weights were multiplied by, for later fold-ins (see :func:`row_weights`); None for sessions,
            where each listener had another one.
    """

    matrix: sp.csr_matrix
    scale: float | None


def weigh(interactions: Interactions, settings: Settings) -> Weights:
    """Weights of mean 1 for every stored entry.

    Raises:
        TrainingError: the matrix is empty, or holds a number that is no count of plays.
    """
    plays = interactions.plays
    if plays.nnz == 0:
        raise TrainingError("There are no plays to learn from; import a listening history first.")
    weights = _unscaled(plays.data, interactions.last_played, interactions.knows_up_to, settings)
    if interactions.row_kind == "sessions":
        _share_evenly(weights, plays, interactions.row_ids)
    mean = float(weights.mean(dtype=np.float64))
    if not (np.isfinite(mean) and mean > 0):
        raise TrainingError(
            "The plays are too many or too old to be weighed; choose a longer half-life or log weights."
        )
    np.multiply(weights, 1.0 / mean, out=weights, casting="same_kind")
    matrix = sp.csr_matrix((weights, plays.indices, plays.indptr), shape=plays.shape)
    return Weights(matrix, None if interactions.row_kind == "sessions" else 1.0 / mean)


def row_weights(
    plays: npt.ArrayLike, last_played: npt.NDArray[np.int64], knows_up_to: int, settings: Settings, scale: float | None
) -> Floats:
    """Weights of one listener's artists for a fold-in, on the scale of the training.

    Args:
        plays: (k,) plays of each artist.
        last_played: (k,) Unix seconds of the newest play of each, -1 when unknown.
        knows_up_to: as in the training's :class:`Interactions`.
        settings: of the training.
        scale: ``Weights.scale`` of the training. None (sessions) scales this listener's weights to mean 1, the
            mean that the sessions had.

    Raises:
        TrainingError: a number is no count of plays.
    """
    weights = _unscaled(np.asarray(plays, np.float32), last_played, knows_up_to, settings)
    if scale is None:
        mean = float(weights.mean(dtype=np.float64)) if len(weights) else 0.0
        scale = 1.0 / mean if mean > 0 else 1.0
    return (weights * scale).astype(np.float32, copy=False)


def _unscaled(plays: Floats, last_played: npt.NDArray[np.int64], knows_up_to: int, settings: Settings) -> Floats:
    if len(plays) and not (np.isfinite(plays.max()) and plays.min() > 0):  # NaN fails both
        raise TrainingError("The plays hold a number that is no count; nothing was trained. Import the history again.")
    match settings.weighting:
        case "log":
            weights = np.log1p(plays)
        case "sqrt":
            weights = np.sqrt(plays)
        case "binary":
            weights = np.ones_like(plays)
        case "linear":
            weights = plays.copy()
    if settings.half_life is not None and knows_up_to >= 0:
        days = (knows_up_to - last_played).astype(np.float32)
        days /= SECONDS_A_DAY
        days[last_played < 0] = 0  # unknown: as good as new
        weights *= np.exp2(-days / np.float32(settings.half_life))
    return weights


def _share_evenly(weights: Floats, sessions: sp.csr_matrix, listeners: npt.NDArray[np.int64]) -> None:
    """Scale ``weights`` in place so that those of each listener's sessions sum to 1."""
    _, owner = np.unique(listeners, return_inverse=True)
    of_entry = np.repeat(owner, np.diff(sessions.indptr))
    total = np.bincount(of_entry, weights=weights)
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    np.multiply(weights, share[of_entry], out=weights, casting="same_kind")
