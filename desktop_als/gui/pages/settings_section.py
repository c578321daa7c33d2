"""What the sections of the settings share: they load when they are seen, and change the library in steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, label

CARD_WIDTH = 680
"""Pixels at 100 %: a line of prose that is read at ease."""


class Section(QWidget):
    """One tab of the settings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def refresh(self) -> None:
        """Load what the section shows; what is there stays until then."""
        raise NotImplementedError

    def change(self, title: str, act: Callable[[], object], said: str) -> None:
        """Change the library, say so and offer to undo it."""
        decide(self.context, title, act, lambda _: said, self.refresh)


class TitledCard(Card):
    """A card that begins with a title and a sentence or two."""

    def __init__(self, themes: ThemeSource, title: str, text: str) -> None:
        super().__init__(spacing=theme.M)
        self._theme = themes
        self.body.addWidget(label(title, "section-title"))
        self._text = label(text, "dim", wrap=True)
        self.body.addWidget(self._text)
        themes.changed.connect(self._dress)
        self._dress()

    def say(self, text: str) -> None:
        """Change the sentence under the title."""
        self._text.setText(text)

    @Slot()
    def _dress(self) -> None:
        self.setMaximumWidth(self._theme.scaled(CARD_WIDTH))


def stacked(section: QWidget, *cards: QWidget) -> None:
    """Put cards one below the other, with scroll bars when there is too little room."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.L)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    whole = QVBoxLayout(section)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolling(content))
