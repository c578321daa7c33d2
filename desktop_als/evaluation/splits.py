"""What is learnt from, what is shown, and what is to be found.

Every question about quality has the same form: a model learns from some rows; then it is shown a part of a row and ranks the
whole catalogue; the rest of that row is what it should have found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions, row_blocks
from desktop_als.progress import CancelToken

Mask = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]

SHOWN = 0.8
"""Share of a held-out row's artists from which it is folded in (strong generalization, Liang et al. 2018, arXiv 1802.05814)."""

FEWEST_ARTISTS = 5
"""A row needs as many for a fifth of it to be an artist."""


BLOCK = 1 << 20
"""Entries copied at once, some milliseconds, after which cancel is looked at."""


@dataclass(frozen=True, slots=True)
class Split:
    """One division of the data; all three parts have the same columns.

    Attributes:
        training: the rows that are learnt from.
        shown: (k, m) what is known of the rows to be judged.
        hidden: CSR (k, m) of ones; what is to be found in them. Never empty in any row, never overlaps with ``shown``.
    """

    training: Interactions
    shown: Interactions
    hidden: sp.csr_matrix


def liked(interactions: Interactions) -> npt.NDArray[np.int64]:
    """How many artists each row plays (and does not dislike), (rows,)."""
    matrix = interactions.plays
    starts = matrix.indptr.astype(np.int64)
    if matrix.data.min(initial=1) <= 0:  # rarely: sums over all entries take more memory than the plays
        starts = np.concatenate([[0], np.cumsum(matrix.data > 0)])[starts]
    counts: npt.NDArray[np.int64] = np.diff(starts)
    return counts


def take_rows(interactions: Interactions, chosen: Mask, cancel: CancelToken | None = None) -> Interactions:
    """The rows where ``chosen`` (rows,) is true, with all columns. Times that share one number still do.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    matrix, times = interactions.plays, interactions.last_played
    lengths = np.diff(matrix.indptr)
    indptr = np.concatenate([[0], np.cumsum(lengths[chosen])]).astype(matrix.indptr.dtype)
    size = int(indptr[-1])
    indices, plays = np.empty(size, matrix.indices.dtype), np.empty(size, matrix.data.dtype)
    timed = times.strides != (0,)
    last_played = np.empty(size, times.dtype) if timed else np.broadcast_to(times[:1], size)
    at = 0
    for rows, entries in row_blocks(matrix, BLOCK):
        if cancel:
            cancel.check()
        taken = np.repeat(chosen[rows], lengths[rows])
        here = slice(at, at + int(np.count_nonzero(taken)))
        indices[here], plays[here] = matrix.indices[entries][taken], matrix.data[entries][taken]
        if timed:
            last_played[here] = times[entries][taken]
        at = here.stop
    part = sp.csr_matrix((plays, indices, indptr), shape=(len(indptr) - 1, matrix.shape[1]))
    return replace(interactions, plays=part, last_played=last_played, row_ids=interactions.row_ids[chosen])


def hold_out(interactions: Interactions, rows: Mask, seed: int, cancel: CancelToken | None = None) -> Split:
    """Learn from the other rows; of ``rows`` (each with at least 2 liked artists) hide a random fifth of the artists."""
    held = take_rows(interactions, rows, cancel)
    order = np.random.default_rng(seed).random(held.plays.nnz)
    return _divided(take_rows(interactions, ~rows, cancel), held, order)


def hold_out_endings(sessions: Interactions, learnt: Mask, rows: Mask) -> Split:
    """Learn from the rows ``learnt``; of ``rows`` (each with at least 2 liked artists) hide the fifth played last."""
    held = take_rows(sessions, rows)
    return _divided(take_rows(sessions, learnt), held, -held.last_played.astype(np.float64))


def some_rows(candidates: Mask, count: int, seed: int, skip: int = 0) -> Mask:
    """At most ``count`` of the candidates, drawn without replacement after ``skip`` others."""
    places = np.flatnonzero(candidates)
    drawn = np.random.default_rng(seed).permutation(places)[skip : skip + count]
    chosen = np.zeros_like(candidates)
    chosen[drawn] = True
    return chosen


def _divided(training: Interactions, held: Interactions, order: Doubles) -> Split:
    hide = _first_fifth(held, order)
    hidden = _entries(held.plays, hide)
    hidden.data[:] = 1
    shown = replace(held, plays=_entries(held.plays, ~hide), last_played=held.last_played[~hide])
    return Split(training, shown, hidden)


def _first_fifth(held: Interactions, order: Doubles) -> Mask:
    """Of every row the fifth of its liked entries that comes first in ``order`` (entries,), at least one."""
    matrix = held.plays
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    by_row = np.lexsort((np.where(matrix.data > 0, order, np.inf), row))
    count = np.maximum(1, np.rint((1 - SHOWN) * liked(held))).astype(np.int64)
    hide = np.zeros(matrix.nnz, dtype=bool)
    hide[by_row] = np.arange(matrix.nnz) - matrix.indptr[row] < count[row]
    return hide


def _entries(matrix: sp.csr_matrix, keep: Mask) -> sp.csr_matrix:
    """Only the entries where ``keep`` (nnz,) is true."""
    kept_before = np.concatenate([[0], np.cumsum(keep)]).astype(matrix.indptr.dtype)
    return sp.csr_matrix((matrix.data[keep], matrix.indices[keep], kept_before[matrix.indptr]), shape=matrix.shape)
