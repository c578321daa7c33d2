"""Training as its caller sees it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from desktop_als.als import half_epoch, kernels
from desktop_als.als.factors import Factors
from desktop_als.als.fold_in import fold_in
from desktop_als.als.objective import gram, loss
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import WEIGHTINGS, Settings, Weighting
from desktop_als.als.trainer import Trainer, warm_up
from desktop_als.als.weighting import prepared, weigh
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken, Progress
from tests.als import oracle

SMALL = Settings(factors=8, epochs=4, threads=1)


@pytest.fixture
def many_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_epoch, "CHUNK_ROWS", 7)


def train(chosen: Settings = SMALL, **matrix: int) -> tuple[Trainer, list[EpochReport]]:
    trainer = Trainer(oracle.community(**matrix), chosen, CancelToken())
    return trainer, list(trainer)


@pytest.mark.parametrize("objective", ["ials", "hkv"])
def test_each_report_tells_the_objective_of_the_factors(objective: str) -> None:
    community = oracle.community()
    chosen = dataclasses.replace(
        SMALL, objective=objective, unobserved_weight=1.0, artist_regularization=0.3, relaxation=1.7
    )
    weights = weigh(community, chosen).matrix
    trainer = Trainer(community, chosen, CancelToken())
    for report in trainer:
        parts = (report.observed, report.unobserved, report.regularization)
        exact = loss(weights, trainer.factors, chosen)
        dense = oracle.loss_parts(weights.toarray().astype(np.float64), *oracle.doubles(trainer.factors), chosen)
        assert parts == pytest.approx(dense, rel=1e-4)
        assert (exact.observed, exact.unobserved, exact.regularization) == pytest.approx(dense, rel=1e-4)
        assert report.loss == pytest.approx(exact.total, rel=1e-4)


@pytest.mark.parametrize("relaxation", [1.0, 1.5, 1.9])
@pytest.mark.parametrize("objective", ["ials", "hkv"])
def test_the_objective_never_rises_with_many_steps(objective: str, relaxation: float) -> None:
    _, reports = train(
        Settings(factors=6, epochs=15, cg_steps=20, objective=objective, relaxation=relaxation, threads=1)
    )
    losses = np.array([report.loss for report in reports])
    assert (np.diff(losses) <= 1e-5 * losses[:-1]).all()
    assert losses[-1] < 0.9 * losses[0]


def test_relaxation_needs_fewer_epochs() -> None:
    plain = train(Settings(factors=6, epochs=20, threads=1))[1]
    relaxed = train(Settings(factors=6, epochs=12, relaxation=1.5, threads=1))[1]
    assert relaxed[-1].loss < plain[-1].loss


def test_a_trained_artist_row_is_the_best_for_its_listeners() -> None:
    chosen = Settings(factors=5, epochs=4, cg_steps=40, relaxation=1.5, threads=1)
    trainer, _ = train(chosen)
    X, Y = oracle.doubles(trainer.factors)
    weights = weigh(oracle.community(), chosen).matrix.toarray().astype(np.float64)
    assert np.allclose(Y, oracle.best_rows(weights.T, X, chosen), atol=1e-3)


def test_a_fold_in_equals_a_row_solved_in_training(many_chunks: None) -> None:
    chosen = Settings(factors=5, epochs=60, cg_steps=40, regularization=0.02, threads=1)
    trainer, _ = train(chosen)
    X, Y = trainer.factors.listeners, trainer.factors.artists
    weights = weigh(oracle.community(), chosen).matrix
    for u in range(0, 60, 9):
        row = weights[u]
        assert fold_in(Y, gram(Y), row.indices, row.data, chosen) == pytest.approx(X[u], abs=5e-3)


def test_threads_do_not_change_the_factors(many_chunks: None) -> None:
    one, reports_one = train(SMALL, rows=200, artists=90)
    two, reports_two = train(dataclasses.replace(SMALL, threads=2), rows=200, artists=90)
    assert np.array_equal(one.factors.listeners, two.factors.listeners)
    assert np.array_equal(one.factors.artists, two.factors.artists)
    assert [r.loss for r in reports_one] == [r.loss for r in reports_two]


def test_the_seed_decides_the_factors() -> None:
    first, again, other = train()[0], train()[0], train(dataclasses.replace(SMALL, seed=2))[0]
    assert np.array_equal(first.factors.artists, again.factors.artists)
    assert not np.array_equal(first.factors.artists, other.factors.artists)


def test_progress_moves_inside_an_epoch_and_ends_at_the_total(many_chunks: None) -> None:
    seen: list[Progress] = []
    for _ in Trainer(oracle.community(), SMALL, CancelToken(), seen.append):
        pass
    done = [event.done for event in seen]
    assert done == sorted(done)
    assert len([share for share in done if 1 < share < 2]) > 5
    assert done[-1] == seen[-1].total == SMALL.epochs
    assert seen[0].step == "Epoch 1 of 4"


def test_cancel_in_the_middle_keeps_every_row_that_was_improved(many_chunks: None) -> None:
    cancel = CancelToken()

    def stop_in_third_epoch(event: Progress) -> None:
        if event.done > 2.6:
            cancel.cancel()

    community = oracle.community()
    trainer = Trainer(community, SMALL, cancel, stop_in_third_epoch)
    with pytest.raises(Cancelled):
        list(trainer)
    assert len(trainer.reports) == 2
    stopped = loss(weigh(community, SMALL).matrix, trainer.factors, SMALL).total
    _, whole = train()
    assert whole[2].loss * (1 - 1e-6) <= stopped < whole[1].loss


def test_cancel_before_the_first_epoch_leaves_the_start() -> None:
    cancel = CancelToken()
    trainer = Trainer(oracle.community(), SMALL, cancel)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(trainer)
    assert not trainer.factors.listeners.any()


def test_a_cancelled_training_does_not_even_prepare() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Trainer(oracle.community(), SMALL, cancel)


def test_numbers_beyond_float32_end_in_a_sentence_and_the_factors_of_before() -> None:
    start = Factors(np.ones((60, 8), np.float32), np.full((40, 8), 1e25, np.float32))
    trainer = Trainer(oracle.community(), SMALL, CancelToken(), start=start)
    with pytest.raises(TrainingError, match="grew without bound"):
        list(trainer)
    assert np.array_equal(trainer.factors.listeners, start.listeners)
    assert np.array_equal(trainer.factors.artists, start.artists)


def test_overwhelming_regularization_leaves_nothing_but_is_no_failure() -> None:
    trainer, _ = train(dataclasses.replace(SMALL, regularization=1e38))
    assert np.abs(trainer.factors.listeners).max() < 1e-6


ODD = {
    "one play": [[3]],
    "one listener": [[1, 2, 3]],
    "one artist": [[1], [2]],
    "huge and tiny counts": [[1e30, 1], [1e-30, 2]],
    "empty rows and columns": [[0, 0, 0], [0, 4, 1], [0, 0, 2]],
    "a dislike": [[1, -2], [3, 1]],
    "nothing but dislikes": [[-1, -2], [0, -1]],
}


@pytest.mark.parametrize("plays", ODD.values(), ids=ODD)
@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("in_half_precision", [False, True])
def test_tiny_and_odd_matrices_train(
    plays: list[list[float]], weighting: Weighting, in_half_precision: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_half_precision:
        monkeypatch.setattr(half_epoch, "HALVES_FROM", 0)
    chosen = Settings(factors=32, epochs=4, weighting=weighting, relaxation=1.5, threads=2)
    trainer = Trainer(oracle.interactions(plays), chosen, CancelToken())
    *_, last = trainer
    assert np.isfinite(last.loss)
    assert trainer.factors.listeners.shape == (len(plays), 32)
    assert trainer.factors.listeners.flags.c_contiguous
    assert np.isfinite(trainer.factors.listeners).all()
    assert np.isfinite(trainer.factors.artists).all()


@pytest.mark.parametrize("plays", [[[0, 0]], [[np.nan, 1]], [[np.inf, 1]], [[-np.inf, 1]]])
def test_what_cannot_be_learned_from_is_a_sentence(plays: list[list[float]]) -> None:
    with pytest.raises(TrainingError, match=r"\.$"):
        Trainer(oracle.interactions(plays), SMALL, CancelToken())


@pytest.mark.skipif(not kernels.halves_are_fast(), reason="this processor has no fast half precision")
@pytest.mark.parametrize("objective", ["ials", "hkv"])
def test_half_precision_reaches_the_same_objective(objective: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Settings(factors=16, epochs=8, objective=objective, threads=1)
    whole = train(chosen, rows=300, artists=200)[1][-1].loss
    monkeypatch.setattr(half_epoch, "HALVES_FROM", 0)
    assert train(chosen, rows=300, artists=200)[1][-1].loss == pytest.approx(whole, rel=1e-4)


def test_a_single_listener_likes_what_was_played() -> None:
    trainer = Trainer(
        oracle.interactions([[4, 9, 2]]), Settings(factors=16, epochs=20, regularization=0.01), CancelToken()
    )
    list(trainer)
    scores = trainer.factors.listeners @ trainer.factors.artists.T
    assert (scores > 0.8).all()


def test_training_can_start_from_given_factors() -> None:
    half, _ = train(dataclasses.replace(SMALL, epochs=2))
    rest = Trainer(oracle.community(), dataclasses.replace(SMALL, epochs=2), CancelToken(), start=half.factors)
    list(rest)
    whole, _ = train()
    assert np.allclose(
        rest.factors.artists @ rest.factors.listeners.T, whole.factors.artists @ whole.factors.listeners.T, atol=1e-3
    )


def test_warm_up_trains_nothing_of_the_caller() -> None:
    warm_up()


@pytest.mark.parametrize("objective", ["ials", "explicit"])
def test_a_matrix_weighed_before_trains_to_the_same_factors(objective: str) -> None:
    chosen = dataclasses.replace(SMALL, objective=objective, unobserved_weight=0.1 * (objective == "ials"))
    community = oracle.community()
    given, weighed = (Trainer(m, chosen, CancelToken()) for m in (community, prepared(community, chosen)))
    assert [report.loss for report in given] == [report.loss for report in weighed]
    assert np.array_equal(given.factors.artists, weighed.factors.artists)
    assert (given.scale.multiplier, given.rating_mean) == (weighed.scale.multiplier, weighed.rating_mean)
