"""The pages at the left edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.location import Location, PageName
from desktop_als.gui.messages import common as words
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import button, label

ENTRIES: tuple[PageName, ...] = ("home", "listeners", "artists", "train", "radio", "together", "how-it-works")
FOOT: tuple[PageName, ...] = ("settings",)
BELONGS_TO: dict[PageName, PageName] = {
    "listener": "listeners",
    "artist": "artists",
    "import": "home",
    "names": "artists",
    "communities": "home",
}


class Rail(QWidget):
    """One button a page; the pages of one listener or artist light up their table's."""

    def __init__(self, themes: ThemeSource, go: Callable[[Location], None]) -> None:
        super().__init__()
        role(self, "rail")
        self.setAttribute(theme.STYLED)
        self._theme = themes
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S, theme.M, theme.S, theme.M)
        column.setSpacing(2)
        column.addWidget(label(words.APP, "brand"))
        column.addSpacing(theme.M)
        self._group = QButtonGroup(self)
        self._buttons: dict[PageName, QPushButton] = {}
        for name in (*ENTRIES, *FOOT):
            if name == FOOT[0]:
                column.addStretch(1)
            made = button(words.PAGES[name], lambda name=name: go(Location(name)), "rail")  # type: ignore[misc]
            made.setCheckable(True)
            self._group.addButton(made)
            self._buttons[name] = made
            column.addWidget(made)
        themes.changed.connect(self._dress)
        self._dress()

    def light(self, page: PageName) -> None:
        """Show where the window is."""
        self._buttons[BELONGS_TO.get(page, page)].setChecked(True)

    def _dress(self) -> None:
        scheme = self._theme.scheme
        for name, made in self._buttons.items():
            size = self._theme.scaled(18)
            made.setIcon(icon(name, scheme.dim, size, checked=scheme.accent))
            made.setIconSize(QSize(size, size))
            made.setText(f"  {words.PAGES[name]}")
            made.setMinimumHeight(self._theme.scaled(20))
        # Half as fast as the text: at 200 % the pages need the room more.
        width = round(theme.RAIL_WIDTH * (1 + self._theme.text_scale) / 2)
        self.setFixedWidth(max(width, 2 * theme.S + max(map(_width_when_bold, self._buttons.values()))))


def _width_when_bold(made: QPushButton) -> int:
    """As wide as it is while its page is seen."""
    made.ensurePolished()
    bold = QFont(made.font())
    bold.setBold(True)
    text = made.text()
    more = QFontMetrics(bold).horizontalAdvance(text) - made.fontMetrics().horizontalAdvance(text)
    return made.sizeHint().width() + more
