"""The trainer on explicit ratings, beside the slow way."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken
from tests.als import ratings_oracle as slow

SETTINGS = Settings(
    objective="explicit", factors=4, epochs=5, regularization=0.05, unobserved_weight=0.0, cg_steps=40, threads=1
)


def rated(table: object) -> Interactions:
    matrix = slow.sp.csr_matrix(table, dtype=np.float32)
    rows, artists = matrix.shape
    return Interactions(matrix, np.full(matrix.nnz, -1), np.arange(rows), np.arange(artists), "ratings", -1)


def test_factors_mean_and_losses_are_those_of_the_formulas() -> None:
    ratings = slow.invented_ratings()
    X, Y = slow.seed_start(*ratings.shape, 4)
    start = Factors(X.astype(np.float32), Y.astype(np.float32))
    trainer = Trainer(rated(ratings), SETTINGS, CancelToken(), start=start)
    reports = list(trainer)
    X, Y, mean, losses = slow.explicit_als(ratings, SETTINGS.regularization, SETTINGS.epochs, X, Y)
    assert trainer.rating_mean == pytest.approx(mean, rel=1e-6)
    assert [(r.observed, r.regularization) for r in reports] == [pytest.approx(parts, rel=1e-3) for parts in losses]
    assert all(report.unobserved == 0 for report in reports)
    scores = trainer.factors.listeners @ trainer.factors.artists.T
    assert np.abs(scores - X @ Y.T).max() < 5e-3


def test_the_columns_of_ones_stay() -> None:
    trainer = Trainer(rated(slow.invented_ratings()), SETTINGS, CancelToken())
    list(trainer)
    assert (trainer.factors.listeners[:, -1] == 1).all()
    assert (trainer.factors.artists[:, -2] == 1).all()


def test_ratings_that_are_all_alike_leave_only_their_mean() -> None:
    trainer = Trainer(rated(np.full((5, 4), 3.5)), SETTINGS, CancelToken())
    *_, last = trainer
    assert trainer.rating_mean == 3.5
    assert last.observed < 1e-4


@pytest.mark.parametrize("table", [[[4]], [[1, 5, 3]], [[2], [4]]], ids=["one rating", "one listener", "one artist"])
def test_tiny_matrices_train(table: list[list[float]]) -> None:
    trainer = Trainer(rated(table), SETTINGS, CancelToken())
    *_, last = trainer
    assert np.isfinite(last.loss)


@pytest.mark.parametrize("table", [[[0]], [[np.nan, 1]], [[np.inf, 1]]], ids=["nothing", "NaN", "infinity"])
def test_nothing_to_learn_from_is_a_sentence(table: list[list[float]]) -> None:
    with pytest.raises(TrainingError):
        Trainer(rated(table), SETTINGS, CancelToken())
