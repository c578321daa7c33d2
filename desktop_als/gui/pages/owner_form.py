"""The one question before an import: whose history it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import work as words
from desktop_als.gui.widgets.basics import Card, button, hairline, label

WIDTH = 560
NAMES_SHOWN = 6


class OwnerForm(QWidget):
    """``start`` gets the name, or None to go by what each file says; ``drop`` is called when the person thought better."""

    def __init__(self, start: Callable[[str | None], None], drop: Callable[[], None]) -> None:
        super().__init__()
        self._start = start
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.setMaximumWidth(WIDTH)
        column.addWidget(card)
        column.addStretch(1)
        self._title = label("", "section-title")
        self._names = label("", "dim", wrap=True)
        self.field = QLineEdit()
        self.field.setAccessibleName(words.WHOSE)
        self.field.setPlaceholderText(words.WHOSE_EMPTY)
        self.field.setMaxLength(200)
        self.field.returnPressed.connect(self._go)
        asked = label(words.WHOSE, "strong")
        asked.setBuddy(self.field)
        for part in (
            self._title,
            self._names,
            hairline(),
            asked,
            self.field,
            label(words.WHOSE_TEXT, "dim", wrap=True),
        ):
            card.body.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(button(words.IMPORT_NOW, self._go, "primary"))
        row.addWidget(button(words.CANCEL, drop))
        row.addStretch(1)
        card.body.addSpacing(theme.S)
        card.body.addLayout(row)

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask about these files, with the name to change marked."""
        self._title.setText(words.files_to_import(len(paths)))
        names = [path.name or str(path) for path in paths[:NAMES_SHOWN]]
        more = len(paths) - len(names)
        self._names.setText("\n".join([*names, words.and_more(more)] if more else names))
        self.field.setText(words.DEFAULT_LISTENER)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def propose(self, names: Sequence[str]) -> None:
        """Fill in whom the files name, unless the person was quicker. With several, each file is asked on its own."""
        if names and self.field.text() == words.DEFAULT_LISTENER:
            self.field.setText(names[0] if len(names) == 1 else "")
            self.field.selectAll()

    def _go(self) -> None:
        self._start(self.field.text().strip() or None)
