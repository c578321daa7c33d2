"""Reasons add up, whatever the model and however it is steered; and an artist pulls as much as a fold-in without it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.recency import recencies
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.explain import explain, pull_test
from desktop_als.model.recommend import recommend
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Opinion, Steering
from tests.model.builders import history, model
from tests.model.crowds import community, people
from tests.model.test_ratings import MODEL as RATED
from tests.model.test_ratings import person
from tests.model.test_recency import SOLO
from tests.model.test_steering import artists, listeners, steerings

MODEL = model()
LISTENER = history((4, 30), (10, 2), (16, 7), (31, 1))
ALL = RecommendQuery(n=1_000, heard="any")


def steered(of: Model, seed: int) -> Steering:
    """Some opinion of a quarter of the artists, some weight for another."""
    rng = np.random.default_rng(seed)
    some = rng.permutation(of.artist_ids)[: len(of.names) // 2].tolist()
    said, weighed = some[::2], some[1::2]
    opinions = dict(zip(said, rng.choice(list(Opinion), len(said)).tolist(), strict=True))
    weights = dict(zip(weighed, rng.choice([0.0, 0.2, 1.0, 5.0], len(weighed)).tolist(), strict=True))
    return Steering(opinions, weights, half_life=200.0, strength=float(rng.uniform(0.2, 4)))


def scores(taste: Taste) -> npt.NDArray[np.float64]:
    """Straight from the vector."""
    exact: npt.NDArray[np.float64] = taste.model.taste_factors.astype(np.float64) @ taste.vector + taste.general
    exact[taste.columns] += taste.recency
    return exact


def with_recency(heard: History, seed: int) -> History:
    rng = np.random.default_rng(seed)
    days = rng.uniform(0, 400, len(heard.artist_ids))
    last = (1_750_000_000 - days * 86_400).astype(np.int64)
    places = np.arange(len(days))
    return replace(heard, last_played=last, recency=recencies(places, last, int(last.max()), len(days)))


def test_contributions_sum_to_the_score_for_ten_thousand_rows() -> None:
    crowd = community()
    rows = 0
    for number, someone in enumerate(people(crowd, 50)):
        for steering in (NEUTRAL, steered(crowd, number)):
            answer = recommend(crowd, someone, RecommendQuery(n=100, heard="any"), steering)
            taste = Taste.of(crowd, someone, steering)
            columns = np.searchsorted(crowd.artist_ids, [row.artist_id for row in answer.rows])
            told = [row.score for row in answer.rows]
            assert np.abs(taste.contributions(columns).sum(axis=1) - told).max() < 1e-6
            assert np.abs(scores(taste)[columns] - told).max() < 1e-6
            rows += len(told)
    assert rows == 10_000


@pytest.mark.parametrize(
    ("of", "someone"),
    [(MODEL, LISTENER), (SOLO, with_recency(LISTENER, 1)), (RATED, person(3))],
    ids=["plays", "sessions", "ratings"],
)
@pytest.mark.parametrize("seed", range(4))
def test_every_reason_of_every_row_adds_up(of: Model, someone: History, seed: int) -> None:
    steering = steered(of, seed)
    rows = recommend(of, someone, ALL, steering).rows
    exact = scores(Taste.of(of, someone, steering))
    negative = 0
    for row in rows:
        explained = explain(of, someone, row.artist_id, steering)
        assert explained is not None
        parts = [part.contribution for part in explained.contributions]
        assert parts == sorted(parts, reverse=True)
        assert sum(parts) + explained.recency + explained.general == pytest.approx(row.score, abs=1e-6)
        assert row.score == pytest.approx(explained.score, abs=1e-9)
        assert row.score == pytest.approx(exact[of.column(row.artist_id)], abs=1e-6)
        negative += min(parts) < 0
    assert negative > 0


def test_what_was_played_below_the_threshold_keeps_its_recency_among_the_new() -> None:
    someone = with_recency(LISTENER, 1)
    rows = {row.artist_id: row for row in recommend(SOLO, someone, replace(ALL, heard="new", heard_plays=3)).rows}
    for artist in (10, 31):
        explained = explain(SOLO, someone, artist)
        assert explained is not None
        assert rows[artist].score == pytest.approx(explained.score, abs=1e-9)


def test_an_unticked_artist_gains_nothing_by_recency() -> None:
    someone = with_recency(LISTENER, 1)
    explained = explain(SOLO, someone, 4, Steering(weights={4: 0}))
    assert explained is not None
    assert explained.recency == 0
    disliked = explain(SOLO, someone, 4, Steering({4: Opinion.DISLIKED}))
    assert disliked is not None
    assert disliked.recency == 0


@given(listeners, steerings, artists, artists, st.sampled_from([0.2, 0.5, 0.9]), st.sampled_from([0.0, 0.5]))
def test_a_pull_test_is_the_list_of_a_fold_in_without_the_artist(
    heard: History, steering: Steering, artist: int, pulled: int, adventure: float, variety: float
) -> None:
    query = RecommendQuery(n=5, heard="any", adventure=adventure, variety=variety)
    test = pull_test(MODEL, heard, query, steering, artist, pulled)
    assert test is not None
    kept = heard.artist_ids != pulled
    never = History(heard.artist_ids[kept], heard.plays[kept], heard.last_played[kept])
    silent = replace(
        steering,
        opinions={each: said for each, said in steering.opinions.items() if each != pulled},
        overlooked=steering.overlooked - {pulled},
    )
    column = MODEL.column(artist)
    assert test.score_without == pytest.approx(scores(Taste.of(MODEL, never, silent))[column], abs=1e-9)
    assert test.score == pytest.approx(scores(Taste.of(MODEL, heard, steering))[column], abs=1e-9)
    for said, rank in ((steering, test.rank), (steering.weighing(pulled, 0), test.rank_without)):
        places = {row.artist_id: row.rank for row in recommend(MODEL, heard, replace(query, n=1_000), said).rows}
        assert rank == places.get(artist)


def test_a_pull_test_tells_what_the_artist_adds() -> None:
    row = recommend(MODEL, LISTENER, RecommendQuery(n=1)).rows[0]
    reason = row.because[0]
    test = pull_test(MODEL, LISTENER, RecommendQuery(), NEUTRAL, row.artist_id, reason.artist_id)
    assert test is not None
    assert test.without == reason
    assert test.rank == 1
    assert test.score_without < test.score
    assert test.rank_without is None or test.rank_without >= 1


def test_a_pull_test_tells_when_the_list_does_not_hold_the_artist() -> None:
    known = pull_test(MODEL, LISTENER, RecommendQuery(), NEUTRAL, 4, 10)
    assert known is not None
    assert (known.rank, known.rank_without) == (None, None)
    crowded = RecommendQuery(n=2, of_cluster=1)
    shown = {row.artist_id for row in recommend(MODEL, LISTENER, replace(crowded, n=1_000)).rows}
    for artist in set(MODEL.artist_ids.tolist()) - {4, 10, 16, 31}:
        test = pull_test(MODEL, LISTENER, crowded, NEUTRAL, artist, 7)
        assert test is not None
        assert (test.rank is not None) == (artist in shown)


def test_a_pull_test_of_the_only_artist_leaves_no_list() -> None:
    test = pull_test(MODEL, history((4, 9)), RecommendQuery(), NEUTRAL, 7, 4)
    assert test is not None
    assert test.rank is not None
    assert (test.score_without, test.rank_without) == (0, None)


def test_of_artists_that_the_model_does_not_know_nothing_is_told() -> None:
    assert pull_test(MODEL, LISTENER, RecommendQuery(), NEUTRAL, 2, 4) is None
    assert pull_test(MODEL, LISTENER, RecommendQuery(), NEUTRAL, 4, 2) is None
    assert explain(MODEL, LISTENER, 2) is None
