"""Where an import begins: the drop zone, and below it the files that were imported before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages import sources_table as table
from desktop_als.gui.pages.drop_zone import DropZone
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.basics import Card, label

COLUMNS = (
    *(table.NAME, table.FORMAT, table.WHO, table.ROWS, table.KEPT),
    *(table.FIRST, table.LAST, table.IMPORTED),
)


class StartView(QWidget):
    """``take`` gets what was chosen."""

    def __init__(self, context: Context, take: Callable[[list[Path]], None]) -> None:
        super().__init__()
        self._workspace = context.workspace
        self._loading = Latest(context.jobs, words.IMPORTED_FILES)
        self._title = label("", "section-title", wrap=True)
        self._text = label("", "dim", wrap=True)
        self.files = TableView(COLUMNS, context.theme, words.IMPORTED_FILES)
        self.files.followed.connect(context.go)
        self._card = Card(padding=theme.XS)
        self._heading = label(words.IMPORTED_FILES, "section-title")
        self._heading.setContentsMargins(theme.M, theme.M, theme.M, theme.S)
        self._card.body.addWidget(self._heading)
        self._card.body.addWidget(self.files, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(DropZone(take))
        column.addWidget(self._card, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))
        self.say("", "")
        self._show(table.source_rows([]))

    def say(self, title: str, text: str) -> None:
        """Tell what became of the last import, or nothing."""
        self._title.setText(title)
        self._text.setText(text)
        self._title.setVisible(bool(title))
        self._text.setVisible(bool(text))

    def refresh(self) -> None:
        """Read the files anew, newest first."""
        workspace = self._workspace
        self._loading.ask(
            lambda: table.source_rows(sorted(workspace.sources(every=True), key=lambda source: -source.id)),
            self._show,
            lambda sentence: self.say(words.NOT_LOADED, sentence),
        )

    def _show(self, rows: Rows) -> None:
        self.files.show_rows(rows)
        self._card.setVisible(len(rows) > 0)
        self._rest.setVisible(len(rows) == 0)
