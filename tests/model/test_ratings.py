"""Answers of a model of ratings, trained the slow way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.settings import Settings
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.explain import explain
from desktop_als.model.recommend import recommend
from desktop_als.model.similar import SimilarQuery, similar
from desktop_als.model.taste import Taste
from desktop_als.plays import UNKNOWN, History
from tests.als import ratings_oracle as oracle
from tests.model.builders import history, info

D, LAMBDA = 4, 0.05
RATINGS = oracle.invented_ratings()
PEOPLE, ARTISTS = RATINGS.shape
SETTINGS = Settings(factors=D, objective="explicit", regularization=LAMBDA, unobserved_weight=0)


def trained() -> Model:
    X, Y, mean, _ = oracle.explicit_als(RATINGS, LAMBDA, 30, *oracle.seed_start(PEOPLE, ARTISTS, D))
    return Model.assemble(
        info(settings=SETTINGS, row_kind="ratings", artists=ARTISTS, rows=PEOPLE, rating_mean=mean, weight_scale=None),
        Y.astype(np.float32),
        X.astype(np.float32),
        np.arange(ARTISTS) + 1,
        np.arange(PEOPLE) + 1,
        np.bincount(RATINGS.indices, minlength=ARTISTS),
        tuple(f"Artist {i}" for i in range(ARTISTS)),
    )


MODEL = trained()


def listeners() -> oracle.Doubles:
    """Everybody's row at its minimum for the model's artists."""
    X, Y = MODEL.row_factors.astype(np.float64), MODEL.artist_factors.astype(np.float64)
    return oracle.half_step(RATINGS, MODEL.info.rating_mean or 0, X, Y, LAMBDA, constant=D + 1)


def rated(ids: list[int], ratings: list[float]) -> History:
    return History(np.array(ids), np.zeros(len(ids), np.int64), np.full(len(ids), UNKNOWN), np.array(ratings))


def person(u: int) -> History:
    row = RATINGS[u]
    return rated((row.indices + 1).tolist(), row.data.tolist())


some_ratings = st.dictionaries(st.integers(1, ARTISTS), st.integers(1, 10), min_size=1, max_size=12).map(
    lambda given: rated(sorted(given), [given[artist] / 2 for artist in sorted(given)])
)


def test_the_score_is_the_rating_that_the_training_foretells() -> None:
    for u in (0, 7, 31):
        rows = recommend(MODEL, person(u), RecommendQuery(n=ARTISTS, heard="any")).rows
        X = listeners()
        expected = MODEL.info.rating_mean + MODEL.artist_factors @ X[u]
        assert [row.score for row in rows] == pytest.approx(
            expected[[row.artist_id - 1 for row in rows]].tolist(), abs=1e-5
        )


@given(some_ratings)
def test_the_parts_of_a_score_sum_to_it(someone: History) -> None:
    for row in recommend(MODEL, someone, RecommendQuery(n=5, heard="any")).rows:
        explained = explain(MODEL, someone, row.artist_id)
        assert explained is not None
        parts = [part.contribution for part in explained.contributions]
        assert len(parts) == len(someone.artist_ids)
        assert sum(parts) + explained.general == pytest.approx(explained.score, abs=1e-6)
        assert explained.score == pytest.approx(row.score, abs=1e-6)


def test_what_is_rated_in_general_is_the_mean_and_both_biases() -> None:
    someone = person(3)
    explained = explain(MODEL, someone, 5)
    assert explained is not None
    x = listeners()[3]
    assert explained.general == pytest.approx(MODEL.info.rating_mean + x[D] + MODEL.artist_factors[4, D + 1], abs=1e-5)


def test_the_list_leaves_out_what_was_rated_and_shows_the_own_rating() -> None:
    someone = rated([2, 5, 9], [4.5, 1.0, 3.0])
    new = recommend(MODEL, someone, RecommendQuery(n=ARTISTS))
    assert new.hidden == {"known": 3}
    assert not {row.artist_id for row in new.rows} & {2, 5, 9}
    own = {row.artist_id: row.rating for row in recommend(MODEL, someone, RecommendQuery(n=ARTISTS, heard="any")).rows}
    assert {artist: rating for artist, rating in own.items() if rating is not None} == {2: 4.5, 5: 1.0, 9: 3.0}
    assert all(0 <= row.match <= 100 for row in new.rows)
    assert [row.match for row in new.rows] == sorted((row.match for row in new.rows), reverse=True)


def test_an_artist_that_hardly_anyone_rated_is_not_foretold() -> None:
    support = MODEL.support.copy()
    support[[0, 1]] = 2
    unsure = replace(MODEL, support=support)
    someone = rated([2, 5, 9], [4.5, 1.0, 3.0])
    assert not {row.artist_id for row in recommend(unsure, someone, RecommendQuery(n=ARTISTS)).rows} & {1, 2}
    known = {row.artist_id for row in recommend(unsure, someone, RecommendQuery(n=ARTISTS, heard="any")).rows}
    assert (1 in known, 2 in known) == (False, True)


def test_in_a_small_circle_fewer_raters_are_enough() -> None:
    circle = replace(MODEL, support=np.where(np.arange(ARTISTS) % 2, 1, 4))
    rows = recommend(circle, rated([2], [4.5]), RecommendQuery(n=ARTISTS)).rows
    assert {row.evidence for row in rows} == {4}
    alone = replace(MODEL, support=np.ones(ARTISTS, np.int64))
    assert len(recommend(alone, rated([2], [4.5]), RecommendQuery(n=ARTISTS)).rows) == ARTISTS - 1


def test_a_higher_rating_raises_what_is_alike() -> None:
    column = int(np.argmax(MODEL.support))
    nearest = similar(MODEL, column + 1, "X", SimilarQuery(n=1)).rows[0].artist_id
    low, high = (Taste.of(MODEL, rated([column + 1], [stars])).scores()[nearest - 1] for stars in (1.0, 5.0))
    assert high > low


def test_likeness_is_of_taste_and_not_of_being_liked() -> None:
    column = int(np.argmax(MODEL.support))
    taste = MODEL.artist_factors[:, :D].astype(np.float64)
    cosine = taste @ taste[column] / np.linalg.norm(taste, axis=1) / np.linalg.norm(taste[column])
    rows = similar(MODEL, column + 1, "X", SimilarQuery(n=ARTISTS, support=1)).rows
    assert [row.similarity for row in rows] == pytest.approx(
        cosine[[row.artist_id - 1 for row in rows]].tolist(), abs=1e-5
    )


def test_only_ratings_speak_to_a_model_of_ratings() -> None:
    answer = recommend(MODEL, history((1, 40), (2, 7)), RecommendQuery())
    assert answer.rows == ()
    assert "ratings" in (answer.note or "")
    mixed = History(np.array([1, 2]), np.array([40, 0]), np.array([UNKNOWN, UNKNOWN]), np.array([np.nan, 4.0]))
    assert Taste.of(MODEL, mixed).columns.tolist() == [1]
    assert recommend(MODEL, mixed, RecommendQuery()).hidden == {"known": 2}  # played is known all the same


def test_too_few_raters_is_an_answer() -> None:
    note = similar(MODEL, 1, "Tin Rivers", SimilarQuery(support=1000)).note or ""
    assert note.startswith("Not enough listeners: ")
    assert "rate Tin Rivers" in note
