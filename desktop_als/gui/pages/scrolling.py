"""Room for content that is taller than a small window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolling(content: QWidget) -> QScrollArea:
    """``content`` in the room there is, with scroll bars when it needs more."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    # The page's own ground shows through.
    content.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area
