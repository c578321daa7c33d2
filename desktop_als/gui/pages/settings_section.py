"""What the sections of the settings share: they load when they are seen, and change the library in steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, label
from desktop_als.gui.widgets.flow import FlowLayout

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

    def __init__(self, title: str, text: str) -> None:
        super().__init__(spacing=theme.M)
        self._title = label(title, "section-title")
        self._text = label(text, "dim", wrap=True)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)

    def entitle(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def say(self, text: str) -> None:
        """Change the sentence under it."""
        self._text.setText(text)


class CardColumn(QWidget):
    """Cards one below the other, no wider than a line that is read at ease."""

    def __init__(self, themes: ThemeSource, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._theme = themes
        # The width is that of the column, not of each card: a layout asks how high they are at the width it has itself.
        self._cards = QWidget()
        column = QVBoxLayout(self._cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._cards, 1000)
        row.addStretch(1)
        themes.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        self._cards.setMaximumWidth(self._theme.scaled(CARD_WIDTH))


def show_cards(place: QWidget, themes: ThemeSource, *cards: QWidget) -> None:
    """Fill a place with cards, with scroll bars when there is too little room."""
    whole = QVBoxLayout(place)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolling(CardColumn(themes, cards)))


def in_a_row(*widgets: QWidget) -> FlowLayout:
    """Widgets side by side, on as many lines as they need."""
    row = FlowLayout(gap=theme.S)
    for widget in widgets:
        row.addWidget(widget)
    return row
