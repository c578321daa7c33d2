from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.evaluation import tuning
from desktop_als.evaluation.sample import sample
from desktop_als.evaluation.space import Space
from desktop_als.evaluation.trials import Trial, Tuning
from desktop_als.evaluation.tuning import Budget, tune
from desktop_als.evaluation.validation import Validation
from desktop_als.progress import CancelToken, Progress
from tests.als import oracle

BASE = Settings(factors=8, epochs=3, regularization=0.05, frequency="observed", threads=1)


@pytest.fixture(autouse=True)
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "ROUNDS", ((4, 0.6), (6, 0.8), (8, 1.0)))
    monkeypatch.setattr(tuning, "EPOCHS", 6)


@pytest.fixture(scope="module")
def listeners() -> Interactions:
    return oracle.community(rows=150)


class Clock:
    """Moves on by ``step`` seconds whenever it is looked at."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def timeless(found: Tuning) -> list[Trial]:
    return [replace(trial, seconds=0) for trial in found.trials]


def test_few_factors_come_first_and_the_presets_settings_before_all(listeners):
    found = tune(listeners, BASE, Budget(trials=10))
    assert [trial.number for trial in found.trials] == list(range(10))
    assert [trial.settings.factors for trial in found.trials] == [4] * 6 + [6] * 2 + [8] * 2
    first = found.trials[0].settings
    assert (first.unobserved_weight, first.weighting, first.frequency) == (0.05, "log", "observed")
    assert first.regularization == pytest.approx(0.05)
    assert len({trial.settings.regularization for trial in found.trials}) > 5


def test_the_best_of_a_round_begins_the_next(listeners):
    found = tune(listeners, BASE, Budget(trials=10)).trials
    best = max(found[:6], key=lambda trial: trial.ndcg).settings
    wider = found[6].settings
    assert wider.regularization == pytest.approx(best.regularization)
    assert wider.unobserved_weight == pytest.approx(best.unobserved_weight)
    assert wider.weighting == best.weighting


def test_a_trial_tells_its_best_epoch(listeners):
    trial = tune(listeners, BASE, Budget(trials=1)).trials[0]
    assert trial.state == "kept"
    assert trial.epochs == len(trial.history)
    assert trial.ndcg == max(trial.history) == trial.history[trial.settings.epochs - 1]
    assert 0 < trial.ndcg <= 1


def test_as_many_trials_from_the_same_seed_are_the_same_trials(listeners):
    once, again = (tune(listeners, BASE, Budget(trials=7), seed=5) for _ in range(2))
    assert timeless(once) == timeless(again)
    other = tune(listeners, BASE, Budget(trials=7), seed=6)
    assert timeless(once) != timeless(other)


def test_going_on_keeps_what_was_tried_and_proposes_something_else(listeners):
    before = tune(listeners, BASE, Budget(trials=5))
    heard: list[Trial] = []
    after = tune(listeners, BASE, Budget(trials=5), kept=before.trials, trial_done=heard.append)
    assert after.trials[:5] == before.trials
    assert list(after.trials[5:]) == heard
    assert [trial.number for trial in heard] == [5, 6, 7, 8, 9]
    assert heard[0].settings.regularization != before.trials[0].settings.regularization
    assert after.best is max(after.trials, key=lambda trial: trial.ndcg)


def test_a_trial_worse_than_the_others_is_ended_early(listeners):
    found = tune(listeners, BASE, Budget(trials=40))
    pruned = [trial for trial in found.trials if trial.state == "pruned"]
    assert pruned
    kept = [trial.ndcg for trial in found.trials if trial.state == "kept"]
    assert max(trial.ndcg for trial in pruned) < max(kept)
    assert min(trial.epochs for trial in pruned) == 2


def test_a_trial_whose_numbers_leave_all_bounds_is_told_as_failed(listeners, monkeypatch):
    monkeypatch.setattr(Validation, "ndcg", lambda *_: float("nan"))
    found = tune(listeners, BASE, Budget(trials=3))
    assert [(trial.state, trial.ndcg) for trial in found.trials] == [("failed", 0.0)] * 3
    assert found.best is None


def test_the_time_is_kept(listeners):
    clock = Clock(step=0.25)
    budget = Budget(minutes=1, clock=clock)
    found = tune(listeners, BASE, budget)
    assert found.trials
    assert clock.now - budget.began < 60 + 2


def test_a_trial_that_the_end_of_the_time_cuts_short_is_told_so(listeners):
    clock = Clock(step=0)

    def end_in_the_second(now: Progress) -> None:
        if now.step.startswith("Trial 2: Epoch 2"):
            clock.now = 61

    first, second = tune(listeners, BASE, Budget(minutes=1, clock=clock), progress=end_in_the_second).trials
    assert first.state == "kept"
    assert (second.state, second.epochs) == ("pruned", 2)


def test_even_a_moment_gives_one_trial_or_none_and_no_error(listeners):
    assert len(tune(listeners, BASE, Budget(minutes=0.001, clock=Clock(step=1))).trials) == 0
    found = tune(listeners, BASE, Budget(minutes=1, trials=1))
    assert len(found.trials) == 1


def test_when_trials_take_long_fewer_rows_are_learnt_from_and_later_calls_keep_to_them(listeners, monkeypatch):
    monkeypatch.setattr(tuning, "FEWEST_ROWS", 40)
    found = tune(listeners, BASE, Budget(minutes=1, clock=Clock(step=0.6)))
    shares = {trial.share for trial in found.trials}
    assert len(shares) == 1
    assert 40 / 120 <= shares.pop() < 1
    again = tune(listeners, BASE, Budget(trials=2), kept=found.trials)
    assert again.trials[-1].share == found.trials[0].share


def test_cancel_ends_the_search_and_leaves_the_finished_trials(listeners):
    cancel, heard = CancelToken(), []

    def stop_in_the_third(now: Progress) -> None:
        if now.step.startswith("Trial 3"):
            cancel.cancel()

    with pytest.raises(Cancelled):
        tune(listeners, BASE, Budget(trials=9), cancel=cancel, progress=stop_in_the_third, trial_done=heard.append)
    assert [trial.number for trial in heard] == [0, 1]


def test_progress_only_grows(listeners):
    told: list[float] = []
    tune(listeners, BASE, Budget(trials=4), progress=lambda now: told.append(now.fraction or 0))
    assert told == sorted(told)
    assert told[-1] <= 1


def test_what_cannot_be_compared_is_told_in_a_sentence(listeners):
    with pytest.raises(TrainingError, match="too few listeners"):
        tune(oracle.community(rows=20), BASE, Budget(trials=1))
    with pytest.raises(TrainingError, match="ratings"):
        tune(replace(listeners, row_kind="ratings"), BASE, Budget(trials=1))
    for budget in ({}, {"minutes": 0}, {"minutes": -1.0}, {"trials": -2}):
        with pytest.raises(TrainingError, match="how many minutes"):
            Budget(**budget)


@pytest.mark.parametrize("frequency", ["all", "observed"])
def test_a_place_and_its_settings_are_the_same(frequency):
    base = replace(BASE, frequency=frequency)
    plays = oracle.community(rows=60).plays
    space = Space.of(plays, frequency, has_times=True)
    place = {
        "strength": 0.07,
        "unobserved_weight": 0.3,
        "frequency_exponent": 0.8,
        "weighting": "bm25",
        "half_life": 365.0,
    }
    settings = space.settings(base, place)
    assert settings.half_life == 365
    assert settings.frequency == frequency
    assert space.place(settings) == {**place, "strength": pytest.approx(0.07)}
    assert space.holds(settings)
    for elsewhere in (
        {"regularization": 40.0},
        {"unobserved_weight": 9.0},
        {"weighting": "linear"},
        {"half_life": 3.0},
    ):
        assert not space.holds(replace(settings, **elsewhere))
    narrow = space.around(settings)
    assert narrow.holds(settings)
    assert not narrow.holds(replace(settings, unobserved_weight=0.1))


def test_the_strength_is_that_of_an_average_row_whatever_the_exponent():
    plays = oracle.community(rows=60).plays
    space = Space.of(plays, "observed", has_times=False)
    place = {
        "strength": 0.1,
        "unobserved_weight": 0.3,
        "frequency_exponent": 1.0,
        "weighting": "log",
        "half_life": "never",
    }
    flat, steep = (space.settings(BASE, {**place, "frequency_exponent": nu}) for nu in (0.5, 1.0))
    assert steep.regularization == pytest.approx(0.1)
    average = np.sqrt((plays.nnz / 60 + 1) * (plays.nnz / 40 + 1))
    assert flat.regularization * average**0.5 == pytest.approx(0.1 * average)


def test_a_half_life_is_sought_only_where_there_are_times():
    plays = oracle.community(rows=60).plays
    assert Space.of(plays, "observed", has_times=False).half_lives == ("never",)
    assert 365.0 in Space.of(plays, "observed", has_times=True).half_lives


def test_a_sample_holds_some_rows_with_the_artists_they_play_and_what_can_be_judged_by_them():
    whole = oracle.interactions(
        np.kron(np.eye(40, dtype=int), np.ones((5, 6), dtype=int))
    )  # 200 rows, 40 separate tastes
    training, validation = Validation.hold_out(whole, seed=1, share=0.2)
    few, judged = sample(training, validation, 0.1, seed=3)
    assert few.plays.shape[0] == 16
    assert few.plays.getnnz(axis=0).min() > 0
    of_ids = dict(zip(few.row_ids.tolist(), few.plays.toarray().tolist(), strict=True))
    for row, cells in of_ids.items():
        known = whole.plays[row].toarray().ravel()
        assert cells == known[few.artist_ids].tolist()
        assert sum(cells) == known.sum()
    assert len(few.last_played) == few.plays.nnz
    assert judged.shown.artist_ids.tolist() == few.artist_ids.tolist()
    assert judged.hidden.getnnz(axis=1).min() == judged.hidden.getnnz(axis=1).max() == 1
    assert judged.shown.plays.getnnz(axis=1).min() > 0
    assert 0 < judged.hidden.shape[0] < validation.hidden.shape[0]
    assert sample(training, validation, 1.0, seed=3) == (training, validation)
