"""A picture of what a cluster sends in half an epoch: from each block of artists to each block of listeners, once."""

from __future__ import annotations

from itertools import product

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import how_it_works as words
from desktop_als.gui.theme import ThemeSource

WIDTH, HEIGHT = 320, 220
BLOCKS = 3
BLOCK_WIDTH, BLOCK_HEIGHT = 84, 34
LINE = 18
HEAD = 5
"""Pixels of an arrow's head."""

ROWS = 4
"""Lines in a block, for the rows of its factors."""


class BlocksPicture(QWidget):
    """Its words are read to those who do not see."""

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self._theme = source
        self.setAccessibleName(words.PICTURE)
        self.setAccessibleDescription(words.PICTURE_TEXT)
        self.setToolTip(words.PICTURE_TEXT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        source.changed.connect(self._dress)

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.scaled(WIDTH), self._theme.scaled(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be."""
        return QSize(WIDTH // 2, self._theme.scaled(HEIGHT))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the blocks, then what goes from one to the other."""
        scaled, scheme = self._theme.scaled, self._theme.scheme
        line = scaled(LINE)
        top, bottom = line, self.height() - line - scaled(BLOCK_HEIGHT)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self._theme.font(theme.SIZE_SMALL))
            painter.setPen(scheme.color("dim"))
            for place, text in ((0, words.ARTISTS), (self.height() - line, words.LISTENERS)):
                painter.drawText(QRectF(0, place, self.width(), line), Qt.AlignmentFlag.AlignCenter, text)
            above, below = self._blocks(top), self._blocks(bottom)
            painter.setPen(QPen(scheme.color("accent"), 1.2))
            for start, end in product(above, below):
                self._arrow(painter, QPointF(start.center().x(), start.bottom()), QPointF(end.center().x(), end.top()))
            for color, blocks in ((scheme.data[0], above), (scheme.data[1], below)):
                for block in blocks:
                    self._block(painter, block, color)

    def _blocks(self, top: float) -> list[QRectF]:
        share = self.width() / BLOCKS
        width, height = min(self._theme.scaled(BLOCK_WIDTH), share - theme.S), self._theme.scaled(BLOCK_HEIGHT)
        return [QRectF(share * place + (share - width) / 2, top, width, height) for place in range(BLOCKS)]

    def _block(self, painter: QPainter, block: QRectF, color: str) -> None:
        painter.setPen(QPen(QColor(color), 1.5))
        painter.setBrush(self._theme.scheme.color("panel"))
        painter.drawRoundedRect(block, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        for row in range(1, ROWS):
            y = block.top() + block.height() * row / ROWS
            painter.drawLine(QPointF(block.left() + theme.S, y), QPointF(block.right() - theme.S, y))

    def _arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        way = end - start
        length = max(1.0, (way.x() ** 2 + way.y() ** 2) ** 0.5)
        along = QPointF(way.x() / length, way.y() / length)
        across = QPointF(-along.y(), along.x())
        neck = end - along * (2 * HEAD)
        painter.drawLine(start, neck)
        painter.setBrush(self._theme.scheme.color("accent"))
        painter.drawPolygon(QPolygonF([end, neck + across * HEAD, neck - across * HEAD]))

    @Slot()
    def _dress(self) -> None:
        self.updateGeometry()
        self.update()
