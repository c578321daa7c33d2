"""The matrix by columns: what the artists' side is solved from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from desktop_als.als import kernels
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
        kernels.count(matrix.indices[matrix.indptr[first] : matrix.indptr[end]], indptr[1:])
    np.cumsum(indptr, out=indptr)
    indices, stored = np.empty(matrix.nnz, np.int32), np.empty(matrix.nnz, np.float32)
    places = indptr[:-1].copy()
    for first, end in pairwise(rows):
        cancel.check()
        kernels.scatter(matrix.indptr, matrix.indices, matrix.data, first, end, places, indices, stored)
    transposed = sp.csr_matrix((m, n), dtype=np.float32)
    transposed.data, transposed.indices, transposed.indptr = stored, indices, indptr
    return transposed
