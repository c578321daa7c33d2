"""The first questions before an import: whose history it is, and by which clock it was written if that is not told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import imports
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.question import Question
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.zone_box import ZoneBox
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, button, hairline, label

WIDTH = 560
"""Pixels at 100 %."""
NAMES_SHOWN = 6


class OwnerForm(Question):
    """``take`` is called when both are answered; ``drop`` when the person thought better of it.

    ``explain_anew`` is called when what was said of the columns of a table before was wrong.
    """

    def __init__(
        self,
        themes: ThemeSource,
        take: Callable[[], None],
        drop: Callable[[], None],
        explain_anew: Callable[[], None],
    ) -> None:
        super().__init__()
        self._theme, self._take, self._drop = themes, take, drop
        self._title = label("", "section-title", wrap=True)
        self._names = label("", "dim", wrap=True)
        self.field = QLineEdit()
        self.field.setAccessibleName(words.WHOSE)
        self.field.setPlaceholderText(words.WHOSE_EMPTY)
        self.field.setMaxLength(200)
        asked = label(words.WHOSE, "strong", wrap=True)
        asked.setBuddy(self.field)
        self._go = button(words.IMPORT_NOW, self.go_on, "primary")
        self._card = Card()
        body = self._card.body
        for part in (self._title, self._names, hairline(), asked, self.field):
            body.addWidget(part)
        body.addWidget(label(words.WHOSE_TEXT, "dim", wrap=True))
        body.addWidget(self._zone_part())
        self._anew = button(imports.EXPLAIN_ANEW, explain_anew, "link")
        body.addWidget(self._anew, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self._go)
        row.addWidget(button(words.CANCEL, self.go_back))
        row.addStretch(1)
        body.addSpacing(theme.S)
        body.addLayout(row)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))
        themes.changed.connect(self._dress)
        self._dress()

    @property
    def listener(self) -> str | None:
        """The name, or None to go by what each file says."""
        return self.field.text().strip() or None

    @property
    def timezone(self) -> str | None:
        """The zone of times that tell none; None when it is not asked."""
        return self.zone.zone if self.asks_zone else None

    @property
    def asks_zone(self) -> bool:
        """Whether the zone is among the questions."""
        return not self._zone_holder.isHidden()

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask about these files, with the name to change marked."""
        self._title.setText(words.files_to_import(len(paths)))
        names = [imports.breakable(path.name or str(path)) for path in paths[:NAMES_SHOWN]]
        more = len(paths) - len(names)
        self._names.setText("\n".join([*names, words.and_more(more)] if more else names))
        self._zone_holder.hide()
        self._anew.hide()
        self.wait(False)
        self.field.setText(words.DEFAULT_LISTENER)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def propose(self, names: Sequence[str]) -> None:
        """Fill in whom the files name, unless the person was quicker. With several, each file is asked on its own."""
        if names and self.field.text() == words.DEFAULT_LISTENER:
            self.field.setText(names[0] if len(names) == 1 else "")
            self.field.selectAll()

    def ask_zone(self, files: Sequence[str], zones: Sequence[str]) -> None:
        """Ask by which clock these files were written."""
        self._clockless.setText(imports.breakable(imports.which_zone(files)))
        self.zone.offer(zones)
        self._zone_holder.show()

    def wait(self, waiting: bool) -> None:
        """Say that the answer was heard while the files are still looked at."""
        self._set_go(imports.LOOKING if waiting else words.IMPORT_NOW)
        self._go.setEnabled(not waiting)

    def offer_anew(self, offered: bool) -> None:
        """Offer to say once more what the columns of a table hold."""
        self._anew.setVisible(offered)

    def announce_more(self) -> None:
        """There are more questions after this one."""
        self._set_go(imports.GO_ON)

    def go_on(self) -> None:
        """Take the answers, if there is a zone of that name."""
        if self.asks_zone and self.zone.zone is None:
            self._trouble.setText(imports.no_zone(self.zone.currentText()))
            self._trouble.show()
            self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._take()

    def go_back(self) -> None:
        """Import nothing."""
        self._drop()

    def _zone_part(self) -> QWidget:
        self._zone_holder = QWidget()
        column = QVBoxLayout(self._zone_holder)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.S)
        self._clockless = label("", "dim", wrap=True)
        self.zone = ZoneBox()
        self._trouble = label("", "warn", wrap=True)
        self._trouble.hide()
        self.zone.currentTextChanged.connect(self._trouble.hide)
        asked = label(imports.WHICH_ZONE, "strong", wrap=True)
        asked.setBuddy(self.zone)
        for part in (hairline(), self._clockless, asked, self.zone, self._trouble):
            column.addWidget(part)
        return self._zone_holder

    def _set_go(self, text: str) -> None:
        self._go.setText(text)
        self._go.setAccessibleName(text)

    @Slot()
    def _dress(self) -> None:
        self._card.setMaximumWidth(self._theme.scaled(WIDTH))
