"""A slider over named stops: it knows values, not positions, and says them to those who do not see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.what_is import Number


class _Quiet(QSlider):
    """The wheel scrolls what is around it, and never changes a value in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Stops(QWidget):
    """A bare slider. ``moved`` tells that a person moved it."""

    moved = Signal()

    def __init__(self, name: str, stops: Sequence[tuple[float | None, str]], start: float | None) -> None:
        """``stops``: values and how they are said, from left to right."""
        super().__init__()
        self._stops = list(stops)
        self.slider = _Quiet(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(name)
        self.slider.setMaximum(len(stops) - 1)
        self.slider.setPageStep(max(1, len(stops) // 5))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.slider)
        self.setFocusProxy(self.slider)
        self.choose(start)
        self.slider.valueChanged.connect(self._tell)

    @property
    def chosen(self) -> float | None:
        """The value of the stop it stands at."""
        return self._stops[self.slider.value()][0]

    @property
    def said(self) -> str:
        """That value in words."""
        return self._stops[self.slider.value()][1]

    def choose(self, value: float | None) -> None:
        """Stand at the nearest stop, without telling."""
        places = range(len(self._stops))
        if value is None or all(stop is None for stop, _ in self._stops):
            place = next((place for place in places if self._stops[place][0] is None), 0)
        else:
            place = min(places, key=lambda place: _distance(self._stops[place][0], value))
        self.slider.blockSignals(True)
        self.slider.setValue(place)
        self.slider.blockSignals(False)
        self._describe()

    @Slot()
    def _tell(self) -> None:
        self._describe()
        self.moved.emit()

    def _describe(self) -> None:
        self.slider.setAccessibleDescription(self.said)
        self.slider.setToolTip(self.said)


class NamedSlider(QWidget):
    """A slider under its name and its value, which explains itself."""

    def __init__(self, name: str, hint: str, stops: Sequence[tuple[float | None, str]], start: float | None) -> None:
        super().__init__()
        self.stops = Stops(name, stops, start)
        self.moved = self.stops.moved
        self._name = label(name)
        self.figure = Number(name)
        self.figure.explain(name, hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self._name, 1)
        head.addWidget(self.figure)
        column.addLayout(head)
        column.addWidget(self.stops)
        self.moved.connect(self._say)
        self._say()

    def choose(self, value: float | None, said: str) -> None:
        """Stand at the nearest stop, without telling; ``said`` is the value itself, which may lie between two."""
        self.stops.choose(value)
        self.figure.setText(said)

    def rename(self, name: str) -> None:
        """Say what it is about now."""
        self._name.setText(name)
        self.stops.slider.setAccessibleName(name)

    @Slot()
    def _say(self) -> None:
        self.figure.setText(self.stops.said)


def evenly(parts: int, most: float, said: Callable[[float], str]) -> list[tuple[float | None, str]]:
    """Stops from 0 to ``most``, equally far apart."""
    return [(most * i / parts, said(most * i / parts)) for i in range(parts + 1)]


def _distance(stop: float | None, value: float) -> float:
    return float("inf") if stop is None else abs(stop - value)
