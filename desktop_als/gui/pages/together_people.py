"""Who is compared: chips that lead to the listeners, and a box that finds more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLink
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import SearchHit

BOX_WIDTH, CHIP_WIDTH, LINK_WIDTH = 240, 200, 160

Person = tuple[int, str]
"""The library's id of a listener, and their name."""


class PeopleBar(QWidget):
    """``added`` and ``removed`` tell the id of a listener."""

    added = Signal(object)
    removed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAccessibleName(words.LIBRARY_NAMES)
        self._context = context
        self._people: list[Person] = []
        self._offers: list[Person] = []
        self._found: list[Person] = []
        self._searching = Latest(context.jobs, words.SEARCHING)
        self._chips, self._chip_flow = _flow(theme.S)
        self._links, self._link_flow = _flow(theme.M)
        self.box = QLineEdit()
        self.box.setPlaceholderText(words.ADD)
        self.box.setAccessibleName(words.ADD)
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self._take_first)
        below = QHBoxLayout()
        below.setSpacing(theme.L)
        below.addWidget(self.box)
        below.addWidget(self._links, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._chips)
        column.addLayout(below)
        context.theme.changed.connect(self._dress)
        self._dress()

    def show_people(self, people: Sequence[Person], offers: Sequence[Person]) -> None:
        """Show who is compared, and who could be added."""
        if list(people) != self._people:
            self._people = list(people)
            self._fill()
        self._offers = [one for one in offers if one not in self._people]
        if not self.box.text():
            self._show_links(words.SUGGESTED, self._offers)

    def _fill(self) -> None:
        self._chip_flow.clear()
        for who, name in self._people:
            self._chip_flow.addWidget(self._chip(who, name))
        self._chips.setVisible(bool(self._people))

    def _chip(self, who: int, name: str) -> QFrame:
        chip, scaled = QFrame(), self._context.theme.scaled
        role(chip, "chip")
        remove = button("", lambda: self.removed.emit(who), "bare", hint=words.remove(name))
        remove.setIcon(icon("close", self._context.theme.scheme.dim, scaled(14)))
        remove.setIconSize(QSize(scaled(14), scaled(14)))
        row = QHBoxLayout(chip)
        row.setContentsMargins(theme.M, 0, theme.XS, 0)
        row.setSpacing(theme.S)
        row.addWidget(self._link(name, lambda: self._context.go(Location("listener", who)), CHIP_WIDTH))
        row.addWidget(remove)
        return chip

    def _link(self, name: str, act: Callable[[], object], width: int) -> ElidedLink:
        made = ElidedLink(name, act)
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        room = made.fontMetrics().horizontalAdvance(name) + 12
        made.setFixedWidth(min(room, self._context.theme.scaled(width)))
        return made

    # More of them

    @Slot(str)
    def _search(self, text: str) -> None:
        if not text.strip():
            self._searching.drop()
            self._show_links(words.SUGGESTED, self._offers)
            return
        search = self._context.workspace.search
        self._searching.ask(lambda: search(text), self._show_hits)

    def _show_hits(self, hits: list[SearchHit]) -> None:
        found = [(hit.id, hit.name) for hit in hits if hit.kind == "listener"]
        self._show_links("" if found else words.NOBODY_FOUND, [one for one in found if one not in self._people])

    def _show_links(self, before: str, people: list[Person]) -> None:
        self._link_flow.clear()
        self._found = people
        if before and (people or before == words.NOBODY_FOUND):
            self._link_flow.addWidget(label(before, "dim"))
        for who, name in people:
            self._link_flow.addWidget(self._link(name, lambda who=who: self._add(who), LINK_WIDTH))  # type: ignore[misc]

    @Slot()
    def _take_first(self) -> None:
        if self.box.text().strip() and self._found:
            self._add(self._found[0][0])

    def _add(self, who: int) -> None:
        self.box.clear()
        self.box.setFocus()
        self.added.emit(who)

    @Slot()
    def _dress(self) -> None:
        self.box.setFixedWidth(self._context.theme.scaled(BOX_WIDTH))
        self._fill()


def _flow(gap: int) -> tuple[QWidget, FlowLayout]:
    holder = QWidget()
    return holder, FlowLayout(holder, gap)
