"""Who is in a list, who is hidden, and why: heard as plays and days, opinions, rules, rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.model.answers import Effect, Heard, HiddenReason, RecommendQuery
from desktop_als.model.recommend import hidden, recommend
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Opinion, Steering
from tests.model.builders import history, model
from tests.model.test_ordering import queries
from tests.model.test_ratings import MODEL as RATED
from tests.model.test_ratings import rated
from tests.model.test_steering import NOBODY, liking, listeners, steerings

MODEL = model()
EVERYBODY = set(MODEL.artist_ids.tolist())
LISTENER = history((4, 30), (10, 2), (16, 7), (31, 1))
DAY = 86_400
NOW = 1_750_000_000
ALL = 1_000


def heard_at(*plays: tuple[int, int, float | None]) -> History:
    """Artists with their plays and the days since the last one."""
    ids, counts, days = zip(*sorted(plays), strict=True)
    last = [-1 if ago is None else NOW - round(ago * DAY) for ago in days]
    return History(np.array(ids), np.array(counts), np.array(last))


def listed(of: History, query: RecommendQuery, steering: Steering = NEUTRAL) -> set[int]:
    return {row.artist_id for row in recommend(MODEL, of, replace(query, n=ALL), steering).rows}


@given(listeners, steerings, queries, st.frozensets(st.sampled_from(sorted(EVERYBODY)), max_size=6))
def test_every_artist_is_in_the_list_or_hidden_for_a_reason(
    heard: History, steering: Steering, query: RecommendQuery, unwanted: frozenset[int]
) -> None:
    heard = replace(heard, unwanted=unwanted)
    answer = recommend(MODEL, heard, replace(query, n=ALL), steering)
    if answer.note:
        return
    left_out = hidden(MODEL, heard, replace(query, n=ALL), steering)
    told = [row.artist_id for row in answer.rows] + [artist.artist_id for artist in left_out]
    assert len(told) == len(set(told))
    assert set(told) == EVERYBODY
    assert Counter(artist.reason for artist in left_out) == answer.hidden
    assert [artist.score for artist in left_out] == sorted((artist.score for artist in left_out), reverse=True)


def test_each_reason_is_told() -> None:
    said = Steering(
        {13: Opinion.DISLIKED, 19: Opinion.BANNED, 22: Opinion.SNOOZED, 25: Opinion.LIKED}, resting=frozenset({28, 25})
    )
    told = replace(LISTENER, unwanted=frozenset({34}))
    reasons = {each.artist_id: each.reason for each in hidden(MODEL, told, RecommendQuery(), said)}
    expected: dict[int, HiddenReason] = {
        13: "disliked",
        19: "banned",
        22: "snoozed",
        25: "resting",
        28: "resting",
        34: "rule",
        **dict.fromkeys((4, 10, 16, 31), "known"),
    }
    assert reasons == expected
    assert set(reasons.values()) | {"crowded"} == set(get_args(HiddenReason))


def test_of_several_reasons_what_was_said_is_told() -> None:
    said = Steering({4: Opinion.BANNED, 10: Opinion.SNOOZED}, resting=frozenset({4, 16}))
    told = replace(LISTENER, unwanted=frozenset({4, 31}))
    reasons = {each.artist_id: each.reason for each in hidden(MODEL, told, RecommendQuery(), said)}
    assert reasons == {4: "banned", 10: "snoozed", 16: "resting", 31: "rule"}


@pytest.mark.parametrize("heard", ["new", "any", "dormant"])
@pytest.mark.parametrize("opinion", [Opinion.BANNED, Opinion.SNOOZED, Opinion.DISLIKED])
def test_what_is_not_to_be_shown_is_in_no_list(heard: Heard, opinion: Opinion) -> None:
    someone = heard_at((4, 30, 500), (10, 2, 900), (16, 7, 1), (31, 1, 2))
    before = listed(someone, RecommendQuery(heard=heard))
    gone = min(before)
    assert gone not in listed(someone, RecommendQuery(heard=heard), Steering({gone: opinion}))


def test_what_rests_may_still_be_remembered() -> None:
    someone = heard_at((4, 30, 500), (16, 7, 1))
    resting = Steering(resting=frozenset({4, 7}))
    assert listed(someone, RecommendQuery(heard="dormant"), resting) == {4}
    assert not listed(someone, RecommendQuery(heard="any"), resting) & {4, 7}


def test_heard_is_so_many_plays() -> None:
    assert listed(LISTENER, RecommendQuery(heard_plays=2)) == EVERYBODY - {4, 10, 16}
    assert listed(LISTENER, RecommendQuery(heard_plays=10)) == EVERYBODY - {4}


def test_heard_is_so_many_days_ago_before_the_newest_play() -> None:
    someone = heard_at((4, 30, 500), (10, 2, 31), (16, 7, 1), (31, 1, None))
    assert listed(someone, RecommendQuery(heard_days=400)) == EVERYBODY - {10, 16, 31}
    assert listed(someone, RecommendQuery(heard_days=30)) == EVERYBODY - {10, 16, 31}
    assert listed(someone, RecommendQuery(heard_days=29)) == EVERYBODY - {16, 31}
    assert listed(someone, RecommendQuery(heard_days=400, heard_plays=5)) == EVERYBODY - {16}


def test_what_is_in_a_collection_is_known_however_often_it_was_played() -> None:
    told = replace(LISTENER, known=frozenset({31, 7}))
    assert listed(told, RecommendQuery(heard_plays=2)) == EVERYBODY - {4, 7, 10, 16, 31}


def test_forgotten_is_heard_and_not_played_for_so_long() -> None:
    someone = heard_at((4, 30, 500), (10, 2, 100), (16, 7, 0), (31, 1, None), (34, 1, 900))
    assert listed(someone, RecommendQuery(heard="dormant")) == {4, 34}
    assert listed(someone, RecommendQuery(heard="dormant", forgotten_days=90)) == {4, 10, 34}
    assert listed(someone, RecommendQuery(heard="dormant", heard_plays=2)) == {4}
    assert "last 1000 days" in (
        recommend(MODEL, someone, RecommendQuery(heard="dormant", forgotten_days=1000)).note or ""
    )


def test_what_was_unticked_is_still_known() -> None:
    assert 4 not in listed(LISTENER, RecommendQuery(), Steering(weights={4: 0}))


def test_a_like_is_told_and_stays() -> None:
    rows = recommend(MODEL, LISTENER, RecommendQuery(n=ALL, heard="any"), liking(7, 10)).rows
    assert {row.artist_id for row in rows if row.opinion == Opinion.LIKED} == {7, 10}
    assert all(row.opinion is None for row in rows if row.artist_id not in {7, 10})
    assert 7 in listed(LISTENER, RecommendQuery(), liking(7, 10))


def test_a_row_tells_when_it_was_played_last() -> None:
    someone = heard_at((4, 30, 500), (10, 2, None))
    last = {
        row.artist_id: row.last_played for row in recommend(MODEL, someone, RecommendQuery(n=ALL, heard="any")).rows
    }
    assert last[4] == NOW - 500 * DAY
    assert {last[10], last[7]} == {-1}


def test_the_effect_is_of_the_rows() -> None:
    answer = recommend(MODEL, LISTENER, RecommendQuery(n=9, heard="any"))
    expected = Effect(
        float(np.median([row.evidence for row in answer.rows])), float(np.mean([not row.plays for row in answer.rows]))
    )
    assert answer.effect == expected
    assert recommend(MODEL, NOBODY, RecommendQuery()).effect is None


def test_what_was_rated_is_known_to_a_model_of_plays_and_was_heard() -> None:
    someone = replace(LISTENER, plays=np.array([30, 2, 7, 0]), ratings=np.array([np.nan, np.nan, np.nan, 4.0]))
    assert 31 not in listed(someone, RecommendQuery(heard_plays=5))
    assert len(recommend(MODEL, someone, RecommendQuery(n=ALL, heard="any")).rows) == len(EVERYBODY)


@pytest.mark.parametrize(
    ("someone", "steering", "words"),
    [
        (NOBODY, NEUTRAL, "no plays"),
        (history((2, 5)), NEUTRAL, "Train"),
        (history((4, 5)), Steering(weights={4: 0}), "Tick"),
        (history((4, 5)), Steering({4: Opinion.DISLIKED}), "like"),
    ],
)
def test_why_there_is_no_list_is_told(someone: History, steering: Steering, words: str) -> None:
    answer = recommend(MODEL, someone, RecommendQuery(), steering)
    assert answer.rows == ()
    assert words in (answer.note or "")
    assert hidden(MODEL, someone, RecommendQuery(), steering) == ()


def test_who_only_likes_gets_a_list() -> None:
    rows = recommend(MODEL, NOBODY, RecommendQuery(n=5), liking(7)).rows
    assert len(rows) == 5
    assert {reason.artist_id for row in rows for reason in row.because} == {7}
    assert recommend(RATED, replace(NOBODY, ratings=np.empty(0)), RecommendQuery(n=5), liking(7)).rows


def test_when_all_is_hidden_it_is_told() -> None:
    everything = Steering(dict.fromkeys(EVERYBODY - {4}, Opinion.BANNED))
    answer = recommend(MODEL, history((4, 5)), RecommendQuery(), everything)
    assert answer.rows == ()
    assert answer.hidden == {"known": 1, "banned": len(EVERYBODY) - 1}
    assert "hidden" in (answer.note or "")
    forgotten = heard_at((4, 30, 500), (16, 7, 1))
    answer = recommend(MODEL, forgotten, RecommendQuery(heard="dormant"), Steering({4: Opinion.SNOOZED}))
    assert answer.note == "Every forgotten artist is hidden."


def test_in_a_model_of_ratings_opinions_hide_too() -> None:
    someone = rated([2, 5, 9], [4.5, 1.0, 3.0])
    answer = recommend(RATED, someone, RecommendQuery(n=ALL), Steering({7: Opinion.BANNED, 2: Opinion.DISLIKED}))
    assert answer.hidden == {"known": 2, "banned": 1, "disliked": 1}
