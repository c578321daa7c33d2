"""What a listener says, in their row: against normal equations written out, and against the same row without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.weighting import row_weights
from desktop_als.model.bundle import Model
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Opinion, Steering
from tests.model.builders import history, model
from tests.model.test_ratings import MODEL as RATED
from tests.model.test_ratings import rated

Doubles = npt.NDArray[np.float64]

MODEL = model()
LISTENER = history((4, 30), (10, 2), (16, 7), (31, 1))
NOBODY = History(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))
DAY = 86_400
NOW = 1_750_000_000

artists = st.sampled_from(MODEL.artist_ids.tolist())
steerings = st.builds(
    Steering,
    opinions=st.dictionaries(artists, st.sampled_from(Opinion), max_size=8),
    weights=st.dictionaries(artists, st.sampled_from([0.0, 0.3, 1.0, 4.0]), max_size=8),
    half_life=st.none() | st.floats(1, 4000),
    strength=st.floats(0.1, 8),
    overlooked=st.frozensets(artists, max_size=5),
    resting=st.frozensets(artists, max_size=5),
)
listeners = st.dictionaries(artists, st.integers(1, 5000), min_size=1, max_size=12).map(
    lambda played: history(*played.items())
)


def disliking(*artist_ids: int) -> Steering:
    return Steering(dict.fromkeys(artist_ids, Opinion.DISLIKED))


def liking(*artist_ids: int) -> Steering:
    return Steering(dict.fromkeys(artist_ids, Opinion.LIKED))


def normal_equations(of: Model, weights: dict[int, float]) -> Doubles:
    """x of the row that minimises Σ |w| (p − x·y)² + α₀ |Yx|² + λ f |x|², with p = 0 where w is below 0."""
    settings, Y = of.info.settings, of.artist_factors.astype(np.float64)
    f = len(weights) + settings.unobserved_weight * len(Y)
    A = settings.unobserved_weight * Y.T @ Y + settings.regularization * f**settings.frequency_exponent * np.eye(
        Y.shape[1]
    )
    b = np.zeros(Y.shape[1])
    for artist_id, weight in weights.items():
        y = Y[of.artist_ids.tolist().index(artist_id)]
        A += abs(weight) * np.outer(y, y)
        b += max(0.0, weight) * y
    return np.linalg.solve(A, b)


def own_weights(of: Model, heard: History) -> dict[int, float]:
    columns = np.searchsorted(of.artist_ids, heard.artist_ids)
    weights = row_weights(heard.plays, heard.last_played, of.info.knows_up_to, of.info.settings, of.scale, columns)
    return dict(zip(heard.artist_ids.tolist(), weights.astype(float).tolist(), strict=True))


def favourite_of(weights: dict[int, float]) -> float:
    return float(np.quantile(list(weights.values()), 0.9))


def test_a_dislike_is_preference_0_with_twice_the_confidence_of_a_favourite() -> None:
    weights = own_weights(MODEL, LISTENER)
    sure = 2 * favourite_of(weights)
    expected = normal_equations(MODEL, weights | {22: -sure, 4: -max(weights[4], sure)})
    assert Taste.of(MODEL, LISTENER, disliking(22, 4)).vector == pytest.approx(expected, abs=1e-9)


def test_a_dislike_counts_more_than_any_play_of_it() -> None:
    much = History(np.arange(1, 60, 3), np.full(20, 2), np.full(20, -1))
    much.plays[3] = 1_000_000
    weights = own_weights(MODEL, much)
    expected = normal_equations(MODEL, weights | {10: -max(weights[10], 2 * favourite_of(weights))})
    assert weights[10] > 2 * favourite_of(weights)
    assert Taste.of(MODEL, much, disliking(10)).vector == pytest.approx(expected, abs=1e-9)


def test_a_like_pulls_as_much_as_a_favourite() -> None:
    weights = own_weights(MODEL, LISTENER)
    favourite = favourite_of(weights)
    expected = normal_equations(MODEL, weights | {22: favourite, 31: favourite, 4: weights[4]})
    assert Taste.of(MODEL, LISTENER, liking(22, 31, 4)).vector == pytest.approx(expected, abs=1e-9)


def test_being_overlooked_is_a_quarter_of_a_dislike_and_only_of_what_was_never_played() -> None:
    weights = own_weights(MODEL, LISTENER)
    favourite = favourite_of(weights)
    steering = Steering(overlooked=frozenset({22, 4, 25}), opinions={25: Opinion.LIKED})
    expected = normal_equations(MODEL, weights | {22: -favourite / 2, 25: favourite})
    assert Taste.of(MODEL, LISTENER, steering).vector == pytest.approx(expected, abs=1e-9)


def test_weights_and_strength_multiply() -> None:
    weights = own_weights(MODEL, LISTENER)
    expected = normal_equations(
        MODEL, {each: 3 * weight * (2.5 if each == 10 else 1) for each, weight in weights.items()}
    )
    steering = Steering(weights={10: 2.5}, strength=3.0)
    assert Taste.of(MODEL, LISTENER, steering).vector == pytest.approx(expected, abs=1e-9)


@given(listeners, steerings, artists)
def test_an_artist_of_weight_0_was_never_there(heard: History, steering: Steering, gone: int) -> None:
    kept = heard.artist_ids != gone
    without = History(heard.artist_ids[kept], heard.plays[kept], heard.last_played[kept])
    said = replace(steering, opinions={each: said for each, said in steering.opinions.items() if each != gone})
    said = replace(said, overlooked=said.overlooked - {gone})
    unticked = Taste.of(MODEL, heard, steering.weighing(gone, 0))
    assert unticked.vector.tolist() == Taste.of(MODEL, without, said).vector.tolist()
    assert MODEL.column(gone) not in unticked.columns


@given(listeners, steerings)
def test_the_parts_sum_to_the_score_however_it_is_steered(heard: History, steering: Steering) -> None:
    taste = Taste.of(MODEL, heard, steering)
    everything = np.arange(len(MODEL.names))
    assert taste.contributions(everything).sum(axis=1) == pytest.approx(taste.scores(), abs=1e-5)
    assert taste.contributions(everything).shape == (len(MODEL.names), len(taste.columns))


@pytest.mark.parametrize("opinion", [Opinion.BANNED, Opinion.SNOOZED])
def test_who_is_not_to_be_shown_leaves_taste_where_it_is(opinion: Opinion) -> None:
    steering = Steering({4: opinion, 22: opinion}, resting=frozenset({25}))
    assert Taste.of(MODEL, LISTENER, steering).vector.tolist() == Taste.of(MODEL, LISTENER).vector.tolist()


@pytest.mark.parametrize("confidence", [1.0, 12.0])
def test_likes_alone_make_a_taste(confidence: float) -> None:
    trained = model(settings=replace(MODEL.info.settings, confidence=confidence))
    taste = Taste.of(trained, NOBODY, liking(7, 13))
    assert taste.vector == pytest.approx(normal_equations(trained, {7: confidence, 13: confidence}), abs=1e-9)
    assert taste.plays.tolist() == [0, 0]
    assert taste.last_played.tolist() == [-1, -1]


def test_nobody_who_says_nothing_has_no_taste() -> None:
    assert not Taste.of(MODEL, NOBODY, NEUTRAL).vector.any()
    assert not Taste.of(MODEL, NOBODY, disliking(7)).vector.any()


def test_a_short_half_life_moves_taste_to_what_was_played_lately() -> None:
    heard = History(np.array([4, 10, 16]), np.array([9, 9, 9]), NOW - DAY * np.array([900, 20, 500]))
    before, after = (Taste.of(MODEL, heard, Steering(half_life=days)) for days in (None, 60.0))
    assert after.scores()[3] > before.scores()[3]
    assert after.scores()[1] < before.scores()[1]


def test_a_half_life_leaves_the_mean_weight_and_the_models_own_changes_nothing() -> None:
    heard = History(np.array([4, 10, 16]), np.array([9, 2, 5]), NOW - DAY * np.array([900, 20, 500]))
    aged = replace(
        MODEL, info=replace(MODEL.info, knows_up_to=NOW, settings=replace(MODEL.info.settings, half_life=300.0))
    )
    own, same = (Taste.of(aged, heard, Steering(half_life=days)) for days in (None, 300.0))
    assert own.vector == pytest.approx(same.vector, abs=1e-7)
    undated = replace(heard, last_played=np.full(3, -1))
    same = Taste.of(MODEL, undated, Steering(half_life=5.0))
    assert same.vector == pytest.approx(Taste.of(MODEL, undated).vector, abs=1e-9)


def test_the_oldest_plays_do_not_break_the_shortest_half_life() -> None:
    heard = History(np.array([4, 10]), np.array([9, 9]), NOW - DAY * np.array([9000, 8000]))
    assert np.isfinite(Taste.of(MODEL, heard, Steering(half_life=0.1)).vector).all()


def test_a_model_of_ratings_takes_a_like_for_the_best_and_a_dislike_for_the_worst_rating() -> None:
    someone = rated([2, 5, 9], [4.5, 1.0, 3.0])
    liked = Taste.of(RATED, someone, liking(9, 12))
    disliked = Taste.of(RATED, someone, disliking(9, 12))
    neutral = Taste.of(RATED, someone)
    for artist in (9, 12):
        column = artist - 1
        assert disliked.scores()[column] < neutral.scores()[column] < liked.scores()[column]
    assert np.isnan(liked.ratings[-1] if liked.ratings is not None else 0)  # what was said is no rating of theirs


def test_in_a_model_of_ratings_likes_alone_make_a_taste() -> None:
    nobody = replace(NOBODY, ratings=np.empty(0))
    assert Taste.of(RATED, nobody, liking(9)).scores()[8] > Taste.of(RATED, nobody).scores()[8]
    assert Taste.of(RATED, nobody, disliking(9)).scores()[8] < Taste.of(RATED, nobody).scores()[8]


def test_an_artist_unticked_in_a_model_of_ratings_was_never_rated() -> None:
    unticked = Taste.of(RATED, rated([2, 5, 9], [4.5, 1.0, 3.0]), Steering(weights={5: 0}))
    assert unticked.vector.tolist() == Taste.of(RATED, rated([2, 9], [4.5, 3.0])).vector.tolist()
