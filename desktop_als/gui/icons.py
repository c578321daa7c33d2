"""The line icons of ``resources/icons``, drawn in a colour of the scheme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_als.paths import resource

INK = "#000000"
"""The stroke of the files, exchanged for the wanted colour."""


@lru_cache(maxsize=256)
def pixmap(name: str, color: str, size: int, ratio: float = 2.0) -> QPixmap:
    """The icon ``name`` in ``color`` ("#RRGGBB"), ``size`` pixels wide, ``ratio`` times as fine."""
    drawing = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace(INK, color)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, color: str, size: int = 18, *, checked: str | None = None) -> QIcon:
    """An icon for a button; ``checked`` is the colour while it is chosen."""
    made = QIcon(pixmap(name, color, size))
    if checked:
        made.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return made
