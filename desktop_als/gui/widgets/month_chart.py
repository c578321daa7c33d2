"""Plays a month as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import browse
from desktop_als.gui.theme import ThemeSource

HEIGHT = 200


class MonthChart(QWidget):
    """Bars over a zero line, years below, two figures at the left; the month under the pointer is told."""

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self._theme = source
        self._months: Sequence[str] = ()
        self._plays: Sequence[int] = ()
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        source.changed.connect(self._dress)

    def show_months(self, months: Sequence[str], plays: Sequence[int]) -> None:
        """``months``: "2024-05" and on, without gaps; ``plays`` in each."""
        self._months, self._plays, self._hovered = months, plays, -1
        self.setAccessibleName(browse.chart_name(len(months), sum(plays)))
        self.update()

    @property
    def told(self) -> str:
        """What is said of the month under the pointer."""
        at = self._hovered
        return browse.month_plays(self._months[at], self._plays[at]) if at >= 0 else ""

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(320, self._theme.scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Half of that is still a picture."""
        return QSize(320, self._theme.scaled(HEIGHT // 2))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Find the month under the pointer."""
        area = self._area()
        x = event.position().x() - area.left()
        inside = bool(self._months) and 0 <= x < area.width()
        self._hover(int(x * len(self._months) / area.width()) if inside else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the ticks, the bars, and what is told."""
        if not self._months:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(theme.SIZE_SMALL, tabular=True))
        area, top = self._area(), nice_top(max(self._plays))
        self._paint_figures(painter, area, top)
        self._paint_years(painter, area)
        self._paint_bars(painter, area, top)
        if self._hovered >= 0:
            self._paint_hovered(painter, area)

    def _paint_figures(self, painter: QPainter, area: QRectF, top: int) -> None:
        scheme = self._theme.scheme
        for share in (0.0, 0.5, 1.0) if top % 2 == 0 else (0.0, 1.0):
            y = area.bottom() - area.height() * share
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), scheme.color("line"))
            painter.setPen(scheme.color("dim"))
            place = QRectF(0, y - 10, area.left() - theme.S, 20)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{round(top * share):,}"
            )

    def _paint_years(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(self._theme.scheme.color("dim"))
        step, free = area.width() / len(self._months), area.left()
        for place, month in enumerate(self._months):
            x = area.left() + place * step
            text = month[:4]
            width = painter.fontMetrics().horizontalAdvance(text) + theme.L
            if (place == 0 or month.endswith("-01")) and free <= x <= area.right() - width + theme.L:
                box = QRectF(x, area.bottom() + theme.XS, width, self._theme.scaled(20))
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
                free = x + width

    def _paint_bars(self, painter: QPainter, area: QRectF, top: int) -> None:
        scheme = self._theme.scheme
        step = area.width() / len(self._months)
        gap = 1 if step > 3 else 0
        wide = min(step - gap, self._theme.scaled(24))
        for place, plays in enumerate(self._plays):
            height = area.height() * plays / top
            x = area.left() + place * step + (step - wide) / 2
            color = scheme.color("text" if place == self._hovered else "accent")
            painter.fillRect(QRectF(x, area.bottom() - height, wide, height), color)

    def _paint_hovered(self, painter: QPainter, area: QRectF) -> None:
        scheme = self._theme.scheme
        x = area.left() + (self._hovered + 0.5) * area.width() / len(self._months)
        painter.fillRect(QRectF(x, area.top(), 1, area.height()), scheme.color("faint"))
        painter.setPen(scheme.color("text"))
        width = painter.fontMetrics().horizontalAdvance(self.told)
        left = min(max(area.left(), x - width / 2), area.right() - width)
        box = QRectF(left, 0, width + 1, area.top())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.told)

    def _area(self) -> QRectF:
        left, above, below = self._theme.scaled(56), self._theme.scaled(24), self._theme.scaled(24)
        return QRectF(left, above, max(1, self.width() - left), max(1, self.height() - above - below))

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


def nice_top(most: int) -> int:
    """The least 1, 2, 4, 6, 8 or 10 times a power of ten that reaches ``most``."""
    power = int(10 ** (len(str(max(1, most))) - 1))
    return next(power * step for step in (1, 2, 4, 6, 8, 10) if power * step >= most)


def without_gaps(months: Sequence[str], plays: Sequence[int]) -> tuple[list[str], list[int]]:
    """Every month from the first to the last, those left out with no plays."""
    if not months:
        return [], []
    known = dict(zip(months, plays, strict=True))
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (months[0], months[-1]))
    every = [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, last + 1)]
    return every, [known.get(month, 0) for month in every]
