"""The tab of names that are merged: who is credited with whose plays, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import CreditedName

COLUMNS = (
    Column("name", words.SPELLING, "text", width=200, stretch=1),
    Column("into", words.CREDITED_TO, "text", width=200, stretch=1),
    Column("plays", words.PLAYS, "number", words.MOVED_HINT, width=120),
)


class MergedTab(QWidget):
    """One row for each spelling that does not stand for itself."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._merged: list[CreditedName] = []
        self._loading = Latest(context.jobs, words.MERGED)
        self.list = FilteredTable(COLUMNS, context, words.MERGED, words.FILTER_NAMES, "name")
        self.list.pane.table.row_chosen.connect(self._offer)
        self._apart = button(words.TAKE_APART, self._take_apart)
        self._apart.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self.list, 1)
        column.addWidget(self._apart, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Load them."""
        workspace = self._context.workspace
        self.list.pane.start_loading()
        self._loading.ask(workspace.names.credits, self._show, self._fail)

    def _show(self, merged: list[CreditedName]) -> None:
        self._merged = merged
        self.list.pane.table.clearSelection()
        self.list.pane.forget_rows()  # places of rows are not what they were
        self.list.show_rows(rows_of(merged))
        if not merged:
            self.list.pane.show_nothing(words.NOTHING_MERGED, words.NOTHING_MERGED_TEXT)

    def _fail(self, sentence: str) -> None:
        self.list.pane.show_nothing(words.NOT_LOADED, sentence)

    @Slot(object)
    def _offer(self, chosen: int | None) -> None:
        self._apart.setEnabled(chosen is not None)

    def _take_apart(self) -> None:
        chosen = self.list.pane.table.chosen
        if chosen is None:
            return
        self._apart.setEnabled(False)
        names, name = self._context.workspace.names, self._merged[chosen].name
        said = words.taken_apart(name)
        decide(self._context, words.TAKING_APART, lambda: names.split(name), lambda _: said, self.refresh)


def rows_of(merged: Sequence[CreditedName]) -> Rows:
    """Merged names as rows; their id is their place."""
    return Rows(
        np.arange(len(merged), dtype=np.int64),
        name=objects([one.name for one in merged]),
        into=objects([", ".join(one.into) for one in merged]),
        plays=np.array([one.plays for one in merged], dtype=np.int64),
    )
