"""Hidden ratings, and how far methods are off."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_als.als.interactions import Interactions
from desktop_als.errors import EvaluationError
from desktop_als.evaluation import ratings
from tests.als import oracle
from tests.als.ratings_oracle import invented_ratings


def rated(table: list[list[float]]) -> Interactions:
    return oracle.interactions(table, "ratings")


COMMUNITY = rated(invented_ratings().toarray())


def test_a_tenth_is_hidden_and_everyone_keeps_some() -> None:
    hidden = ratings.hide(COMMUNITY, seed=1)
    training, whole = hidden.training.plays, COMMUNITY.plays
    assert len(hidden.ratings) == pytest.approx(0.1 * whole.nnz, rel=0.1)
    assert training.nnz + len(hidden.ratings) == whole.nnz == len(hidden.training.last_played) + len(hidden.ratings)
    assert (np.diff(training.indptr) > 0).all()
    assert (np.bincount(training.indices, minlength=whole.shape[1]) > 0).all()
    again = training.toarray()
    assert (again[hidden.rows, hidden.columns] == 0).all()
    again[hidden.rows, hidden.columns] = hidden.ratings
    assert (again == whole.toarray()).all()


def test_the_last_rating_of_anyone_is_not_hidden() -> None:
    with pytest.raises(EvaluationError, match="too few"):
        ratings.hide(rated(np.eye(200).tolist()), seed=1)


def test_simple_methods_on_paper() -> None:
    training = rated([[5, 3, 0], [4, 0, 2], [0, 1, 3]])
    rows, columns = np.array([0, 2]), np.array([2, 0])
    assert ratings.mean_of_all(training)(rows, columns).tolist() == [3, 3]
    assert ratings.mean_of_artist(training)(rows, columns).tolist() == [2.5, 4.5]


def test_biases_are_the_least_squares_of_two_sums() -> None:
    generous_and_strict = rated([[5.0, 3.0, 4.0], [3.0, 1.0, 2.0]])
    foretold = ratings.biases(generous_and_strict, 1e-9)(np.array([0, 1, 1]), np.array([0, 0, 1]))
    assert foretold == pytest.approx([5, 3, 1])
    crushed = ratings.biases(generous_and_strict, 1e9)(np.array([0, 1]), np.array([0, 1]))
    assert crushed == pytest.approx([3, 3], abs=1e-6)


def test_errors_become_cards_and_a_verdict() -> None:
    rows = np.repeat(np.arange(50), 4)
    chance = np.random.default_rng(2)
    near, far = chance.normal(0, 0.5, 200), chance.normal(0, 1.5, 200)
    found = ratings.summed_up({"mean of all": far, "model": near}, rows)
    assert (found.protocol, found.listeners, found.ratings) == ("ratings", 50, 200)
    for card, errors in zip(found.cards, (far, near), strict=True):
        assert card.rmse == pytest.approx(np.sqrt(np.mean(errors**2)))
        assert card.mae == pytest.approx(np.abs(errors).mean())
        assert card.interval[0] < card.rmse < card.interval[1]
    assert found.verdict.startswith("The model is clearly closer than mean of all")
    assert "further off" in ratings.summed_up({"mean of all": near, "model": far}, rows).verdict
    assert "no clear difference" in ratings.summed_up({"mean of all": near, "model": near}, rows).verdict
