"""Rows on their way to a new place: one picture of the table as it will be, cut into rows that are shown where they are now.

To paint each cell of each frame anew would take as long as a frame may; to move pictures takes a tenth of that.
"""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation
from PySide6.QtGui import QPainter, QPixmap
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
        self._picture: QPixmap | None = None
        self._is_stale = False
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
        if not before or calm(self._view) or not self._view.isVisible():
            return
        for row in self._rows_in_sight():
            subject = self._model.id_at(row)
            if subject not in before:
                self._fading.add(row)
            elif way := before[subject] - self._view.rowViewportPosition(row):
                self._way[row] = way
        if self._way or self._fading:
            self._draw()
            self._left = 1.0
            self._clock.start()

    def stop(self) -> None:
        """Every row is where it belongs."""
        self._clock.stop()
        self._way, self._fading, self._left, self._picture = {}, set(), 0.0, None
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

    def paint(self, painter: QPainter) -> None:
        """Show each row where it is now."""
        picture = self._picture
        if picture is None:
            return
        width, height, fine = self._view.viewport().width(), self._view.rowHeight(0), picture.devicePixelRatio()
        for row in self._rows_in_sight():
            place = self._view.rowViewportPosition(row)
            painter.setOpacity(self.opacity(row))
            part = QRectF(0, place * fine, width * fine, height * fine)
            painter.drawPixmap(QPointF(0, place + self.offset(row)), picture, part)

    def draw_again(self) -> None:
        """A row looks different now: it is chosen, or the pointer is on it."""
        self._is_stale = True

    def _draw(self) -> None:
        viewport = self._view.viewport()
        fine = viewport.devicePixelRatioF()
        picture = QPixmap(viewport.size() * fine)
        picture.setDevicePixelRatio(fine)
        picture.fill(self._view.palette().base().color())
        left, self._left = self._left, 0.0  # as it will be
        viewport.render(picture)
        self._left, self._picture, self._is_stale = left, picture, False

    def _move(self, left: float) -> None:
        if self._is_stale:
            self._draw()
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
