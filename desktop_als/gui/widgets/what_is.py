"""What is this number? A small answer beside it, which Escape or a click elsewhere closes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget, QWidgetAction

from desktop_als.gui import theme
from desktop_als.gui.messages import common
from desktop_als.gui.widgets.basics import label

LETTERS = 52
"""Of a line: what the eye takes in at once."""


class WhatIs(QMenu):
    """A title and a sentence or two. It is a menu, for a menu knows how to be closed on every system."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.words = f"{title}\n{text}"
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        column.setSpacing(theme.XS)
        head, body = label(title, "strong", wrap=True), label(text, wrap=True)
        for words in (head, body):
            width = min(QFontMetrics(words.font()).horizontalAdvance("n") * LETTERS, parent.window().width())
            words.setFixedWidth(width - 2 * theme.M)
            words.setFixedHeight(words.heightForWidth(width - 2 * theme.M))
            column.addWidget(words)
        action = QWidgetAction(self)
        action.setDefaultWidget(told)
        action.setText(title)
        self.addAction(action)


def what_is(widget: QWidget, title: str, text: str, place: QRect | None = None) -> WhatIs:
    """Explain a number of ``widget``, under it or under ``place`` of it; ``text`` says its value and what it means."""
    told = WhatIs(widget, title, text)
    place = place or widget.rect()
    told.popup(widget.mapToGlobal(QPoint(place.left(), place.bottom() + 1)))
    return told


class Number(QLabel):
    """A figure that explains itself when it is clicked, or with F1, ?, Enter or Space."""

    KEYS = (Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

    def __init__(self, title: str, kind: str = "") -> None:
        """``title`` is what the figure is called."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        self._title, self._meaning = title, ""
        theme.role(self, kind or "number")
        self.explain(title, "")

    def explain(self, title: str, meaning: str) -> None:
        """Say what the figure means."""
        self._title, self._meaning = title, meaning
        self.setAccessibleDescription(f"{common.WHAT_IS} {meaning}")

    def tell(self) -> WhatIs:
        """Explain it."""
        return what_is(self, f"{self._title}: {self.text()}", self._meaning)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Explain."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.tell()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain."""
        if event.key() in self.KEYS:
            self.tell()
        else:
            super().keyPressEvent(event)
