"""Names that are chosen, as chips that lead to them and can be taken out, and a box that finds more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.choice_chip import Choice, ChoiceChip, fitting
from desktop_als.gui.widgets.elided import ElidedLink
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import SearchHit

BOX_WIDTH = 240


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """``chosen``: what all chips are; ``remove``: of the cross of a name."""

    chosen: str
    add: str
    searching: str
    nothing_found: str
    remove: Callable[[str], str]


class ChosenNames(QWidget):
    """``added`` and ``removed`` tell a key and its name; what is chosen changes when it is shown."""

    added = Signal(object, str)
    removed = Signal(object, str)

    def __init__(
        self, context: Context, words: ChoiceWords, found: Callable[[Sequence[SearchHit]], Sequence[Choice]]
    ) -> None:
        """``found``: those hits of the library that can be chosen."""
        super().__init__()
        self.setAccessibleName(words.chosen)
        self._context, self._words, self._found = context, words, found
        self._chosen: Sequence[Choice] = ()
        self._offers: tuple[str, Sequence[Choice]] = "", ()
        self._hits: Sequence[Choice] | None = None  # of what is typed
        self._awaited = False  # those of the newest letters
        self._entered = False
        self._searching = Latest(context.jobs, words.searching)
        self.box = QLineEdit()
        self.box.setPlaceholderText(words.add)
        self.box.setAccessibleName(words.add)
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._search)
        self.box.returnPressed.connect(self._take_first)
        self._chips, self._links = QWidget(), QWidget()
        self._line, self._link_line = FlowLayout(self._chips, theme.S), FlowLayout(self._links, theme.M)
        self._line.addWidget(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self._chips)
        column.addWidget(self._links)
        context.theme.changed.connect(self._dress)
        self._dress()

    def show_chosen(self, chosen: Sequence[Choice]) -> None:
        """Show what is chosen; none of it is offered any more."""
        if list(chosen) != list(self._chosen):
            self._chosen = chosen
            self._show_chips()
            self._show_links()

    def offer(self, before: str, choices: Sequence[Choice]) -> None:
        """Propose names while nothing is typed; ``before`` says why these."""
        if (before, choices) != self._offers:
            self._offers = before, choices
            self._show_links()

    # Chips and links

    def _show_chips(self) -> None:
        self._line.takeAt(self._line.count() - 1)  # the box stays, with what is typed
        self._line.clear()
        for choice in self._chosen:
            chip = ChoiceChip(self._context, choice, self._words.remove(choice.name))
            chip.remove.clicked.connect(lambda _=False, choice=choice: self._remove(choice))
            self._line.addWidget(chip)
        self._line.addWidget(self.box)
        self._order_keys()

    def _show_links(self) -> None:
        self._link_line.clear()
        before, choices = self._offers if self._hits is None else ("", self._hits)
        left = self._left(choices)
        if self._hits is not None and not self._hits:
            self._link_line.addWidget(label(self._words.nothing_found, "dim"))
        elif before and left:
            self._link_line.addWidget(label(before, "dim"))
        for choice in left:
            link = ElidedLink(choice.offer or choice.name, lambda choice=choice: self._add(choice))  # type: ignore[misc]
            link.setAccessibleDescription(choice.kind)
            self._link_line.addWidget(fitting(link, self._context.theme))
        self._links.setVisible(self._link_line.count() > 0)
        self._order_keys()

    def _left(self, choices: Sequence[Choice]) -> list[Choice]:
        keys = [choice.key for choice in self._chosen]
        return [choice for choice in choices if choice.key not in keys]

    def _order_keys(self) -> None:
        """Tab goes from chip to box to link; new widgets would come after all others of the window."""
        chips, links = (holder.findChildren(QPushButton) for holder in (self._chips, self._links))
        for before, after in pairwise((self.box, *chips, self.box, *links)):
            QWidget.setTabOrder(before, after)

    @Slot()
    def _dress(self) -> None:
        self.box.setFixedWidth(self._context.theme.scaled(BOX_WIDTH))
        self._show_chips()
        self._show_links()

    # What is typed and clicked

    @Slot(str)
    def _search(self, text: str) -> None:
        self._entered = False
        self._awaited = bool(text.strip())
        if self._awaited:
            search = self._context.workspace.search
            self._searching.ask(lambda: search(text), self._show_hits)
        else:
            self._searching.drop()
            self._hits = None
            self._show_links()

    def _show_hits(self, hits: list[SearchHit]) -> None:
        self._awaited = False
        self._hits = self._found(hits)
        self._show_links()
        if self._entered:
            self._take_first()

    @Slot()
    def _take_first(self) -> None:
        """Enter: the best hit, as soon as it is known."""
        self._entered = self._awaited
        if not self._awaited and (left := self._left(self._hits or ())):
            self._add(left[0])

    def _add(self, choice: Choice) -> None:
        self.box.clear()
        self.box.setFocus()
        self.added.emit(choice.key, choice.name)

    def _remove(self, choice: Choice) -> None:
        self.box.setFocus()
        self.removed.emit(choice.key, choice.name)
