"""The matrix by columns beside SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als import columns
from desktop_als.als.columns import by_columns
from desktop_als.errors import Cancelled
from desktop_als.progress import CancelToken


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 60), st.integers(1, 7), st.integers(0, 2**32))
@runs(deadline=None)
def test_it_is_the_transpose(rows: int, artists: int, entries: int, at_once: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = sp.random(rows, artists, min(1, entries / 81), "csr", np.float32, random_state=rng)
    matrix.data[::3] = 0  # stored all the same: a rating may equal the mean
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "BLOCK", at_once)
        found = by_columns(matrix, CancelToken())
    expected = matrix.T.tocsr()
    assert np.array_equal(found.indptr, expected.indptr)
    assert np.array_equal(found.indices, expected.indices)
    assert np.array_equal(found.data, expected.data)


def test_it_can_be_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        by_columns(sp.csr_matrix(np.eye(3, dtype=np.float32)), cancel)
