"""The tab where a person says which name is another's spelling, whatever the doctor thinks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.name_preview import NamePreviewView
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.artist_box import ArtistBox
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.flow import FlowLayout


class ByHandTab(QWidget):
    """Two boxes for names, what merging them would change, and the decision."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        search = context.workspace.search
        self.spelling = ArtistBox(context.jobs, search, words.NAME_BOX)
        self.into = ArtistBox(context.jobs, search, words.INTO_BOX)
        self.preview = NamePreviewView(context)
        self._buttons = [
            button(words.MERGE, self._merge, "primary"),
            button(words.SWAP, self._swap),
            button(words.TWO_ARTISTS, self._keep_apart),
        ]
        self._between = label(words.IS_SPELLING_OF)
        card = Card(spacing=theme.M)
        card.body.addWidget(label(words.BY_HAND_TEXT, "dim", wrap=True))
        card.body.addWidget(_in_a_row(self.spelling, self._between, self.into))
        card.body.addWidget(self.preview)
        card.body.addWidget(_in_a_row(*self._buttons))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        for box in (self.spelling, self.into):
            box.settled.connect(self._compare)
            box.edited.connect(self._wait)
        context.theme.changed.connect(self._dress)
        self._dress()
        self._wait()

    def begin(self, artist: str) -> None:
        """Ask for a spelling of this artist."""
        self.spelling.take("")
        self.into.take(artist)
        self._compare()
        self.spelling.setFocus()

    def refresh(self) -> None:
        """Ask anew who there is, and compare."""
        self.preview.refresh()
        self._compare()

    @Slot()
    def _compare(self) -> None:
        spelling, into, names = self.spelling.name, self.into.name, self._context.workspace.names
        if not spelling or not into:
            self._wait()
        elif spelling == into:
            self.preview.say(words.SAME_NAME)
        else:
            self._offer(offered=True)
            self.preview.compare(lambda listener: names.preview_merge([spelling], into, listener))

    @Slot()
    def _wait(self) -> None:
        self._offer(offered=bool(self.spelling.name and self.into.name and self.spelling.name != self.into.name))
        self.preview.say(words.BOTH_NAMES)

    def _offer(self, *, offered: bool) -> None:
        for made in self._buttons:
            made.setEnabled(offered)

    def _swap(self) -> None:
        spelling, into = self.spelling.name, self.into.name
        self.spelling.take(into)
        self.into.take(spelling)
        self._compare()

    def _merge(self) -> None:
        names, spelling, into = self._context.workspace.names, self.spelling.name, self.into.name
        said = words.merged(f"“{spelling}”", f"“{into}”")
        self._decide(words.MERGING, lambda: names.merge([spelling], into), said)

    def _keep_apart(self) -> None:
        names, spelling, into = self._context.workspace.names, self.spelling.name, self.into.name
        said = words.kept_apart(f"“{spelling}”, “{into}”")
        self._decide(words.KEEPING_APART, lambda: names.keep_apart([spelling, into]), said)

    def _decide(self, title: str, act: Callable[[], object], said: str) -> None:
        def tell(_: object) -> str:
            self.spelling.take("")
            self._compare()
            return said

        decide(self._context, title, act, tell)

    @Slot()
    def _dress(self) -> None:
        for box in (self.spelling, self.into):
            box.setFixedWidth(self._context.theme.scaled(280))
        self._between.setMinimumHeight(self.into.box.sizeHint().height())


def _in_a_row(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = FlowLayout(holder, theme.S)
    for part in parts:
        row.addWidget(part)
    return holder
