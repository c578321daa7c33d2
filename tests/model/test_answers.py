from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model.answers import RecommendQuery
from desktop_als.model.explain import explain
from desktop_als.model.recommend import recommend
from desktop_als.model.similar import SimilarQuery, similar
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from tests.model.builders import history, model

MODEL = model()
LISTENER = history((4, 30), (10, 2), (16, 7), (31, 1))

some_history = st.dictionaries(
    st.sampled_from(MODEL.artist_ids.tolist()), st.integers(1, 10_000), min_size=1, max_size=len(MODEL.names) - 1
).map(lambda played: history(*played.items()))


@given(some_history)
def test_contributions_sum_to_the_score(played: History) -> None:
    for row in recommend(MODEL, played, RecommendQuery(n=5, heard="any")).rows:
        explained = explain(MODEL, played, row.artist_id)
        assert explained is not None
        assert sum(part.contribution for part in explained.contributions) == pytest.approx(explained.score, abs=1e-9)
        assert explained.score == pytest.approx(row.score, abs=1e-9)
        assert len(explained.contributions) == len(played.artist_ids)


@given(some_history)
def test_the_list_is_the_best_by_score(played: History) -> None:
    rows = recommend(MODEL, played, RecommendQuery(n=7, heard="any")).rows
    everyone = recommend(MODEL, played, RecommendQuery(n=1000, heard="any")).rows
    assert [row.artist_id for row in rows] == [row.artist_id for row in everyone[:7]]
    assert len(everyone) == len(MODEL.names)
    scores = [row.score for row in everyone]
    assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-5)


def test_new_leaves_out_what_was_played_and_says_how_much() -> None:
    answer = recommend(MODEL, LISTENER, RecommendQuery(n=1000, heard="new"))
    assert not {row.artist_id for row in answer.rows} & {4, 10, 16, 31}
    assert answer.hidden == {"known": 4}
    assert all(row.plays == 0 for row in answer.rows)


def test_what_is_in_a_collection_is_not_new_and_who_is_banned_is_in_no_list() -> None:
    first, second = [row.artist_id for row in recommend(MODEL, LISTENER, RecommendQuery(n=2, heard="new")).rows]
    said = replace(LISTENER, known=frozenset({first, 999_999}), unwanted=frozenset({second}))
    new = recommend(MODEL, said, RecommendQuery(n=1000, heard="new"))
    assert not {row.artist_id for row in new.rows} & {first, second}
    assert new.hidden == {"known": 5, "rule": 1}
    everything = {row.artist_id for row in recommend(MODEL, said, RecommendQuery(n=1000, heard="any")).rows}
    assert first in everything
    assert second not in everything


def test_dormant_lists_only_what_was_not_played_for_half_a_year() -> None:
    now = 1_750_000_000
    played = History(np.array([4, 10, 16]), np.array([5, 5, 5]), np.array([now, now - 180 * 86_400 - 1, -1]))
    answer = recommend(MODEL, played, RecommendQuery(heard="dormant"))
    assert [row.artist_id for row in answer.rows] == [10]


def test_reasons_are_other_artists_that_add() -> None:
    for row in recommend(MODEL, LISTENER, RecommendQuery(n=1000, heard="any")).rows:
        assert len(row.because) <= 3
        assert all(part.contribution > 0 and part.artist_id != row.artist_id for part in row.because)


def test_a_match_of_100_is_as_good_as_the_favourites() -> None:
    rows = recommend(MODEL, LISTENER, RecommendQuery(n=1000, heard="any")).rows
    assert all(0 <= row.match <= 100 for row in rows)
    assert max(row.match for row in rows if row.plays) == 100


def test_a_listener_whom_the_model_does_not_know_gets_a_sentence() -> None:
    answer = recommend(MODEL, history((2, 5), (100_000, 9)), RecommendQuery())
    assert answer.rows == ()
    assert "Train" in (answer.note or "")


def test_artists_outside_the_model_do_not_disturb() -> None:
    with_stranger = history((4, 30), (5, 999), (10, 2), (16, 7), (31, 1))
    assert recommend(MODEL, with_stranger, RecommendQuery()).rows == recommend(MODEL, LISTENER, RecommendQuery()).rows


def test_neighbours_are_the_nearest_by_cosine_with_support() -> None:
    column = int(np.argmax(MODEL.support))
    answer = similar(MODEL, int(MODEL.artist_ids[column]), "X", SimilarQuery(n=1000, support=5, shrinkage=0))
    y = MODEL.artist_factors.astype(np.float64)
    cosine = (y @ y[column]) / np.linalg.norm(y, axis=1) / np.linalg.norm(y[column])
    expected = [i for i in np.argsort(-cosine) if i != column and MODEL.support[i] >= 5]
    assert [row.artist for row in answer.rows] == [MODEL.names[i] for i in expected]
    assert [row.similarity for row in answer.rows] == pytest.approx(cosine[expected].tolist(), abs=1e-6)
    assert all(row.evidence >= 5 for row in answer.rows)


def test_too_few_listeners_is_an_answer() -> None:
    column = int(np.argmin(MODEL.support))
    answer = similar(MODEL, int(MODEL.artist_ids[column]), "Tin Rivers", SimilarQuery(support=5))
    assert answer.rows == ()
    assert answer.note is not None
    assert answer.note.startswith("Not enough listeners")


def test_an_artist_that_the_model_does_not_know_is_told() -> None:
    assert "does not know" in (similar(MODEL, 2, "Tin Rivers", SimilarQuery()).note or "")


def test_a_disliked_artist_sinks_and_is_no_reason() -> None:
    whole = model()
    liked = Taste.of(whole, history((4, 9), (7, 5)))
    disliked = Taste.of(whole, history((4, 9), (7, -5)))
    assert disliked.scores()[2] < liked.scores()[2]
    assert disliked.contributions(np.arange(40))[:, 1] == pytest.approx(0)
