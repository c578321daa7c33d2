"""A table on a page that scrolls as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QWheelEvent

from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Mask, Rows
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource


class WholeTable(TableView):
    """As high as its rows, so that the wheel moves the page and not the table."""

    def __init__(self, columns: Sequence[Column], theme: ThemeSource, name: str) -> None:
        super().__init__(columns, theme, name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._take_room)

    def show_rows(self, rows: Rows, kept: Mask | None = None) -> None:
        """Show other rows."""
        super().show_rows(rows, kept)
        self._take_room()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()

    @Slot()
    def _take_room(self) -> None:
        rows = self.table_model.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar)
