"""One sentence on a training, from the parts of its loss."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages import train as words
from desktop_als.workspace import EpochRecord

LEAST_EPOCHS = 2
CRUSHED = 0.6  # of the loss: the model says little more than zero
LOOSE = 0.02
UNOBSERVED = 0.7
STILL_MOVING = 0.01  # fall of the loss in the last epoch


def diagnosis(epochs: Sequence[EpochRecord]) -> str:
    """What the loss says and what to change, the gravest first."""
    if len(epochs) < LEAST_EPOCHS:
        return words.DOCTOR_WAITING
    before, last = epochs[-2], epochs[-1]
    if last.loss <= 0:
        return words.DOCTOR_SETTLED
    fall = (before.loss - last.loss) / last.loss
    regularization, unobserved = last.regularization / last.loss, last.unobserved / last.loss
    if fall < -1e-4:
        return words.DOCTOR_RISING
    if regularization > CRUSHED:
        return words.doctor_crushed(regularization)
    if unobserved > UNOBSERVED:
        return words.doctor_unobserved(unobserved)
    if fall > STILL_MOVING:
        return words.doctor_moving(fall)
    if regularization < LOOSE:
        return words.doctor_loose(regularization)
    return words.DOCTOR_SETTLED
