"""The rows behind one count of a report: to read, to filter, to save."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.plays import Fate
from desktop_als.workspace import Source, SourceRows

COLUMNS = (
    Column("row", words.ROW, "quiet-number", words.ROW_HINT, width=112),
    Column("name", words.TEXT, "text", width=320, stretch=1),
)
NO_ROWS = Rows(np.empty(0, np.int64), row=np.empty(0, np.int64), name=np.empty(0, np.object_))


class SourceRowsView(QWidget):
    """Rows stay in the order of their file: to sort a million of them by what they say would take seconds."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._loading = Latest(context.jobs, words.LOADING_ROWS)
        self._shown: tuple[int, Fate, str] | None = None
        self._total = 0
        self._title = ElidedLabel("", "section-title")
        self._said = label("", "dim", wrap=True)
        self._save = button(words.SAVE, self._choose_file)
        self.list = FilteredTable(COLUMNS, context, words.BEHIND, words.FILTER_ROWS, "row")
        self.list.pane.table.setSortingEnabled(False)
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(self._title, 1)
        head.addWidget(button(words.BACK_TO_REPORT, self._go_back))
        head.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(head)
        column.addWidget(self._said)
        column.addWidget(self.list, 1)

    def show_rows_of(self, source: Source, fate: Fate) -> None:
        """Load the rows of a file that met a fate."""
        name = common.file_name(source.path)
        if self._shown != (source.id, fate, name):
            self.list.filter.clear()
            self.list.pane.forget_rows()
            self._say("")
        self._shown = source.id, fate, name
        self._title.set_text(words.rows_title(fate, name))
        self._total = getattr(source.tally, fate)
        self._save.setEnabled(self._total > 0)
        workspace = self._context.workspace
        self._loading.ask(lambda: text_rows(workspace.source_rows(source.id, fate)), self._show, self._fail)

    def leave(self) -> None:
        """Nobody looks at the rows any more: a million of them are not kept for nobody."""
        self._loading.drop()
        self._shown = None
        self.list.show_rows(NO_ROWS)

    def _show(self, rows: Rows) -> None:
        self.list.show_rows(rows)
        if not len(rows):
            self.list.pane.show_nothing(words.NO_ROWS_TITLE, words.NO_ROWS_TEXT)
        elif len(rows) < self._total:
            self._say(words.some_rows(len(rows), self._total))

    def _fail(self, sentence: str) -> None:
        self.list.pane.show_nothing(words.NOT_LOADED, sentence)

    def _go_back(self) -> None:
        if self._shown is not None:
            self._context.go(Location("import", self._shown[0]))

    def _choose_file(self) -> None:
        if self._shown is None:
            return
        source_id, fate, name = self._shown
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.SAVE_TITLE, str(Path.home() / words.csv_name(name, fate)), words.CSV_FILTER
        )
        if not chosen:
            return
        workspace, path = self._context.workspace, Path(chosen)
        self._context.jobs.submit(
            words.SAVING,
            asking(lambda: workspace.save_rows(source_id, fate, path)),
            lane="io",
            done=lambda count: self._say(words.saved(count, path.name)),
            failed=self._say,
        )

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))


def text_rows(found: SourceRows) -> Rows:
    """The rows (n) of a file, by their place among those that were found."""
    return Rows(np.arange(len(found), dtype=np.int64), row=found.rows, name=found.texts)
