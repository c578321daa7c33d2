"""The end of a training that held rows out: everybody is taken in, so that nobody's plays are missing in the model.

One epoch with all rows, begun from the artists of the best epoch, does it: it stays near what the held-out rows chose, and costs a
fraction of a second training for as many epochs.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from desktop_als.als.factors import Factors
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, Weights
from desktop_als.errors import Cancelled
from desktop_als.progress import CancelToken, Progress, ProgressSink

Floats = npt.NDArray[np.float32]

STEPS = 10
"""Rows begin at zero here instead of near their solution: with these steps the error is below a thousandth."""


def take_everybody_in(
    weights: Weights, artists: Floats, settings: Settings, cancel: CancelToken, progress: ProgressSink
) -> tuple[Factors, Scale]:
    """All rows' factors, and the artists with what all rows say of them.

    Stopped, it leaves the artists as they are and only solves the rows for them: without rows there is no model to keep.

    Args:
        weights: of all rows.
        artists: Y (m, d) of the best epoch; stays as it is.
        settings: of the training.
        cancel: looked at every few milliseconds.
        progress: told how far it is.

    Returns:
        The factors, and the scale of the weights for fold-ins.
    """
    try:
        cancel.check()
        return _closing_epoch(weights, artists, settings, cancel, progress)
    except Cancelled:
        return _rows_alone(weights, artists, settings)


def _closing_epoch(
    weights: Weights, artists: Floats, settings: Settings, cancel: CancelToken, progress: ProgressSink
) -> tuple[Factors, Scale]:
    # Only here, so that the app opens and browses a saved model without loading the solver.
    from desktop_als.als.initialise import unsolved_rows  # noqa: PLC0415
    from desktop_als.engines.local import Trainer  # noqa: PLC0415

    def tell(now: Progress) -> None:
        progress(Progress("Taking everybody in", now.done, now.total))

    once = replace(settings, epochs=1, cg_steps=max(STEPS, settings.steps))
    start = Factors(unsolved_rows(weights.matrix.shape[0], artists.shape[1], settings), artists)
    trainer = Trainer(weights, once, cancel, tell, start=start)
    for _ in trainer:
        pass
    return trainer.factors, trainer.scale


def _rows_alone(weights: Weights, artists: Floats, settings: Settings) -> tuple[Factors, Scale]:
    from desktop_als.als.fold_in_many import fold_in_many  # noqa: PLC0415

    return Factors(fold_in_many(artists, weights.matrix, settings, CancelToken()), artists), weights.scale
