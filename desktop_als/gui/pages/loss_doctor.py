"""A sentence or two on a training, from the parts of its loss and from what was held out."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.quality import best_epoch
from desktop_als.workspace import EpochRecord, ModelInfo

LEAST_EPOCHS = 2
CRUSHED = 0.6  # of the loss: the model says little more than zero
LOOSE = 0.02
UNOBSERVED = 0.7
STILL_MOVING = 0.01  # fall of the loss in the last epoch
PAST_ITS_BEST = 2  # epochs since the best one
ALIKE = 0.02  # of NDCG: a held-out tenth does not tell less apart


def diagnosis(epochs: Sequence[EpochRecord], before: ModelInfo | None = None) -> str:
    """What the loss says and what to change, the gravest first; then how it stands to the model before."""
    if len(epochs) < LEAST_EPOCHS:
        return words.DOCTOR_WAITING
    return " ".join(filter(None, (_loss(epochs), _comparison(epochs, before))))


def _loss(epochs: Sequence[EpochRecord]) -> str:
    before, last = epochs[-2], epochs[-1]
    if last.loss <= 0:
        return words.DOCTOR_SETTLED
    fall = (before.loss - last.loss) / last.loss
    regularization, unobserved = last.regularization / last.loss, last.unobserved / last.loss
    best = best_epoch(epochs)
    if fall < -1e-4:
        return words.DOCTOR_RISING
    if regularization > CRUSHED:
        return words.doctor_crushed(regularization)
    if unobserved > UNOBSERVED:
        return words.doctor_unobserved(unobserved)
    if best is not None and last.epoch - best.epoch >= PAST_ITS_BEST:
        return words.doctor_past_its_best(best.epoch)
    if fall > STILL_MOVING:
        return words.doctor_moving(fall)
    if regularization < LOOSE:
        return words.doctor_loose(regularization)
    return words.doctor_healthy(last.observed / last.loss, unobserved, regularization)


def _comparison(epochs: Sequence[EpochRecord], before: ModelInfo | None) -> str:
    best, rival = best_epoch(epochs), best_epoch(before.epochs) if before else None
    if best is None or rival is None or not best.ndcg or not rival.ndcg:
        return ""
    gain = best.ndcg / rival.ndcg - 1
    if gain < 0 and best is epochs[-1]:
        return ""  # it is still rising
    return words.DOCTOR_ALIKE if abs(gain) < ALIKE else words.doctor_compares(best.ndcg, rival.ndcg)
