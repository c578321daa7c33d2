"""Rows on their way to a new place: painted between where they were seen and where they belong; nothing is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QStyle, QTableView

from desktop_als.gui.tables.model import ArrayTableModel

MS = 180

Places = dict[int, float]
"""Where rows are seen: the top of each in pixels of the viewport, by id."""


class Gliding(QObject):
    """Moves rows that stay in sight, and lets the others fade in. A move that is interrupted goes on from where it is seen."""

    def __init__(self, view: QTableView, model: ArrayTableModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._way: dict[int, float] = {}  # row: how far above (below 0) or under its place it began
        self._fading: set[int] = set()
        self._left = 0.0  # the share of the way that is still to go
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(MS)
        self._clock.setStartValue(1.0)
        self._clock.setEndValue(0.0)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.valueChanged.connect(self._move)
        self._clock.finished.connect(self.stop)

    def places(self) -> Places:
        """Where the rows are seen now, on their way or not."""
        return {
            subject: self._view.rowViewportPosition(row) + self.offset(row)
            for row in self._rows_in_sight()
            if (subject := self._model.id_at(row)) is not None
        }

    def begin(self, before: Places) -> None:
        """Let the rows that are shown now come from where they were."""
        self.stop()
        if not before or calm(self._view):
            return
        for row in self._rows_in_sight():
            subject = self._model.id_at(row)
            if subject not in before:
                self._fading.add(row)
            elif way := before[subject] - self._view.rowViewportPosition(row):
                self._way[row] = way
        if self._way or self._fading:
            self._left = 1.0
            self._clock.start()

    def stop(self) -> None:
        """Every row is where it belongs."""
        self._clock.stop()
        self._way, self._fading, self._left = {}, set(), 0.0
        self._view.viewport().update()

    @property
    def moving(self) -> bool:
        """True while rows are on their way."""
        return self._left > 0

    def offset(self, row: int) -> float:
        """How far a row is from its place now, in pixels."""
        return self._way.get(row, 0.0) * self._left

    def opacity(self, row: int) -> float:
        """How much of a row is seen, 0 to 1."""
        return 1.0 - self._left if row in self._fading else 1.0

    def _move(self, left: float) -> None:
        self._left = left
        self._view.viewport().update()

    def _rows_in_sight(self) -> range:
        first = self._view.rowAt(0)
        last = self._view.rowAt(self._view.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)


def calm(view: QTableView) -> bool:
    """True where the system asks for no motion."""
    return view.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, view) == 0
