"""The matrix by columns: what the artists' side is solved from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.kernels import Floats, Ints, compiled
from desktop_als.progress import CancelToken

BLOCK = 1 << 20
"""Entries that are moved at once, some milliseconds, after which cancel is looked at."""


def by_columns(matrix: sp.csr_matrix, cancel: CancelToken) -> sp.csr_matrix:
    """The transpose (m, n) of a CSR matrix (n, m) as CSR with sorted indices, with no other copy on the way.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    n, m = matrix.shape
    indptr = np.zeros(m + 1, np.int64)
    rows = np.unique([*np.searchsorted(matrix.indptr, np.arange(0, matrix.nnz, BLOCK)), n]).tolist()
    for first, end in pairwise(rows):
        cancel.check()
        count(matrix.indices[matrix.indptr[first] : matrix.indptr[end]], indptr[1:])
    np.cumsum(indptr, out=indptr)
    indices, stored = np.empty(matrix.nnz, np.int32), np.empty(matrix.nnz, np.float32)
    places = indptr[:-1].copy()
    for first, end in pairwise(rows):
        cancel.check()
        scatter(matrix.indptr, matrix.indices, matrix.data, first, end, places, indices, stored)
    transposed = sp.csr_matrix((m, n), dtype=np.float32)
    transposed.data, transposed.indices, transposed.indptr = stored, indices, indptr
    return transposed


@compiled
def count(columns: Ints, counts: npt.NDArray[np.int64]) -> None:
    """Add to ``counts`` how often each column stands in ``columns``."""
    for e in range(columns.shape[0]):
        counts[columns[e]] += 1


@compiled
def scatter(
    indptr: npt.NDArray[np.integer],
    columns: Ints,
    stored: Floats,
    first: int,
    end: int,
    places: npt.NDArray[np.int64],
    rows: Ints,
    out: Floats,
) -> None:
    """Put the entries of rows ``first`` to ``end`` where ``places`` (m,) says for their column, and move the places on."""
    for u in range(first, end):
        for e in range(indptr[u], indptr[u + 1]):
            place = places[columns[e]]
            rows[place] = u
            out[place] = stored[e]
            places[columns[e]] = place + 1
