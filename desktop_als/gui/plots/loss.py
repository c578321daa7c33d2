"""The loss and its parts by epoch, drawn as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.plots.axis import FewTicks
from desktop_als.gui.plots.legend import Swatch
from desktop_als.gui.theme import Scheme, ThemeSource
from desktop_als.gui.widgets.basics import label
from desktop_als.workspace import EpochRecord

PARTS = ("loss", "observed", "unobserved", "regularization")
NAMES = (words.TOTAL, words.OBSERVED, words.UNOBSERVED, words.REGULARIZATION)
STROKES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
HEADROOM = 1.06
LEAST_HEIGHT = 180


class LossPlot(QWidget):
    """Curves under a header with their legend; the pointer reads the values of an epoch."""

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__()
        self._theme = themes
        self._epochs: list[EpochRecord] = []
        self._plot = pg.PlotWidget(
            axisItems={
                "left": FewTicks("left", words.short),
                "bottom": FewTicks("bottom", words.short, whole=True),
            },
            enableMenu=False,
        )
        self._plot.setAccessibleName(words.PLOT_NAME)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMinimumHeight(LEAST_HEIGHT)
        self._plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._curves = [self._plot.plot(antialias=True) for _ in PARTS]
        self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=0)
        for line in self._cross:
            line.hide()
            self._plot.addItem(line, ignoreBounds=True)
        self._swatches = [Swatch(name) for name in NAMES]
        self._reading = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(self._header())
        column.addWidget(self._plot, 1)
        column.addWidget(self._reading, 0, Qt.AlignmentFlag.AlignRight)
        self._plot.scene().sigMouseMoved.connect(self._follow)
        self._plot.viewport().installEventFilter(self)
        themes.changed.connect(self._dress)
        self._dress()

    def show_epochs(self, epochs: Sequence[EpochRecord], planned: int) -> None:
        """Draw these epochs on an axis that has room for ``planned``."""
        self._epochs = list(epochs)
        numbers = np.array([record.epoch for record in epochs], dtype=np.float64)
        for curve, part in zip(self._curves, PARTS, strict=True):
            curve.setData(numbers, np.array([getattr(record, part) for record in epochs], dtype=np.float64))
        highest = max((record.loss for record in epochs), default=1.0)
        self._plot.setXRange(0, max(planned, 1), padding=0.01)
        self._plot.setYRange(0, (highest or 1.0) * HEADROOM, padding=0)
        self._stop_reading()

    def points(self, part: str) -> list[tuple[float, float]]:
        """What a curve of :data:`PARTS` draws."""
        x, y = self._curves[PARTS.index(part)].getData()
        return [] if x is None else list(zip(x.tolist(), y.tolist(), strict=True))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The reading goes when the pointer does."""
        if event.type() == QEvent.Type.Leave:
            self._stop_reading()
        return super().eventFilter(watched, event)

    @Slot(object)
    def _follow(self, where: Any) -> None:
        view = self._plot.getPlotItem().getViewBox()
        if not self._epochs or not view.sceneBoundingRect().contains(where):
            self._stop_reading()
            return
        point: QPointF = view.mapSceneToView(where)
        nearest = min(self._epochs, key=lambda record: abs(record.epoch - point.x()))
        upright, level = self._cross
        upright.setValue(nearest.epoch)
        level.setValue(nearest.loss)
        upright.show()
        level.show()
        values = [(name, getattr(nearest, part)) for name, part in zip(NAMES, PARTS, strict=True)]
        self._reading.setText(words.reading(nearest.epoch, values))

    def _stop_reading(self) -> None:
        for line in self._cross:
            line.hide()
        self._reading.setText(words.EPOCHS_AXIS)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        row.addWidget(label(words.LOSS, "section-title"))
        for swatch in self._swatches:
            row.addWidget(swatch)
        row.addStretch(1)
        return row

    @Slot()
    def _dress(self) -> None:
        scheme = self._theme.scheme
        self._plot.setBackground(scheme.panel)
        for curve, swatch, pen in zip(self._curves, self._swatches, _pens(scheme), strict=True):
            curve.setPen(pen)
            swatch.set_pen(pen)
        for line in self._cross:
            line.setPen(pg.mkPen(scheme.faint, width=1))
        for side in ("left", "bottom"):
            axis = self._plot.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(scheme.line, width=1))
            axis.setTextPen(pg.mkPen(scheme.dim))
            axis.setTickPen(pg.mkPen(scheme.line, width=1))
            axis.setStyle(tickLength=0, tickFont=self._theme.font(theme.SIZE_SMALL, tabular=True), tickTextOffset=6)
        self._plot.getPlotItem().getAxis("left").setGrid(255)
        self._plot.getPlotItem().getAxis("left").setWidth(self._theme.scaled(48))


def _pens(scheme: Scheme) -> list[QPen]:
    """The total is drawn in full; its parts differ in stroke as well as in colour."""
    return [pg.mkPen(color, width=2, style=stroke) for color, stroke in zip(scheme.data, STROKES, strict=False)]
