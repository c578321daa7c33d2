"""What the plots of the Train page share: curves over whole steps, their legend, and a pointer that reads a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.plots.axis import FewTicks
from desktop_als.gui.plots.legend import Swatch
from desktop_als.gui.theme import Scheme, ThemeSource
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.elided import ElidedLabel

Doubles = npt.NDArray[np.float64]
Curve = tuple[Doubles, Doubles]
"""Steps and values, both (n,)."""

HEADROOM = 1.06
LEAST_HEIGHT = 120
NOTHING: Curve = np.empty(0), np.empty(0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a curve is drawn: ``color`` is a place in ``Scheme.data``. Curves differ in stroke as well as in colour."""

    name: str
    color: int
    style: Qt.PenStyle = Qt.PenStyle.SolidLine

    def pen(self, scheme: Scheme) -> QPen:
        """For the curve and for its piece in the legend."""
        pen: QPen = pg.mkPen(scheme.data[self.color], width=2, style=self.style)
        return pen


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pointer reads: a step, the height of the hairline there, and the values in words."""

    step: float
    level: float
    text: str


class Chart(QWidget):
    """Curves under a header. Subclasses say what is drawn and what is read."""

    def __init__(
        self,
        themes: ThemeSource,
        title: str,
        name: str,
        *,
        strokes: Sequence[Stroke],
        axis: str,
        write: Callable[[float], str],
    ) -> None:
        """
        Args:
            themes: the colours in force.
            title: above the plot.
            name: read to those who do not see.
            strokes: one for each curve.
            axis: what the steps are, said where the reading stands.
            write: a value of the upright axis in short.
        """
        super().__init__()
        self.theme = themes
        self._strokes, self._axis = tuple(strokes), axis
        self.plot = _empty_plot(write)
        self.plot.setAccessibleName(name)
        self._dresses: list[Callable[[Scheme], None]] = []
        self._curves = [self.plot.plot(antialias=True) for _ in strokes]
        self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=0)
        for line in self._cross:
            line.hide()
            self.plot.addItem(line, ignoreBounds=True)
        self.swatches = [Swatch(stroke.name) for stroke in strokes]
        self._title = ElidedLabel(title, "section-title")
        self._reading = ElidedLabel(axis, "small")
        self._reading.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._missing = label("", "dim", wrap=True)
        self._missing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._views = QStackedWidget()
        self._views.addWidget(self.plot)
        self._views.addWidget(self._missing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(self._header())
        column.addWidget(self._views, 1)
        column.addWidget(self._reading)
        self.plot.scene().sigMouseMoved.connect(self._follow)
        self.plot.viewport().installEventFilter(self)
        themes.changed.connect(self._dress)
        self._dress()

    def read(self, step: float) -> Reading | None:
        """What stands nearest to this place of the axis, or None where nothing is drawn."""
        raise NotImplementedError

    def draw(self, curves: Sequence[Curve], steps: int, highest: float) -> None:
        """Draw one curve for each stroke on axes that have room for ``steps`` and ``highest``."""
        for curve, (x, y) in zip(self._curves, curves, strict=True):
            curve.setData(x, y)
        self._views.setCurrentWidget(self.plot)
        self.plot.setXRange(0, max(steps, 1), padding=0.02)
        self.plot.setYRange(0, (highest or 1.0) * HEADROOM, padding=0)
        self._stop_reading()

    def say_missing(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._missing.setText(sentence)
        self._views.setCurrentWidget(self._missing)

    def mark(self, item: pg.GraphicsObject, dress: Callable[[Scheme], None]) -> None:
        """Add something that is no curve; ``dress`` colours it, now and when the theme changes."""
        self.plot.addItem(item, ignoreBounds=True)
        self._dresses.append(dress)
        dress(self.theme.scheme)

    def say_title(self, title: str) -> None:
        """Rename the plot."""
        self._title.set_text(title)

    def describe(self, sentence: str) -> None:
        """What the curves come to, for those who do not see."""
        self.plot.setAccessibleDescription(sentence)

    def drawn(self, place: int) -> list[tuple[float, float]]:
        """What a curve draws."""
        x, y = self._curves[place].getData()
        return [] if x is None else list(zip(x.tolist(), y.tolist(), strict=True))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The reading goes when the pointer does."""
        if event.type() == QEvent.Type.Leave:
            self._stop_reading()
        return super().eventFilter(watched, event)

    @Slot(object)
    def _follow(self, where: Any) -> None:
        view = self.plot.getPlotItem().getViewBox()
        point: QPointF = view.mapSceneToView(where)
        reading = self.read(point.x()) if view.sceneBoundingRect().contains(where) else None
        if reading is None:
            self._stop_reading()
            return
        for line, place in zip(self._cross, (reading.step, reading.level), strict=True):
            line.setValue(place)
            line.show()
        self._reading.set_text(reading.text)

    def _stop_reading(self) -> None:
        for line in self._cross:
            line.hide()
        self._reading.set_text(self._axis)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        row.addWidget(self._title, 1)
        for swatch in self.swatches:
            row.addWidget(swatch)
        return row

    @Slot()
    def _dress(self) -> None:
        scheme = self.theme.scheme
        self.plot.setBackground(scheme.panel)
        for curve, swatch, stroke in zip(self._curves, self.swatches, self._strokes, strict=True):
            curve.setPen(stroke.pen(scheme))
            swatch.set_pen(stroke.pen(scheme))
        for line in self._cross:
            line.setPen(pg.mkPen(scheme.faint, width=1))
        for side in ("left", "bottom"):
            axis = self.plot.getPlotItem().getAxis(side)
            axis.setPen(pg.mkPen(scheme.line, width=1))
            axis.setZValue(-1)  # the grid is drawn with the axis, and belongs behind the curves
            axis.setTextPen(pg.mkPen(scheme.dim))
            axis.setTickPen(pg.mkPen(scheme.line, width=1))
            axis.setStyle(tickLength=0, tickFont=self.theme.font(theme.SIZE_SMALL, tabular=True), tickTextOffset=6)
        self.plot.getPlotItem().getAxis("left").setGrid(255)
        self.plot.getPlotItem().getAxis("left").setWidth(self.theme.scaled(48))
        for dress in self._dresses:
            dress(scheme)


def _empty_plot(write: Callable[[float], str]) -> pg.PlotWidget:
    plot = pg.PlotWidget(
        axisItems={"left": FewTicks("left", write), "bottom": FewTicks("bottom", "{:g}".format, whole=True)},
        enableMenu=False,
    )
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its table twin has the keys
    plot.setMinimumHeight(LEAST_HEIGHT)
    plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    return plot
