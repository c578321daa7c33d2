"""A table of names with a box that filters them while typing, and a count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Mask, Rows
from desktop_als.gui.widgets.basics import label

LARGE = 50_000
"""From here on matching names takes longer than 8 ms and goes to a worker."""


class FilteredTable(QWidget):
    """Filters by the column "name"."""

    def __init__(self, columns: Sequence[Column], context: Context, name: str, hint: str, noun: str) -> None:
        """``hint`` stands in the empty box; ``noun`` is what is counted."""
        super().__init__()
        self._noun = noun
        self._theme = context.theme
        self._rows: Rows | None = None
        self._matching = Latest(context.jobs, hint)
        self.pane = TablePane(columns, context, name)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(hint)
        self.filter.setAccessibleName(hint)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self._count = label("", "dim")
        controls = QHBoxLayout()
        controls.setSpacing(theme.M)
        controls.addWidget(self.filter)
        controls.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(controls)
        column.addWidget(self.pane, 1)
        context.theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Rows) -> None:
        """Show other rows through the filter in force."""
        self._rows = rows
        self._filter()

    @property
    def count(self) -> str:
        """The line that says how many rows are shown."""
        return self._count.text()

    @Slot()
    def _filter(self) -> None:
        rows, text = self._rows, self.filter.text().strip()
        self._matching.drop()
        if rows is None:
            return
        if not text:
            self._keep(rows, None)
        elif len(rows) < LARGE:
            self._keep(rows, rows.matching("name", text))
        else:
            self._matching.ask(lambda: rows.matching("name", text), lambda kept: self._keep(rows, kept))

    def _keep(self, rows: Rows, kept: Mask | None) -> None:
        if rows is self.pane.table.table_model.rows:
            self.pane.keep(kept)
        else:
            self.pane.show_rows(rows, kept)
        shown = len(rows) if kept is None else int(kept.sum())
        self._count.setText(browse.shown(shown, len(rows), self._noun))
        if len(rows) and not shown:
            self.pane.show_nothing(browse.NO_MATCH, browse.NO_MATCH_TEXT)

    @Slot()
    def _dress(self) -> None:
        self.filter.setFixedWidth(self._theme.scaled(280))
