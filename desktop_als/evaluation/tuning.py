"""Looking for settings: many short trainings, each judged on the same held-out rows, the hopeless ones ended early.

Trials go by width. With few factors a training takes seconds and tells settings apart; the best are tried again with more factors,
and a little around them. Within a width optuna's tree-structured Parzen estimator proposes (Bergstra et al. 2011), and a trial
that is worse than the median of the earlier ones at the same epoch is ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import TrainingError
from desktop_als.evaluation.sample import sample
from desktop_als.evaluation.space import Space
from desktop_als.evaluation.trials import Bench, Trial, TrialState, Tuning
from desktop_als.evaluation.validation import Validation
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

if TYPE_CHECKING:
    import optuna

ROUNDS = ((48, 0.4), (128, 0.7), (256, 1.0))
"""Factors of each round, and the share of the time or of the trials at which it ends."""

PASSED_ON = 3
"""The best trials of a round that begin the next."""

EPOCHS = 16
"""At most; half as many are usual before a trial ends."""

HELD_OUT = 0.2
"""Share of the rows to judge by: twice what chooses an epoch, as many trials in a row find what suits a few listeners by chance."""

FEWEST_TRIALS = 15
"""If fewer fit into the time, fewer rows are learnt from."""

PROBE = 1_000_000
"""Entries on which it is measured how long a trial takes."""

NEARLY_ALL = 0.8
"""Of the rows: then a sample would save nothing to speak of."""

FEWEST_ROWS = 1000
"""Of which a sample consists."""


@dataclass(slots=True)
class Budget:
    """What one call may spend. ``trials`` and ``minutes`` both limit it when both are given."""

    minutes: float | None = None
    trials: int | None = None
    clock: Callable[[], float] = time.monotonic
    tried: int = 0
    began: float = field(init=False)

    def __post_init__(self) -> None:
        if not (self.minutes or self.trials) or min(self.minutes or 1, self.trials or 1) <= 0:
            raise TrainingError("Say how many minutes, or how many trials, the search may take.")
        self.began = self.clock()

    @property
    def used(self) -> float:
        """The share of the time or of the trials that is used up, whichever is more."""
        of_time = (self.clock() - self.began) / (60 * self.minutes) if self.minutes else 0.0
        return max(of_time, self.tried / self.trials if self.trials else 0.0)

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.used >= 1


def tune(
    interactions: Interactions,
    base: Settings,
    budget: Budget,
    *,
    kept: Sequence[Trial] = (),
    seed: int = 0,
    cancel: CancelToken | None = None,
    progress: ProgressSink = ignore_progress,
    trial_done: Callable[[Trial], None] = lambda _: None,
) -> Tuning:
    """Try settings until the budget is spent.

    Limited by trials alone, the outcome depends on the arguments only. Limited by time, a large matrix gives a sample of its rows
    so that at least :data:`FEWEST_TRIALS` fit; going on from ``kept`` keeps their sample.

    Args:
        interactions: rows of listeners or sessions.
        base: the first settings tried, and what is not sought: objective, frequency, conjugate-gradient steps, seed, threads.
        budget: fresh.
        kept: trials of earlier calls on the same matrix with the same ``seed``.
        seed: of the held-out rows, of the sample and of the proposals.
        cancel: looked at many times within an epoch.
        progress: told of each epoch.
        trial_done: called with each trial as it ends, so that it can be kept.

    Raises:
        TrainingError: there is nothing to choose by: ratings, or too few rows.
        Cancelled: ``cancel`` was raised; the trials that ``trial_done`` heard of stand.
    """

    def tell(now: Progress) -> None:
        progress(Progress(now.step, budget.used, 1.0))

    cancel = cancel or CancelToken()
    bench = Bench(*_divided(interactions, seed, cancel), 1.0, budget.clock, cancel, tell)
    bench = _sampled(bench, kept[-1].share if kept else _affordable(bench, base, budget, seed), seed)
    trials = list(kept)
    space = Space.of(bench.training.plays, base.frequency, has_times=interactions.knows_up_to >= 0)
    first = [base]
    for factors, share in ROUNDS:
        study = _study(space, [t for t in trials if t.settings.factors == factors], seed + len(trials))
        for settings in first:
            study.enqueue_trial(space.place(settings), skip_if_exists=True)
        while budget.used < share:
            trial = _try_next(study, space, replace(base, factors=factors, epochs=EPOCHS), bench, len(trials), budget)
            trials.append(trial)
            trial_done(trial)
        best = _best_of(trials, factors) or _best_of(trials)
        if best:
            first, space = best, space.around(best[0])
    return Tuning(tuple(trials))


def _divided(interactions: Interactions, seed: int, cancel: CancelToken) -> tuple[Interactions, Validation]:
    """Rows to learn from, and rows to judge by."""
    if interactions.row_kind == "ratings":
        raise TrainingError("Settings are sought by what listeners play. For ratings, choose a preset.")
    parts = Validation.hold_out(interactions, seed, HELD_OUT, cancel)
    if parts is None:
        raise TrainingError("There are too few listeners to compare settings by. The presets suit small libraries.")
    return parts


def _try_next(study: optuna.Study, space: Space, base: Settings, bench: Bench, number: int, budget: Budget) -> Trial:
    asked = study.ask(space.distributions())

    def ended(epoch: int, ndcg: float) -> TrialState | None:
        asked.report(ndcg, epoch)
        return "pruned" if asked.should_prune() or budget.spent else None

    trial = bench.run(number, space.settings(base, asked.params), ended)
    study.tell(asked, trial.ndcg if trial.state == "kept" else None, _outcome(trial))
    budget.tried += 1
    return trial


def _study(space: Space, trials: Sequence[Trial], seed: int) -> optuna.Study:
    """A study that has seen ``trials``, those of them that lie in ``space``."""
    import optuna  # noqa: PLC0415 - takes half a second, and only a search for settings needs it

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=8),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=2),
    )
    for trial in (t for t in trials if space.holds(t.settings)):
        study.add_trial(
            optuna.trial.create_trial(
                state=_outcome(trial),
                params=space.place(trial.settings),
                distributions=space.distributions(),
                value=trial.ndcg if trial.state == "kept" else None,
                intermediate_values=dict(enumerate(trial.history, start=1)),
            )
        )
    return study


def _outcome(trial: Trial) -> optuna.trial.TrialState:
    from optuna.trial import TrialState  # noqa: PLC0415 - see _study

    return {"kept": TrialState.COMPLETE, "pruned": TrialState.PRUNED, "failed": TrialState.FAIL}[trial.state]


def _best_of(trials: Sequence[Trial], factors: int | None = None) -> list[Settings]:
    """The settings of the best trials, of one width or of all, best first."""
    good = [t for t in trials if t.state == "kept" and factors in {None, t.settings.factors}]
    return [trial.settings for trial in sorted(good, key=lambda t: -t.ndcg)[:PASSED_ON]]


def _affordable(bench: Bench, base: Settings, budget: Budget, seed: int) -> float:
    """The share of the training rows with which :data:`FEWEST_TRIALS` fit into the first round, by the clock."""
    from desktop_als.als.trainer import warm_up  # noqa: PLC0415 - loads numba

    rows = int(bench.training.plays.shape[0])
    if budget.minutes is None or rows <= FEWEST_ROWS:
        return 1.0
    warm_up()  # or the probe would be charged for compiling
    factors, part = ROUNDS[0]
    probe = _sampled(bench, min(1.0, PROBE / bench.training.plays.nnz), seed)
    epoch = probe.run(0, replace(base, factors=factors, epochs=1), lambda *_: "kept").seconds
    affordable = part * 60 * budget.minutes / max(FEWEST_TRIALS * EPOCHS / 2 * epoch / probe.share, 1e-9)
    return 1.0 if affordable > NEARLY_ALL else max(FEWEST_ROWS / rows, affordable)


def _sampled(bench: Bench, share: float, seed: int) -> Bench:
    training, validation = sample(bench.training, bench.validation, share, seed)
    return replace(bench, training=training, validation=validation, share=share)
