"""Plays in each hour of the day, as 24 small bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_als.gui.messages import moods as words
from desktop_als.gui.theme import ThemeSource

HEIGHT, WIDTH = 32, 216
HOURS = 24


class HoursStrip(QWidget):
    """Bars over a zero line, all read to those who do not see. ``hovered`` tells of the one at hand, or ""."""

    hovered = Signal(str)

    def __init__(self, source: ThemeSource, hours: Sequence[int]) -> None:
        """``hours``: plays in each hour, from midnight on."""
        super().__init__()
        self._theme, self._hours = source, tuple(hours)
        self._hovered = -1
        self.setAccessibleName(words.hours_name(hours))
        self.setAccessibleDescription(f"{words.LOCAL_HOURS} {words.every_hour(hours)}")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        source.changed.connect(self._dress)

    @property
    def told(self) -> str:
        """What is said of the hour under the pointer."""
        return words.hour(self._hovered, self._hours[self._hovered]) if self._hovered >= 0 else ""

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.scaled(WIDTH), self._theme.scaled(HEIGHT))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the hour under the pointer."""
        at = int(event.position().x() * HOURS / max(1, self.width()))
        self._hover(at if 0 <= at < HOURS else -1)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell nothing."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the hour of most plays; the arrows go on from there."""
        super().focusInEvent(event)
        self._hover(self._hours.index(max(self._hours)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell nothing."""
        super().focusOutEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the hour before or after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._hover((self._hovered + step) % HOURS)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the bars; an hour without plays is a gap on the line."""
        painter, scheme = QPainter(self), self._theme.scheme
        step, most, foot = self.width() / HOURS, max(1, *self._hours), self.height() - 1
        painter.fillRect(QRectF(0, foot, self.width(), 1), scheme.color("line"))
        for at, plays in enumerate(self._hours):
            height = foot * plays / most
            color = scheme.color("text" if at == self._hovered else "accent")
            painter.fillRect(QRectF(at * step, foot - height, step - 1, height), color)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.hovered.emit(self.told)
            self.update()

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
