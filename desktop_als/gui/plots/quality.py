"""NDCG@20 by epoch on what was held out, beside that of the model before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.chart import Chart, Curve, Reading, Stroke
from desktop_als.gui.theme import Scheme, ThemeSource
from desktop_als.workspace import EpochRecord

STROKES = (Stroke("", 0), Stroke("", 3, Qt.PenStyle.DashLine))
RING = 13
EDGE = 0.15
ABOVE = 1.4
"""Heights of its name above the best point, so that it clears the ring."""
ROOM = 1.35
"""Of the highest value, for that name."""


class QualityPlot(Chart):
    """The best epoch wears a ring and its name, so this run needs no legend."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(
            themes,
            words.quality("listeners"),
            words.QUALITY_PLOT_NAME,
            strokes=STROKES,
            axis=words.EPOCHS_AXIS,
            write=words.score,
        )
        self._epochs: list[EpochRecord] = []
        self._ring = pg.ScatterPlotItem(size=RING, brush=None)
        self._name = pg.TextItem()
        self.mark(self._ring, lambda scheme: self._ring.setPen(pg.mkPen(scheme.data[0], width=2)))
        self.mark(self._name, self._dress_name)
        for swatch in self.swatches:
            swatch.say("")

    def show_epochs(
        self, epochs: Sequence[EpochRecord], planned: int, before: Sequence[EpochRecord] = (), before_name: str = ""
    ) -> None:
        """Draw what was measured of these epochs on an axis that has room for ``planned``, and of the model before."""
        self._epochs = measured(epochs)
        curves = _curve(self._epochs), _curve(measured(before))
        highest = max((float(y.max()) for _, y in curves if len(y)), default=0.0)
        self.draw(curves, planned, ROOM * highest)
        self.swatches[1].say(before_name if len(curves[1][0]) else "")
        self._mark_best(planned)
        if not self._epochs:
            self.say_missing(words.QUALITY_UNKNOWN if epochs else words.QUALITY_WAITING)

    def points(self) -> list[tuple[float, float]]:
        """What is drawn of this run."""
        return self.drawn(0)

    def read(self, step: float) -> Reading | None:
        """The nearest epoch that was measured."""
        if not self._epochs:
            return None
        nearest = min(self._epochs, key=lambda record: abs(record.epoch - step))
        return Reading(nearest.epoch, _quality(nearest), words.quality_reading(nearest.epoch, _quality(nearest)))

    def _dress_name(self, scheme: Scheme) -> None:
        self._name.setColor(scheme.data[0])
        self._name.fill = pg.mkBrush(scheme.panel)  # no line of the grid crosses the words
        self._name.setFont(self.theme.font())

    def _mark_best(self, planned: int) -> None:
        best = best_epoch(self._epochs)
        self._name.setVisible(best is not None)
        if best is None:
            self._ring.setData([], [])
            self.describe("")
            return
        self._ring.setData([best.epoch], [_quality(best)])
        # Above, where nothing else of this run can be; at the edges beside it, or it would be cut off.
        share = best.epoch / max(planned, 1)
        side = 0.0 if share < EDGE else 1.0 if share > 1 - EDGE else 0.5
        self._name.setAnchor((side, ABOVE))
        self._name.setPos(best.epoch, _quality(best))
        self._name.setText(words.best_epoch(best.epoch))
        self.describe(words.best_reading(best.epoch, _quality(best)))


def measured(epochs: Sequence[EpochRecord]) -> list[EpochRecord]:
    """Those with an NDCG."""
    return [record for record in epochs if record.ndcg is not None]


def best_epoch(epochs: Sequence[EpochRecord]) -> EpochRecord | None:
    """The first of those with the highest NDCG, or None where none was measured."""
    return max(measured(epochs), key=_quality, default=None)


def _quality(record: EpochRecord) -> float:
    return record.ndcg or 0.0


def _curve(epochs: Sequence[EpochRecord]) -> Curve:
    return np.array([float(record.epoch) for record in epochs]), np.array([_quality(record) for record in epochs])
