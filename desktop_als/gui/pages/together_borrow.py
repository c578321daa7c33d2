"""The tab that says what each of two listeners should hear of what the other plays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.together_tab import TogetherTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.workspace import BorrowRow

COLUMNS = (
    Column("rank", words.RANK, "quiet-number", words.RANK_HINT, width=48),
    Column("artist", words.ARTIST, "link", width=128, stretch=1, link="artist"),
    Column("match", words.MATCH, "match", words.BORROW_MATCH_HINT, width=128),
    Column("plays", words.LENDER_PLAYS, "quiet-number", words.LENDER_PLAYS_HINT, width=96),
)

Lists = tuple[Sequence[BorrowRow], Sequence[BorrowRow]]


class BorrowTab(TogetherTab):
    """A list for each, side by side."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lists = BorrowList(context), BorrowList(context)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.L)
        for one in self.lists:
            row.addWidget(one, 1)

    def ask(self) -> None:
        """Ask for both lists."""
        together, (first, second) = self.context.workspace.together, (who for who, _ in self.people)
        one, other = self.names
        self.lists[0].wait(one, other)
        self.lists[1].wait(other, one)
        self.load(lambda: (together.borrow(first, second), together.borrow(second, first)), self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders."""
        super().forget()
        for one in self.lists:
            one.pane.forget_rows()

    def _show(self, found: Lists) -> None:
        for one, rows in zip(self.lists, found, strict=True):
            one.show_borrowed(rows)

    def _fail(self, sentence: str) -> None:
        for one in self.lists:
            one.pane.show_nothing(browse.NOT_LOADED, sentence)


class BorrowList(QWidget):
    """What one listener could borrow from another."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._who = "", ""
        self._title = ElidedLabel("", "section-title")
        self.pane = TablePane(COLUMNS, context, words.BORROW_TAB)
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(self._title, 1)
        head.addWidget(ExportButton(context, self._source))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(head)
        column.addWidget(self.pane, 1)

    @property
    def title(self) -> str:
        """Who borrows from whom."""
        return self._title.whole

    def wait(self, borrower: str, lender: str) -> None:
        """Say whose list comes."""
        self._who = borrower, lender
        self._title.set_text(words.borrows(borrower, lender))
        self.pane.table.setAccessibleName(self._title.whole)
        self.pane.start_loading()

    def show_borrowed(self, rows: Sequence[BorrowRow]) -> None:
        """Show the list, or why it is empty."""
        self.pane.show_rows(borrow_rows(rows) if rows else NO_ROWS)
        if not rows:
            self.pane.show_nothing(words.NO_BORROW, words.nothing_to_borrow(*self._who))

    def _source(self) -> ExportSource | None:
        return ExportSource(self._title.whole, self.pane.table.table_model.rows.ids.tolist())


def borrow_rows(found: Sequence[BorrowRow]) -> Rows:
    """What to borrow, as rows."""
    return Rows(
        np.array([row.artist_id for row in found], dtype=np.int64),
        rank=np.array([row.rank for row in found], dtype=np.int64),
        artist=objects([row.artist for row in found]),
        match=np.array([row.match for row in found], dtype=np.int64),
        plays=np.array([row.lender_plays for row in found], dtype=np.int64),
    )
