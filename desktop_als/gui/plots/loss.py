"""The loss and its parts by epoch, drawn as they come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt

from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.chart import Chart, Reading, Stroke
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import EpochRecord

PARTS = ("loss", "observed", "unobserved", "regularization")
STROKES = (
    Stroke(words.TOTAL, 0),
    Stroke(words.OBSERVED, 1, Qt.PenStyle.DashLine),
    Stroke(words.UNOBSERVED, 2, Qt.PenStyle.DotLine),
    Stroke(words.REGULARIZATION, 3, Qt.PenStyle.DashDotLine),
)


class LossPlot(Chart):
    """The total is drawn in full, its parts in strokes."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(
            themes,
            words.LOSS,
            words.PLOT_NAME,
            strokes=STROKES,
            axis=words.EPOCHS_AXIS,
            write=words.short,
        )
        self._epochs: list[EpochRecord] = []

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int) -> None:
        """Draw these epochs on an axis that has room for ``planned``."""
        self._epochs = list(epochs)
        numbers = np.array([record.epoch for record in epochs], dtype=np.float64)
        parts = [np.array([getattr(record, part) for record in epochs], dtype=np.float64) for part in PARTS]
        self.draw(
            [(numbers, values) for values in parts], planned, max((record.loss for record in epochs), default=1.0)
        )
        self.describe(self._words(self._epochs[-1]) if epochs else "")

    def points(self, part: str) -> list[tuple[float, float]]:
        """What a curve of :data:`PARTS` draws."""
        return self.drawn(PARTS.index(part))

    def read(self, step: float) -> Reading | None:
        """The nearest epoch."""
        if not self._epochs:
            return None
        nearest = min(self._epochs, key=lambda record: abs(record.epoch - step))
        return Reading(nearest.epoch, nearest.loss, self._words(nearest))

    def _words(self, record: EpochRecord) -> str:
        values = [(stroke.name, getattr(record, part)) for stroke, part in zip(STROKES, PARTS, strict=True)]
        return words.reading(record.epoch, values)
