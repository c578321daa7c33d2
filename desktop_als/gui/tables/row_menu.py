"""The menu of a row, and what a number of it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMenu

from desktop_als.gui.messages import common
from desktop_als.gui.widgets.what_is import what_is

if TYPE_CHECKING:
    from desktop_als.gui.tables.view import TableView


def row_menu(table: TableView, index: QModelIndex) -> QMenu | None:
    """What can be done with the current row, told by those who listen to the table; None where that is nothing."""
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    table.menu_opening.emit(menu)
    if table.table_model.columns[index.column()].hint:
        menu.addSeparator()
        menu.addAction(common.WHAT_IS).triggered.connect(lambda: explain_cell(table, index))
    if menu.isEmpty():
        menu.deleteLater()
        return None
    return menu


def explain_cell(table: TableView, index: QModelIndex) -> None:
    """Say what the number of a cell is; of a cell without one, nothing."""
    column, model = table.table_model.columns[index.column()], table.table_model
    if column.hint and not model.loading:
        told = column.told(model.value(index.row(), index.column()))
        what_is(table.viewport(), told, column.hint, table.visualRect(index))
