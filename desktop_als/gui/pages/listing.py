"""What the page of all listeners and the page of all artists share: one large table of names with a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import PageHeader
from desktop_als.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed, in which words.

    Attributes:
        sorted_by: key of the column that sorts at first.
        load: the rows; runs in a worker.
        empty: title of the page without rows.
    """

    title: str
    facts: str
    filter_hint: str
    noun: str
    empty: str
    columns: Sequence[Column]
    sorted_by: str
    load: Callable[[Workspace], Rows]


class ListingPage(Page):
    """Shows a list of names."""

    def __init__(self, context: Context, listing: Listing) -> None:
        super().__init__(context)
        self._listing = listing
        self._loading = Latest(context.jobs, listing.title)
        self.list = FilteredTable(listing.columns, context, listing.title, listing.filter_hint, listing.noun)
        self.list.pane.table.sort_by(listing.sorted_by)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.L)
        self.header = PageHeader(listing.title, listing.facts)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Load the table."""
        workspace, load = self.context.workspace, self._listing.load
        self.list.pane.start_loading()
        self._loading.ask(lambda: load(workspace), self._show, self._fail)

    def _show(self, rows: Rows) -> None:
        self.list.show_rows(rows)
        if not len(rows):
            go = self.context.go
            self.list.pane.show_nothing(
                self._listing.empty, browse.IMPORT_TEXT, browse.IMPORT, lambda: go(Location("home"))
            )

    def _fail(self, sentence: str) -> None:
        self.list.pane.show_nothing(browse.NOT_LOADED, sentence)
