from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.fold_in import fold_in
from desktop_als.als.fold_in_many import fold_in_many
from desktop_als.als.interactions import Interactions
from desktop_als.als.ratings import solve_ratings
from desktop_als.als.settings import WEIGHTINGS, Settings
from desktop_als.als.weighting import Scale, row_weights, weights_of_rows
from desktop_als.errors import Cancelled
from desktop_als.progress import CancelToken


def some_rows(rows: int = 30, artists: int = 60, seed: int = 0) -> Interactions:
    """Rows of very different lengths with dislikes; the first one is empty."""
    rng = np.random.default_rng(seed)
    heard = rng.random((rows, artists)) < np.linspace(0, 0.9, rows)[:, None]
    plays = sp.csr_matrix(heard * rng.choice([-1.0, 1.0, 3.0, 400.0], (rows, artists))).astype(np.float32)
    plays.sort_indices()
    return Interactions(
        plays=plays,
        last_played=rng.integers(-1, 10**9, plays.nnz),
        row_ids=np.arange(rows),
        artist_ids=np.arange(artists),
        row_kind="listeners",
        knows_up_to=10**9,
    )


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("multiplier", [0.3, None])
def test_weights_of_many_rows_are_those_of_each(weighting, multiplier):
    rows = some_rows()
    settings = Settings(weighting=weighting, half_life=4000.0)
    scale = Scale(multiplier, 12.0, np.linspace(0.1, 3, 60, dtype=np.float32))
    weights = weights_of_rows(rows, settings, scale)
    assert weights.shape == rows.plays.shape
    for row in range(30):
        at = slice(rows.plays.indptr[row], rows.plays.indptr[row + 1])
        columns = rows.plays.indices[at]
        one = row_weights(rows.plays.data[at], rows.last_played[at], rows.knows_up_to, settings, scale, columns=columns)
        assert weights.data[at] == pytest.approx(one, rel=1e-6)


@pytest.mark.parametrize("objective", ["ials", "hkv"])
def test_many_rows_are_nearly_those_solved_one_by_one(objective):
    rng = np.random.default_rng(1)
    artists = (rng.normal(size=(60, 12)) * rng.uniform(0.1, 1, 12)).astype(np.float32)
    settings = replace(Settings(factors=12, unobserved_weight=0.1, regularization=0.01, threads=2), objective=objective)
    weights = weights_of_rows(some_rows(), settings, Scale(0.3))
    folded = fold_in_many(artists, weights, settings, CancelToken())
    gram = artists.astype(float).T @ artists.astype(float)
    assert not folded[0].any()
    for row in range(30):
        at = slice(weights.indptr[row], weights.indptr[row + 1])
        one = fold_in(artists, gram, weights.indices[at], weights.data[at], settings)
        assert folded[row] == pytest.approx(one, abs=2e-3 * max(1e-9, float(np.abs(one).max())))


def test_it_stops_when_asked():
    cancel = CancelToken()
    cancel.cancel()
    settings = Settings(factors=2)
    with pytest.raises(Cancelled):
        fold_in_many(np.ones((60, 2), np.float32), some_rows().plays, settings, cancel)


def test_many_rows_of_ratings_are_nearly_those_solved_one_by_one():
    rng = np.random.default_rng(2)
    settings = Settings(factors=6, objective="explicit", unobserved_weight=0, regularization=0.1, threads=2)
    artists = rng.normal(scale=0.3, size=(40, 8)).astype(np.float32)
    artists[:, 6] = 1
    rated = sp.random(20, 40, density=0.3, format="csr", dtype=np.float32, random_state=3)
    folded = fold_in_many(artists, rated, settings, CancelToken())
    assert (folded[:, 7] == 1).all()
    for row in range(20):
        at = slice(rated.indptr[row], rated.indptr[row + 1])
        one = solve_ratings(artists, rated.indices[at], rated.data[at].astype(float), 0.0, settings)
        assert folded[row, :7] == pytest.approx(one.x, abs=1e-3)
