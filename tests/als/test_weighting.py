"""Weights from plays."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from desktop_als.als import weighting as module
from desktop_als.als.settings import WEIGHTINGS, Settings, Weighting
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Scale, row_weights, weigh
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken
from tests.als import oracle

DAY = 86_400


def slow_weight(table: list[list[float]], u: int, i: int, weighting: str) -> float:
    """One weight before scaling, straight from the formulas."""
    n = abs(table[u][i])
    rows = len(table)
    listeners = sum(1 for row in table if row[i] != 0)
    idf = math.log(1 + (rows - listeners + 0.5) / (listeners + 0.5))
    mean_length = sum(abs(x) for row in table for x in row) / rows
    length = sum(abs(x) for x in table[u]) / mean_length
    formulas: dict[str, float] = {
        "log": math.log(1 + n),
        "linear": n,
        "sqrt": n**0.5,
        "binary": 1.0,
        "tfidf": n**0.5 * idf,
        "bm25": idf * n / (n + 1.2 * (0.25 + 0.75 * length)),
    }
    return formulas[weighting]


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    """Plays of up to 7 listeners and 6 artists; some are dislikes, some rows may be empty."""
    rows, artists = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    cell = st.sampled_from([0, 0, 1, 2, 7, 300, -1, -4])
    table = draw(st.lists(st.lists(cell, min_size=artists, max_size=artists), min_size=rows, max_size=rows))
    table[0][0] = table[0][0] or 1
    return [[float(x) for x in row] for row in table]


@given(
    table=tables(),
    weighting=st.sampled_from(WEIGHTINGS),
    confidence=st.sampled_from([1.0, 0.3, 40.0]),
    block=st.integers(1, 9),
)
@runs(max_examples=150, deadline=None)
def test_weights_are_the_formulas_scaled_to_the_confidence(
    table: list[list[float]], weighting: Weighting, confidence: float, block: int
) -> None:
    expected = np.array(
        [
            [math.copysign(slow_weight(table, u, i, weighting), x) if x else 0.0 for i, x in enumerate(row)]
            for u, row in enumerate(table)
        ]
    )
    expected *= confidence / np.abs(expected[expected != 0]).mean()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        weights = weigh(oracle.interactions(table), Settings(weighting=weighting, confidence=confidence)).matrix
    assert weights.toarray() == pytest.approx(expected, rel=1e-5)
    assert weights.data.dtype == np.float32


def test_a_play_weighs_half_after_a_half_life_and_an_unknown_time_counts_as_new() -> None:
    matrix = dataclasses.replace(
        oracle.interactions([[5, 5, 5]]), last_played=np.array([100 * DAY, 70 * DAY, -1]), knows_up_to=100 * DAY
    )
    new, old, unknown = weigh(matrix, Settings(half_life=30)).matrix.data
    assert old / new == pytest.approx(0.5)
    assert unknown == new


def test_what_is_older_than_any_number_still_counts_a_little() -> None:
    matrix = dataclasses.replace(
        oracle.interactions([[5, 5, -5]]), last_played=np.array([100 * DAY, 1, 1]), knows_up_to=100 * DAY
    )
    new, old, old_dislike = weigh(matrix, Settings(half_life=1e-300)).matrix.data
    assert new == pytest.approx(3)
    assert 0 < old < 1e-30
    assert -1e-30 < old_dislike < 0


def test_each_listener_weighs_the_same_whatever_their_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK", 3)
    sessions = oracle.interactions([[1, 2, 0], [0, 5, 9], [3, 0, 1]], "sessions", owners=[7, 7, 4])
    weights = weigh(sessions, Settings())
    sums = np.asarray(weights.matrix.sum(axis=1)).ravel()
    assert sums[0] + sums[1] == pytest.approx(sums[2])
    assert weights.matrix.data.mean() == pytest.approx(1)
    assert weights.scale.multiplier is None


@pytest.mark.parametrize("confidence", [1, 7.5])
@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_row_weights_repeat_the_training(weighting: Weighting, confidence: float) -> None:
    community, chosen = oracle.community(), Settings(weighting=weighting, confidence=confidence)
    community.plays.data[::9] *= -1
    weights = weigh(community, chosen)
    row = community.plays[5]
    again = row_weights(row.data, np.full(row.nnz, -1), -1, chosen, weights.scale, row.indices)
    assert again == pytest.approx(weights.matrix[5].data)


@pytest.mark.parametrize("confidence", [1, 7.5])
def test_rows_of_a_session_model_have_the_mean_of_its_sessions(confidence: float) -> None:
    chosen = Settings(confidence=confidence)
    sessions = weigh(oracle.interactions([[1, 2, 0], [0, 5, 9]], "sessions", owners=[7, 4]), chosen)
    weights = row_weights([2, 40, -3], np.full(3, -1), -1, chosen, sessions.scale, np.arange(3))
    assert sessions.matrix.data.mean() == pytest.approx(confidence)
    assert np.abs(weights).mean() == pytest.approx(confidence)
    assert weights[2] < 0
    assert row_weights([], np.empty(0, np.int64), -1, Settings(), Scale(), np.arange(0)).shape == (0,)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize(
    "plays",
    [[[1e-30, 1e30], [1e30, 0]], [[1e-30, 1e-30], [1e-30, 0]], [[3e38, -3e38], [1, 3e38]], [[1e-38, 3e38], [-1, 0]]],
)
def test_no_factor_is_ever_nan_however_many_plays(plays: list[list[float]], weighting: Weighting) -> None:
    matrix = oracle.interactions(plays)
    chosen = Settings(factors=4, epochs=2, weighting=weighting, threads=1)
    weights = weigh(matrix, chosen).matrix.data
    assert np.isfinite(weights).all()
    assert (np.sign(weights) == np.sign(matrix.plays.data)).all()
    trainer = Trainer(matrix, chosen, CancelToken())
    for _ in trainer:
        assert np.isfinite(trainer.factors.artists).all()


def test_a_listener_beyond_all_measure_is_a_sentence() -> None:
    chosen = Settings(weighting="linear")
    scale = weigh(oracle.interactions([[1e-20, 2e-20]]), chosen).scale
    with pytest.raises(TrainingError, match="far more"):
        row_weights([1e30], np.array([-1]), -1, chosen, scale, np.array([0]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_no_count_is_a_sentence(wrong: float) -> None:
    with pytest.raises(TrainingError, match="no count"):
        weigh(oracle.interactions([[1, wrong]]), Settings())


def test_a_stored_zero_is_a_sentence() -> None:
    matrix = oracle.interactions([[1, 2]])
    matrix.plays.data[1] = 0
    with pytest.raises(TrainingError, match="no count"):
        weigh(matrix, Settings())


def test_an_empty_matrix_is_a_sentence() -> None:
    for shape in ((0, 0), (3, 2)):
        empty = dataclasses.replace(oracle.interactions([[1]]), plays=sp.csr_matrix(shape, dtype=np.float32))
        with pytest.raises(TrainingError, match="no plays"):
            weigh(empty, Settings())


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_the_plays_stay_as_they_were(weighting: Weighting) -> None:
    community = oracle.community()
    before = community.plays.copy()
    weigh(community, Settings(weighting=weighting))
    assert (community.plays != before).nnz == 0


def test_the_artists_can_be_held_back_more_than_the_listeners() -> None:
    seen = np.array([3, 5])
    both = Settings(regularization=0.1, unobserved_weight=0)
    apart = dataclasses.replace(both, artist_regularization=0.4)
    assert both.ridge(seen, 9, "artists") == pytest.approx(both.ridge(seen, 9, "listeners"))
    assert apart.ridge(seen, 9, "listeners") == pytest.approx([0.3, 0.5])
    assert apart.ridge(seen, 9, "artists") == pytest.approx([1.2, 2])
    with pytest.raises(TrainingError, match="artists' regularization"):
        dataclasses.replace(both, artist_regularization=0)


@pytest.mark.parametrize("wrong", [0, -1, np.inf, np.nan])
def test_a_confidence_that_makes_no_sense_is_a_sentence(wrong: float) -> None:
    with pytest.raises(TrainingError, match="confidence must be above 0"):
        Settings(confidence=wrong)


def test_only_the_ratio_of_confidence_and_unobserved_weight_matters_to_taste() -> None:
    community = oracle.community()
    few = Settings(factors=4, epochs=4, unobserved_weight=0.1, regularization=0.05, frequency="observed", threads=1)
    many = dataclasses.replace(few, unobserved_weight=1, regularization=0.5, confidence=10)
    scores = []
    for chosen in (few, many):
        trainer = Trainer(community, chosen, CancelToken())
        for _ in trainer:
            pass
        scores.append(trainer.factors.listeners @ trainer.factors.artists.T)
    assert scores[1] == pytest.approx(scores[0], abs=1e-3)
