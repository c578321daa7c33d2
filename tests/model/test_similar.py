"""What evidence does to the order of neighbours."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model.similar import SimilarQuery, similar
from tests.model.builders import model

MODEL = model()


@given(st.floats(0, 50))
def test_the_order_is_of_the_shrunk_cosine_and_the_cosine_is_shown(shrinkage: float) -> None:
    rows = similar(MODEL, 1, "X", SimilarQuery(n=100, support=1, shrinkage=shrinkage)).rows
    factors = MODEL.taste_factors.astype(np.float64)
    for row in rows:
        column = MODEL.column(row.artist_id)
        assert column is not None
        cosine = factors[0] @ factors[column] / np.linalg.norm(factors[0]) / np.linalg.norm(factors[column])
        assert abs(row.similarity - cosine) < 1e-5
    shrunk = [row.similarity * row.evidence / (row.evidence + shrinkage) for row in rows]
    assert all(first >= second - 1e-6 for first, second in pairwise(shrunk))


def test_of_two_that_are_equally_near_the_better_known_comes_first() -> None:
    factors = MODEL.artist_factors.copy()
    factors[5] = factors[6] = factors[0]
    support = MODEL.support.copy()
    support[[0, 5, 6]] = 9, 5, 50
    twins = replace(MODEL, artist_factors=factors, support=support, lengths=np.linalg.norm(factors, axis=1))
    rows = similar(twins, 1, "X", SimilarQuery(n=2)).rows
    assert [row.artist for row in rows] == ["Artist 6", "Artist 5"]
