"""From plays to weights: how much the solver minds that a listener played an artist n times, and how long ago.

A weight is the transformed number of plays times 2^(−age / half-life):

    log     ln(1 + n)                    linear   n
    sqrt    √n                           binary   1
    tfidf   √n · idf                     tf · idf of Salton and Buckley (1988), with a dampened tf, for plays are heavy-tailed
    bm25    idf · n / (n + k₁ (1 − b + b · plays of the row ÷ mean plays of a row)),  k₁ = 1.2, b = 0.75

where idf = ln(1 + (N − df + ½) / (df + ½)) for an artist in df of N rows: the weight of Robertson and Spärck Jones (1976; BM25:
Robertson et al., TREC-3, 1994) with the 1 that keeps it above zero when most rows play an artist.

Weights are then scaled so that their mean is the confidence (1 unless chosen), so that λ and α₀ keep their meaning whatever the
transformation. Session rows are first scaled so that each listener's sessions weigh 1 together: nobody owns the model. Plays below
zero are a dislike of that strength: the weight keeps the sign, which the solver reads as preference 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions, row_blocks
from desktop_als.als.settings import Settings, Weighting
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]
SECONDS_A_DAY = 86_400.0
K1, B = 1.2, 0.75
TINIEST = np.finfo(np.float32).tiny
"""No weight is smaller: 0 would lose the sign of a dislike."""

BLOCK = 1 << 20
"""Entries weighed at once, so that a matrix of any size needs one array of weights and some megabytes."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """What the weights of one row owe to the whole matrix; kept for later fold-ins (see :func:`row_weights`).

    Attributes:
        multiplier: gave the training's weights the mean they have. None for sessions, where each listener had another one.
        mean_row_plays: plays of an average row, for BM25.
        idf: float32 (m,) of the artists, for BM25 and TF-IDF; empty with the others.
    """

    multiplier: float | None = None
    mean_row_plays: float = 1.0
    idf: Floats = field(default_factory=lambda: np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Weights:
    """What the solver minds.

    Attributes:
        matrix: CSR float32, the pattern of the plays (shared, not copied) with weights whose mean is the confidence, below zero for
            dislikes; or with ratings less their mean.
        scale: of these weights.
        mean: what was taken off each rating; None for plays.
    """

    matrix: sp.csr_matrix
    scale: Scale
    mean: float | None = None


def prepared(interactions: Interactions, settings: Settings, cancel: CancelToken | None = None) -> Weights:
    """What a training with these settings minds: weights of plays, or ratings less their mean.

    Raises:
        Cancelled, TrainingError: as :func:`weigh` and :func:`centred`.
    """
    return centred(interactions) if settings.objective == "explicit" else weigh(interactions, settings, cancel)


def weigh(interactions: Interactions, settings: Settings, cancel: CancelToken | None = None) -> Weights:
    """Weights for every stored entry, whose mean (dislikes by their strength) is ``settings.confidence``.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
        TrainingError: the matrix is empty, or holds a number that is no count of plays.
    """
    plays = interactions.plays
    if plays.nnz == 0:
        raise TrainingError("There are no plays to learn from; import a listening history first.")
    scale = _facts(plays) if needs_idf(settings.weighting) else Scale()
    weights = np.empty(plays.nnz, np.float32)
    for rows, entries in row_blocks(plays, BLOCK):
        if cancel:
            cancel.check()
        lengths = _lengths(plays, rows)
        block = _transformed(plays.data[entries], plays.indices[entries], lengths, settings.weighting, scale)
        if settings.half_life is not None:
            block *= _recency(interactions.last_played[entries], interactions.knows_up_to, settings.half_life)
        weights[entries] = block
    if interactions.row_kind == "sessions":
        _share_evenly(weights, plays, interactions.row_ids)
    mean = float(weights.mean(dtype=np.float64))
    if not mean > 0:
        raise TrainingError("The plays are too old to be weighed; choose a longer half-life.")
    multiplier = settings.confidence / mean
    _finish(weights, multiplier, plays.data)
    matrix = sp.csr_matrix((weights, plays.indices, plays.indptr), shape=plays.shape)
    return Weights(matrix, scale if interactions.row_kind == "sessions" else replace(scale, multiplier=multiplier))


def centred(interactions: Interactions) -> Weights:
    """Ratings less their mean.

    Raises:
        TrainingError: there are none, or one is not finite.
    """
    ratings = interactions.plays
    if ratings.nnz == 0:
        raise TrainingError("There are no ratings to learn from; import some first.")
    mean = float(ratings.data.mean(dtype=np.float64))
    if not np.isfinite(mean):
        raise TrainingError("A rating is not a number; nothing was trained. Import the ratings again.")
    matrix = sp.csr_matrix((ratings.data - np.float32(mean), ratings.indices, ratings.indptr), shape=ratings.shape)
    return Weights(matrix, Scale(), mean)


def row_weights(
    plays: npt.ArrayLike,
    last_played: npt.NDArray[np.int64],
    knows_up_to: int,
    settings: Settings,
    scale: Scale,
    columns: npt.NDArray[np.integer],
) -> Floats:
    """Weights of one listener's artists for a fold-in, on the scale of the training.

    Args:
        plays: (k,) plays of each artist, below zero for a dislike.
        last_played: (k,) Unix seconds of the newest play of each, -1 when unknown.
        knows_up_to: as in the training's :class:`Interactions`.
        settings: of the training.
        scale: of the training's :class:`Weights`. Without a multiplier (sessions) this listener's weights get the
            mean that the sessions had, ``settings.confidence``.
        columns: (k,) the artists' columns in the training's matrix.

    Raises:
        TrainingError: a number is no count of plays, or far beyond those of the training.
    """
    counts = np.asarray(plays, np.float32)
    return _on_scale(counts, last_played, knows_up_to, settings, scale, columns, np.array([len(counts)]))


def weights_of_rows(rows: Interactions, settings: Settings, scale: Scale) -> sp.csr_matrix:
    """What :func:`row_weights` gives each of the rows (n, m), which the training did not see; the pattern is shared.

    Raises:
        TrainingError: as :func:`row_weights`.
    """
    plays = rows.plays
    lengths = np.diff(plays.indptr)
    weights = _on_scale(plays.data, rows.last_played, rows.knows_up_to, settings, scale, plays.indices, lengths)
    return sp.csr_matrix((weights, plays.indices, plays.indptr), shape=plays.shape)


def needs_idf(weighting: Weighting) -> bool:
    """Whether the weights depend on how many rows play an artist."""
    return weighting in {"bm25", "tfidf"}


def inverse_document_frequency(support: npt.NDArray[np.int64], rows: int) -> Floats:
    """(m,) the weight of artists who are in ``support`` (m,) of ``rows`` rows, above zero; see the module."""
    return np.log1p((rows - support + 0.5) / (support + 0.5)).astype(np.float32)


def _facts(plays: sp.csr_matrix) -> Scale:
    rows, artists = plays.shape
    support, total = np.zeros(artists, np.int64), 0.0
    for _, entries in row_blocks(plays, BLOCK):
        support += np.bincount(plays.indices[entries], minlength=artists)
        total += float(np.abs(plays.data[entries]).sum(dtype=np.float64))
    return Scale(mean_row_plays=total / rows, idf=inverse_document_frequency(support, rows))


def _on_scale(
    plays: Floats,
    last_played: npt.NDArray[np.int64],
    knows_up_to: int,
    settings: Settings,
    scale: Scale,
    columns: npt.NDArray[np.integer],
    lengths: npt.NDArray[np.integer],
) -> Floats:
    """Weights of whole rows that have ``lengths`` entries each."""
    weights = _transformed(plays, columns, lengths, settings.weighting, scale)
    if settings.half_life is not None:
        weights *= _recency(last_played, knows_up_to, settings.half_life)
    if scale.multiplier is not None:
        multiplier: float | npt.NDArray[np.float64] = scale.multiplier
    else:
        row = np.repeat(np.arange(len(lengths)), lengths)
        total = np.bincount(row, weights=weights, minlength=len(lengths))
        multiplier = settings.confidence * np.divide(lengths, total, out=np.ones(len(lengths)), where=total > 0)[row]
    _finish(weights, multiplier, plays)
    return weights


def _transformed(
    plays: Floats,
    columns: npt.NDArray[np.integer],
    lengths: npt.NDArray[np.integer],
    weighting: Weighting,
    scale: Scale,
) -> Floats:
    """Weights without sign and scale of whole rows that have ``lengths`` entries each."""
    strength = np.abs(plays)
    if len(strength) and not (np.isfinite(strength.max()) and strength.min() > 0):  # NaN fails both
        raise TrainingError("The plays hold a number that is no count; nothing was trained. Import the history again.")
    match weighting:
        case "log":
            return np.log1p(strength)
        case "sqrt":
            return np.sqrt(strength)
        case "binary":
            return np.ones_like(strength)
        case "linear":
            return strength
        case "tfidf":
            dampened: Floats = np.sqrt(strength) * scale.idf[columns]
            return dampened
        case "bm25":
            row = np.repeat(np.arange(len(lengths)), lengths)
            relative = np.bincount(row, weights=strength) / scale.mean_row_plays
            saturating: Floats = (strength / (strength + K1 * (1 - B + B * relative[row]))).astype(np.float32)
            saturating *= scale.idf[columns]
            return saturating


def _recency(last_played: npt.NDArray[np.int64], knows_up_to: int, half_life: float) -> npt.NDArray[np.float64] | float:
    if knows_up_to < 0:
        return 1.0
    days = (knows_up_to - last_played) / SECONDS_A_DAY
    days[last_played < 0] = 0  # unknown: as good as new
    with np.errstate(over="ignore"):
        return np.exp2(-days / half_life)


def _share_evenly(weights: Floats, sessions: sp.csr_matrix, listeners: npt.NDArray[np.int64]) -> None:
    """Scale ``weights`` in place so that those of each listener's sessions sum to 1."""
    ids, owner = np.unique(listeners, return_inverse=True)
    total = np.zeros(len(ids))
    for rows, entries in row_blocks(sessions, BLOCK):
        of_entry = np.repeat(owner[rows], _lengths(sessions, rows))
        total += np.bincount(of_entry, weights=weights[entries], minlength=len(ids))
    share = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    for rows, entries in row_blocks(sessions, BLOCK):
        weights[entries] *= share[np.repeat(owner[rows], _lengths(sessions, rows))]


def _finish(weights: Floats, multiplier: float | npt.NDArray[np.float64], plays: Floats) -> None:
    """In place: scale, hold above zero, and give dislikes their sign."""
    with np.errstate(over="ignore"):
        np.multiply(weights, np.asarray(multiplier, np.float64), out=weights, casting="same_kind")
    if not np.isfinite(weights.max(initial=0)):
        raise TrainingError("The plays are far more than those the model was trained on. Train it again.")
    np.maximum(weights, TINIEST, out=weights)
    np.copysign(weights, plays, out=weights)


def _lengths(matrix: sp.csr_matrix, rows: slice) -> npt.NDArray[np.integer]:
    lengths: npt.NDArray[np.integer] = np.diff(matrix.indptr[rows.start : rows.stop + 1])
    return lengths
