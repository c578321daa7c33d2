"""One set of settings tried: trained on some rows, judged after each epoch on those held out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import TrainingError
from desktop_als.evaluation.validation import Validation
from desktop_als.progress import CancelToken, Progress, ProgressSink

TrialState = Literal["kept", "pruned", "failed"]

PATIENCE = 3
"""Epochs without a better NDCG that end a trial, as they end a training."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one set of settings.

    Attributes:
        number: 0, 1, … in the order of trying.
        settings: as tried, with the number of epochs that was best.
        ndcg: NDCG@20 of the held-out rows after the best epoch; 0 when it failed.
        epochs: run; the best one and those after it.
        seconds: spent.
        state: kept, pruned (ended early, being worse than others at the same epoch) or failed (the numbers grew without bound).
        history: NDCG@20 after each epoch.
        share: of the training's rows that was learnt from, 0 to 1.
    """

    number: int
    settings: Settings
    ndcg: float
    epochs: int
    seconds: float
    state: TrialState
    history: tuple[float, ...] = ()
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Tuning:
    """All trials so far, on one matrix."""

    trials: tuple[Trial, ...] = ()

    @property
    def best(self) -> Trial | None:
        """The trial of the highest NDCG, among equals the first; None until one has not failed."""
        return max((trial for trial in self.trials if trial.state != "failed"), key=lambda t: t.ndcg, default=None)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where trials are run: all on the same rows.

    Attributes:
        training: rows to learn from.
        validation: rows to judge by.
        share: of all training rows that ``training`` is.
        clock: seconds.
        cancel: looked at within each epoch.
        progress: told of each epoch.
    """

    training: Interactions
    validation: Validation
    share: float
    clock: Callable[[], float]
    cancel: CancelToken
    progress: ProgressSink

    def run(self, number: int, settings: Settings, ended: Callable[[int, float], TrialState | None]) -> Trial:
        """Train until :data:`PATIENCE` epochs brought nothing new, or all epochs are done, or ``ended`` says so.

        Args:
            number: of the trial.
            settings: their epochs are the most that are run.
            ended: told the epoch and its NDCG; gives the state in which the trial is to end, or None to go on.

        Raises:
            Cancelled: the token was raised.
        """
        began, history = self.clock(), list[float]()
        state: TrialState | None = None
        try:
            for ndcg in self._epochs(number, settings):
                history.append(ndcg)
                state = ended(len(history), ndcg)
                if state or len(history) - _best_epoch(history) >= PATIENCE:
                    break
        except TrainingError:
            state = "failed"
        return Trial(
            number,
            replace(settings, epochs=_best_epoch(history) or settings.epochs),
            0.0 if state == "failed" else max(history),
            len(history),
            self.clock() - began,
            state or "kept",
            tuple(history),
            self.share,
        )

    def _epochs(self, number: int, settings: Settings) -> Iterator[float]:
        """NDCG@20 after each epoch."""
        from desktop_als.als.trainer import Trainer  # noqa: PLC0415 - loads numba

        def tell(now: Progress) -> None:
            self.progress(replace(now, step=f"Trial {number + 1}: {now.step}"))

        trainer = Trainer(self.training, settings, self.cancel, tell)
        for _ in trainer:
            ndcg = self.validation.ndcg(trainer.factors.artists, settings, trainer.scale, self.cancel)
            if not math.isfinite(ndcg):
                raise TrainingError("The numbers grew without bound.")
            yield ndcg


def _best_epoch(history: list[float]) -> int:
    """The epoch, counted from 1, of the highest NDCG; 0 before the first."""
    return history.index(max(history)) + 1 if history else 0
