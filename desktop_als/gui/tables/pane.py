"""A card with a table that is loading, full or empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Mask, Rows
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.basics import Card, EmptyState

PLACEHOLDERS = 12


class TablePane(Card):
    """Shows a table, or says why there is none. Links are followed."""

    def __init__(
        self,
        columns: Sequence[Column],
        context: Context,
        name: str,
        follow: Callable[[Location], object] | None = None,
    ) -> None:
        """``follow`` gets the links, if not the window."""
        super().__init__(padding=theme.XS, spacing=0)  # the least that keeps square cells off the round corners
        self.table = TableView(columns, context.theme, name)
        self.table.followed.connect(follow or context.go)
        self._empty: EmptyState | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self.body.addWidget(self._stack)

    def start_loading(self) -> None:
        """Show placeholders, unless there are rows: they stay until the new ones come."""
        if not len(self.table.table_model.rows):
            self.forget_rows()

    def forget_rows(self) -> None:
        """Show placeholders: what was shown belongs to something else."""
        self.table.show_placeholders(PLACEHOLDERS)
        self._stack.setCurrentWidget(self.table)

    def show_rows(self, rows: Rows, kept: Mask | None = None) -> None:
        """Show rows; with none of them :meth:`show_nothing` is better."""
        self.table.show_rows(rows, kept)
        self._stack.setCurrentWidget(self.table)

    def keep(self, kept: Mask | None) -> None:
        """Show some of the rows, or all."""
        self.table.keep(kept)
        self._stack.setCurrentWidget(self.table)

    def show_nothing(
        self, title: str, text: str, button: str | None = None, on_click: Callable[[], object] | None = None
    ) -> None:
        """Say what is missing instead of the table, and offer what helps. The rows are kept if a filter hides them."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(title, text, button, on_click)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    @property
    def empty(self) -> EmptyState | None:
        """What is said instead of the table, if so."""
        return self._empty if self._stack.currentWidget() is self._empty else None
