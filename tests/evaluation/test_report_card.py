from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, EvaluationError
from desktop_als.evaluation.next_artist import Moment
from desktop_als.evaluation.report_card import ReportCard, report_card
from desktop_als.evaluation.sittings import Sittings
from desktop_als.plays import TimedPlays
from desktop_als.progress import CancelToken, Progress
from tests.evaluation import histories

SETTINGS = Settings(factors=16, epochs=8, unobserved_weight=0.1, regularization=0.02, threads=1)


def card_of(plays: TimedPlays) -> ReportCard:
    return report_card(plays, SETTINGS, CancelToken())


def ndcg(card: ReportCard) -> dict[str, float]:
    return {mark.method: mark.ndcg for mark in card.marks}


@pytest.fixture(scope="module")
def phases() -> ReportCard:
    return card_of(histories.phases(sessions=600, length=100))


@pytest.fixture(scope="module")
def moods() -> ReportCard:
    return card_of(histories.moods())


def test_every_method_is_marked(moods: ReportCard) -> None:
    assert [mark.method for mark in moods.marks] == [
        "random",
        "popularity",
        "recency",
        "item cosine",
        "ALS",
        "item cosine + recency",
        "ALS + recency",
    ]
    for mark in moods.marks:
        low, high = mark.interval
        assert 0 <= low <= mark.ndcg <= high <= 1
        assert mark.ndcg <= mark.hits <= 1


def test_who_repeats_the_artists_of_the_month_is_known_by_recency(phases: ReportCard) -> None:
    reached = ndcg(phases)
    assert reached["recency"] > 2 * reached["popularity"]
    assert reached["ALS + recency"] > reached["ALS"]
    assert reached["item cosine + recency"] > reached["item cosine"]


def test_who_listens_by_mood_is_known_by_what_goes_together(moods: ReportCard) -> None:
    reached = ndcg(moods)
    for method in ("ALS", "item cosine"):
        assert reached[method] > 1.3 * max(reached["popularity"], reached["recency"])


def test_the_last_tenth_of_the_sessions_is_predicted(moods: ReportCard) -> None:
    assert (moods.learned, moods.predicted, moods.artists) == (180, 20, 40)
    assert moods.guesses == 20 * 6


def test_chance_reaches_what_chance_must(moods: ReportCard) -> None:
    """Of 40 artists up to five are out, so the right one is anywhere among 35 to 40."""
    by_place = 1 / np.log2(np.arange(2, 12))
    assert ndcg(moods)["random"] == pytest.approx(by_place.sum() / 37.5, abs=0.04)


def test_the_same_history_has_the_same_card(moods: ReportCard) -> None:
    assert card_of(histories.moods()) == moods


def test_a_short_history_is_told_to_be_short() -> None:
    with pytest.raises(EvaluationError, match="takes 50 listening sessions with dates to check this, and there are 12"):
        card_of(histories.moods(sessions=12))
    with pytest.raises(EvaluationError, match="there are 0"):
        card_of(TimedPlays(np.empty(0, np.int64), np.empty(0, np.int64)))


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()

    def stop_when_predicting(now: Progress) -> None:
        if now.done >= 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        report_card(histories.moods(), SETTINGS, cancel, stop_when_predicting)


def test_one_artist_alone_is_a_card_too() -> None:
    card = card_of(histories.in_sessions([np.zeros(3, np.int64)] * 60))
    assert all(mark.ndcg == 1 for mark in card.marks)


some_history = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=8), min_size=3, max_size=8)


@given(some_history, st.data())
def test_a_guess_goes_by_what_came_before_it_and_by_nothing_else(played: list[list[int]], data: st.DataObject) -> None:
    plays = histories.in_sessions([np.array(session) for session in played])
    sittings = Sittings.of(plays)
    assert len(sittings) == len(played)
    session = data.draw(st.integers(1, len(played) - 1))
    moment = Moment.of(sittings, session)
    artists = (sittings.artist_ids - 1).tolist()
    assert [artists[target] for target in moment.targets] == list(dict.fromkeys(played[session]))
    before = [artist for earlier in played[:session] for artist in earlier]
    for guess, target in enumerate(moment.targets):
        so_far = played[session][: played[session].index(artists[target])]
        heard = moment.heard.plays[[guess]].toarray()[0]
        assert heard.tolist() == [(so_far if guess else before).count(artist) for artist in artists]
    assert moment.plays.tolist() == [before.count(artist) for artist in artists]
    assert (moment.recency > 0).tolist() == [artist in before for artist in artists]


@given(some_history)
def test_the_first_sessions_become_rows(played: list[list[int]]) -> None:
    sittings = Sittings.of(histories.in_sessions([np.array(session) for session in played]))
    matrix = sittings.matrix(len(played) - 1)
    artists = (sittings.artist_ids - 1).tolist()
    expected = [[session.count(artist) for artist in artists] for session in played[:-1]]
    assert matrix.plays.toarray().tolist() == expected
    newest = np.zeros(matrix.plays.shape, np.int64)
    for session in range(len(played) - 1):
        for play in range(*sittings.plays_of(session).indices(10**9)):
            newest[session, sittings.columns[play]] = sittings.played_at[play]
    assert matrix.last_played.tolist() == newest[newest > 0].tolist()
