"""Names of any length on one line, cut off where the room ends and whole in the tool tip."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from desktop_als.gui.theme import role

MARGIN = 8
"""Pixels of a link beside its text."""


class ElidedLabel(QLabel):
    """A plain-text line that takes the width it is given."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        role(self, kind)
        self.whole = ""
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self.whole = text
        self._fit()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of it, where a layout asks."""
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(f"<p>{escape(self.whole)}</p>" if shown != self.whole else "")


class ElidedLink(QPushButton):
    """A link that takes the width it is given."""

    def __init__(self, text: str, on_click: Callable[[], object]) -> None:
        super().__init__()
        self.whole = text
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: on_click())  # noqa: PLW0108 - `clicked` would pass its `checked`
        role(self, "link")
        self._fit()

    def set_text(self, text: str) -> None:
        """Lead from another text."""
        self.whole = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of it, where a layout asks."""
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + MARGIN + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        room = max(0, self.width() - MARGIN)
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(f"<p>{escape(self.whole)}</p>" if shown != self.whole else "")
