from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.recency import recencies, weight_beside
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.explain import explain
from desktop_als.model.recommend import recommend
from desktop_als.model.taste import with_recency
from desktop_als.plays import History, TimedPlays
from tests.model.builders import model

DAY = 86_400
NOW = 1_750_000_000
SOLO = model(row_kind="sessions", weight_scale=None)


def listening(*plays: tuple[int, float]) -> tuple[History, TimedPlays]:
    """Plays as (artist, days ago), as the library would tell of them."""
    ordered = sorted(plays, key=lambda play: -play[1])
    artists = np.array([artist for artist, _ in ordered])
    times = np.array([NOW - round(days * DAY) for _, days in ordered])
    ids, counts = np.unique(artists, return_counts=True)
    history = History(ids, counts, np.array([times[artists == one].max() for one in ids]))
    return history, TimedPlays(artists, times)


some_plays = st.lists(st.tuples(st.sampled_from(SOLO.artist_ids.tolist()), st.floats(0, 4000)), min_size=1, max_size=60)


@given(some_plays)
def test_the_reasons_and_the_recency_sum_to_the_score(plays: list[tuple[int, float]]) -> None:
    history = with_recency(*listening(*plays))
    for row in recommend(SOLO, history, RecommendQuery(n=6, heard="any")).rows:
        explained = explain(SOLO, history, row.artist_id)
        assert explained is not None
        parts = sum(part.contribution for part in explained.contributions) + explained.recency
        assert parts == pytest.approx(explained.score, abs=1e-9)
        assert explained.score == pytest.approx(row.score, abs=1e-9)


@given(some_plays)
def test_recency_is_the_fading_sum_of_the_plays(plays: list[tuple[int, float]]) -> None:
    history, timed = listening(*plays)
    told = with_recency(history, timed).recency
    assert told is not None
    newest = int(timed.played_at.max())
    for artist, recency in zip(history.artist_ids, told, strict=True):
        ages = [(newest - at) / DAY for who, at in zip(timed.artist_ids, timed.played_at, strict=True) if who == artist]
        assert recency == pytest.approx(np.log(1 + sum(2 ** (-age / 60) for age in ages)), rel=1e-12)


def test_model_and_recency_count_the_same() -> None:
    rng = np.random.default_rng(1)
    scores, recency = rng.normal(0.3, 0.05, 50), rng.exponential(3, 50)
    added = scores + weight_beside(scores, recency) * recency
    standard = [(x - x.mean()) / x.std() for x in (scores, recency)]
    assert np.argsort(added).tolist() == np.argsort(sum(standard)).tolist()


def test_what_was_played_last_month_rises() -> None:
    old = [(artist, 900.0) for artist in (1, 4, 7, 10, 13, 16) for _ in range(20)]
    history, timed = listening(*old, *[(16, 3.0)] * 5)
    without = recommend(SOLO, history, RecommendQuery(heard="any")).rows
    blended = recommend(SOLO, with_recency(history, timed), RecommendQuery(heard="any")).rows
    before, after = ({row.artist_id: row.rank for row in rows}[16] for rows in (without, blended))
    assert after < before
    explained = explain(SOLO, with_recency(history, timed), 16)
    assert explained is not None
    assert explained.recency > 0


def test_new_artists_gain_nothing() -> None:
    history, timed = listening((1, 0.0), (4, 40.0), (4, 30.0), (13, 700.0))
    assert recommend(SOLO, with_recency(history, timed), RecommendQuery()) == recommend(SOLO, history, RecommendQuery())


def test_without_times_recency_adds_nothing() -> None:
    history, _ = listening((1, 0.0), (4, 40.0))
    history = replace(history, last_played=np.full(2, -1))
    nothing = TimedPlays(np.empty(0, np.int64), np.empty(0, np.int64))
    query = RecommendQuery(heard="any")
    assert recommend(SOLO, with_recency(history, nothing), query) == recommend(SOLO, history, query)


def test_plays_all_of_one_age_add_nothing() -> None:
    recency = recencies(np.array([0, 1, 2]), np.full(3, NOW), NOW, 3)
    assert weight_beside(np.array([0.1, 0.2, 0.3]), recency) == 0
