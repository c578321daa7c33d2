"""The matrix that the solver factorizes: who played whom, how often, when last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

RowKind = Literal["listeners", "sessions", "ratings"]

SESSION_GAP = 30 * 60
"""Seconds between the starts of two plays beyond which the second belongs to a new session."""


@dataclass(frozen=True, slots=True)
class Interactions:
    """Plays of artists by listeners or by sessions, or ratings of artists by listeners.

    Attributes:
        plays: CSR, float32 data and int32 indices, shape (rows, artists); entry (u, i) is how many counted plays row u gave
            artist i, or with ratings the rating, on the scale of the export; sorted indices, no duplicates, no stored zeros,
            no empty row and no empty column.
        last_played: int64 per stored entry of ``plays``, Unix seconds of the newest play (or rating) behind it, -1 when unknown;
            where nobody asks for it, all of it is, and shares one number (see :func:`unknown_times`).
        row_ids: int64 (rows,); the library's listener id of each row. With sessions an id stands in several rows.
        artist_ids: int64 (artists,), the library's artist id of each column, ascending.
        row_kind: what a row is: a listener, a session, or a listener who rates.
        knows_up_to: Unix seconds of the newest play (or rating) in the matrix, -1 when nothing has a time.
    """

    plays: sp.csr_matrix
    last_played: npt.NDArray[np.int64]
    row_ids: npt.NDArray[np.int64]
    artist_ids: npt.NDArray[np.int64]
    row_kind: RowKind
    knows_up_to: int


def session_starts(played_at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The first play of each session: ``played_at`` (p,) are the plays of one listener in Unix seconds, oldest first."""
    return np.flatnonzero(np.diff(played_at, prepend=-SESSION_GAP - 1) > SESSION_GAP)


def unknown_times(entries: int) -> npt.NDArray[np.int64]:
    """-1 for each of the entries, which takes 8 bytes and cannot be written to."""
    return np.broadcast_to(np.int64(-1), entries)


def row_blocks(matrix: sp.csr_matrix, entries: int) -> Iterator[tuple[slice, slice]]:
    """Ranges of whole rows, and of their entries, of about so many ``entries`` each."""
    starts = np.searchsorted(matrix.indptr, np.arange(0, matrix.nnz, entries))
    for first, end in pairwise(np.unique([*starts, matrix.shape[0]]).tolist()):
        yield slice(first, end), slice(int(matrix.indptr[first]), int(matrix.indptr[end]))
