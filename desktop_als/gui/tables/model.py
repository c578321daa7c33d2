"""An item model over arrays: one permutation stands for sorting and filtering, and cells are written when painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Mask, Order, Rows

Index = QModelIndex | QPersistentModelIndex
VALUE_ROLE = Qt.ItemDataRole.UserRole
LONG_TEXT = 24
NO_PARENT = QModelIndex()
NO_ROWS = Rows(np.empty(0, dtype=np.int64))


class ArrayTableModel(QAbstractTableModel):
    """Shows :class:`Rows` through columns. While ``loading`` its rows are empty placeholders."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows = NO_ROWS
        self.loading = 0
        self._sorted_by: tuple[int, bool] | None = None
        self._kept: Mask | None = None
        self._order: Order = np.empty(0, dtype=np.intp)

    # Changes

    def replace(self, rows: Rows, kept: Mask | None = None) -> None:
        """Show other rows, in the order in force; ``kept`` as in :meth:`keep`."""
        for key, said in rows.titles.items():
            self.set_title(key, *said)
        self.beginResetModel()
        self.rows, self._kept, self.loading = rows, kept, 0
        self._order = self._wanted_order()
        self.endResetModel()

    def show_placeholders(self, count: int) -> None:
        """Show ``count`` empty rows until :meth:`replace`."""
        self.beginResetModel()
        self.rows, self._kept, self.loading = NO_ROWS, None, count
        self._order = self._wanted_order()
        self.endResetModel()

    def fill(self, key: str, values: npt.NDArray[np.int64], out_of: int) -> None:
        """Write the tallies (n,) of a column that was shown without them. Rows move only if it is what they are sorted by."""
        place = next(place for place, column in enumerate(self.columns) if column.key == key)
        self.columns[place] = replace(self.columns[place], out_of=out_of)
        self.rows = self.rows.having(key, values)
        if self._sorted_by is not None and self._sorted_by[0] == place:
            descending = self._sorted_by[1]
            self.sort(place, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
        elif self.rowCount():
            self.dataChanged.emit(self.index(0, place), self.index(self.rowCount() - 1, place))

    def keep(self, kept: Mask | None) -> None:
        """Show only rows where ``kept`` (n,) is true, or all."""
        self.beginResetModel()
        self._kept = kept
        self._order = self._wanted_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; selected rows stay selected. Below 0: the order of the rows themselves."""
        if column >= 0 and not self.columns[column].sortable:
            return
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        if self.loading:
            return
        self.layoutAboutToBeChanged.emit()
        before, self._order = self._order, self._wanted_order()
        place = np.empty(len(self.rows), dtype=np.intp)
        place[self._order] = np.arange(len(self._order))
        held = self.persistentIndexList()
        moved = [self.index(int(place[before[index.row()]]), index.column()) for index in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def set_title(self, key: str, title: str, hint: str) -> None:
        """Rename a column."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                self.columns[place] = replace(column, title=title, hint=hint)
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def _wanted_order(self) -> Order:
        if not len(self.rows) or self._sorted_by is None:
            order = np.arange(len(self.rows))
        else:
            column, descending = self._sorted_by
            order = self.rows.order(self.columns[column].key, descending=descending)
        return order if self._kept is None else order[self._kept[order]]

    # Questions

    def id_at(self, row: int) -> int | None:
        """The id of a row that is shown, or None of a placeholder."""
        return None if self.loading or not 0 <= row < len(self._order) else int(self.rows.ids[self._order[row]])

    def subject(self, row: int, column: Column) -> int | None:
        """Whom a link of a column leads to, or None from a placeholder."""
        if not column.subject or self.id_at(row) is None:
            return self.id_at(row)
        return int(self.rows.columns[column.subject][self._order[row]])

    def row_of(self, wanted: int) -> int:
        """Where the row of an id is shown, or -1."""
        found = np.flatnonzero(self.rows.ids[self._order] == wanted)
        return int(found[0]) if len(found) else -1

    def value(self, row: int, column: int) -> Any:
        """What a cell holds."""
        value = self.rows.columns[self.columns[column].key][self._order[row]]
        return value.item() if isinstance(value, np.generic) else value

    def values(self, rows: Sequence[int], column: Column) -> list[Any]:
        """What the cells of a column hold in these rows; nothing while loading."""
        return [] if self.loading else self.rows.columns[column.key][self._order[list(rows)]].tolist()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else self.loading or len(self._order)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Columns shown."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, value, alignment, and its whole text as a tool tip when it may be cut off."""
        if not index.isValid() or self.loading:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self.value(index.row(), index.column()))
        if role == VALUE_ROLE:
            return self.value(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole and column.kind in ("text", "file", "link", "pills"):
            text = column.text(self.value(index.row(), index.column()))
            return _tip(text) if len(text) > LONG_TEXT else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title, alignment, hint, and which way its first click sorts."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(column.hint) if column.hint else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.InitialSortOrderRole:
                ascending = column.kind in ("text", "file", "link") or column.key == "rank"
                return Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
        return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right_aligned else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tip(text: str) -> str:
    """Marked as rich, for only such tool tips are wrapped; escaped, for a name such as "<b>x</b>" is no markup."""
    return f"<p>{escape(text)}</p>"
