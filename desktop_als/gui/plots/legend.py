"""The legend of a plot, for the header of its card."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.widgets.basics import label

STROKE = QSize(22, 12)


class Swatch(QWidget):
    """A piece of a curve and its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self._stroke = _Stroke()
        row.addWidget(self._stroke)
        self._name = label(name, "dim")
        row.addWidget(self._name)

    def say(self, name: str) -> None:
        """Rename the curve; without a name it is not in the legend."""
        self._name.setText(name)
        self.setVisible(bool(name))

    def set_pen(self, pen: QPen) -> None:
        """Draw the piece as the curve is drawn."""
        self._stroke.pen = pen
        self._stroke.update()


class _Stroke(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.pen = QPen()
        self.setFixedSize(STROKE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen)
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
        painter.end()
