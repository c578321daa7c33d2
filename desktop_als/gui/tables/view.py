"""The one kind of table view: fixed rows with hairlines, links under the pointer, and keys that open and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from desktop_als.gui.location import Location
from desktop_als.gui.tables.cells import Cells
from desktop_als.gui.tables.columns import Action, Column
from desktop_als.gui.tables.copying import as_tsv
from desktop_als.gui.tables.gliding import Gliding
from desktop_als.gui.tables.ink import Ink
from desktop_als.gui.tables.model import ArrayTableModel
from desktop_als.gui.tables.row_menu import explain_cell, row_menu
from desktop_als.gui.tables.rows import Mask, Rows
from desktop_als.gui.theme import ThemeSource

LEAST_COLUMN = 32
LEAST_ROWS = 2


class TableView(QTableView):
    """Shows rows through columns.

    ``followed`` carries the location of a link; ``row_chosen`` the id of the current row or None; ``acted`` the key of an action
    and the id of its row; ``menu_opening`` the menu of the current row, for others to add what can be done with it.
    """

    followed = Signal(object)
    row_chosen = Signal(object)
    acted = Signal(str, object)
    menu_opening = Signal(object)

    def __init__(self, columns: Sequence[Column], theme: ThemeSource, name: str) -> None:
        """``name`` is read to those who do not see."""
        super().__init__()
        self.setAccessibleName(name)
        self.table_model = ArrayTableModel(columns, self)
        self._theme = theme
        self._pressed: Location | Action | None = None
        self._chosen: int | None = None
        self._gliding: Gliding | None = None
        self._cells = Cells(Ink(theme), self)
        self.setItemDelegate(self._cells)
        self.setModel(self.table_model)
        self._set_up_behaviour()
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)
        self.selectionModel().currentColumnChanged.connect(self._light_focus)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._dress)
        self._dress()

    # Content

    def show_rows(self, rows: Rows, kept: Mask | None = None) -> None:
        """Show other rows; the current one stays current if it is among them."""
        current, followed = self._chosen, self.hasFocus() and self._sees_current()
        gliding, place = self._gliding, self.verticalScrollBar().value()
        before = gliding.places() if gliding else {}
        self._settle()
        self.table_model.replace(rows, kept)
        self.setAutoScroll(followed)
        self._make_current(current)
        self.setAutoScroll(True)
        if not followed:
            self.verticalScrollBar().setValue(place)
        if gliding:
            self.executeDelayedItemsLayout()
            self.updateGeometries()  # now, or it would interrupt the move
            gliding.begin(before)

    def let_rows_glide(self) -> None:
        """From now on rows that are replaced by others of the same ids move to their new place."""
        self._gliding = Gliding(self, self.table_model)

    @property
    def gliding(self) -> bool:
        """True while rows are on their way."""
        return self._gliding is not None and self._gliding.moving

    def ids_in_sight(self) -> list[int]:
        """The ids of the rows that are seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else self.table_model.rowCount() - 1
        rows = range(first, last + 1) if first >= 0 else range(0)
        return [subject for row in rows if (subject := self.table_model.id_at(row)) is not None]

    def show_placeholders(self, count: int) -> None:
        """Show empty rows while the first answer is awaited."""
        self.table_model.show_placeholders(count)
        self._set_chosen(None)

    def keep(self, kept: Mask | None) -> None:
        """Show some of the rows, or all."""
        current = self._chosen
        self.table_model.keep(kept)
        self._make_current(current)

    def choose_first(self) -> None:
        """Make the first row current unless one is."""
        self.choose_near(0)

    def choose_near(self, row: int) -> None:
        """Make this row current, or the last where there are fewer, unless one is."""
        if self._chosen is None and self.table_model.rowCount() and not self.table_model.loading:
            self.selectRow(min(max(row, 0), self.table_model.rowCount() - 1))

    def sort_by(self, key: str) -> None:
        """Sort by a column the way its first click would."""
        keys = [column.key for column in self.table_model.columns]
        place, role = keys.index(key), Qt.ItemDataRole.InitialSortOrderRole
        self.sortByColumn(place, self.table_model.headerData(place, Qt.Orientation.Horizontal, role))

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show a column, or hide it while it has nothing to say."""
        place = [column.key for column in self.table_model.columns].index(key)
        if self.isColumnHidden(place) == shown:
            self.setColumnHidden(place, not shown)
            self._share_width()

    @property
    def chosen(self) -> int | None:
        """The id of the current row."""
        return self._chosen

    def _make_current(self, wanted: int | None) -> None:
        row = self.table_model.row_of(wanted) if wanted is not None else -1
        if row >= 0:
            self.selectRow(row)
        else:
            self._set_chosen(None)

    @Slot(QModelIndex, QModelIndex)
    def _tell_chosen(self, current: QModelIndex, _: QModelIndex) -> None:
        self._light_focus()
        if current.isValid():
            self._set_chosen(self.table_model.id_at(current.row()))

    def _set_chosen(self, chosen: int | None) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.row_chosen.emit(chosen)

    # Opening and copying

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        column = self._leading
        subject = None if column is None else self.table_model.subject(index.row(), column)
        if column is not None and subject is not None and column.link is not None:
            self.followed.emit(Location(column.link, subject))

    @property
    def _leading(self) -> Column | None:
        """The column whose page a row opens."""
        subjects = (column for column in self.table_model.columns if column.kind in ("link", "file"))
        return next((column for column in subjects if column.link), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row; Ctrl+C copies the selected ones; F1 and ? say what the current number is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._leading is None:
            event.ignore()  # it may answer a question around the table
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Question) and self.currentIndex().isValid():
            explain_cell(self, self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        QGuiApplication.clipboard().setText(self.selection_as_tsv())

    def selection_as_tsv(self) -> str:
        """The titles and the selected rows, tabs between cells."""
        parts = self.selectionModel().selection().toList()
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        shown = [column for place, column in enumerate(self.table_model.columns) if not self.isColumnHidden(place)]
        return as_tsv(self.table_model, rows, shown)

    # What can be done with a row, and what a number means

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the pointer, or by the menu key that of the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid() or self.table_model.loading:
            return
        self.setCurrentIndex(index)
        menu = row_menu(self, index)
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(self.visualRect(index).center() if by_key else event.pos()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Name an action when the pointer rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            action = self._action_at(event.pos())
            if action is not None and action.icon:
                QToolTip.showText(event.globalPos(), action.text, self)
                return True
        return super().viewportEvent(event)

    # The pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row and the link under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(event.position().toPoint())

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(QPoint(-1, -1))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Another row comes under a pointer that rests."""
        self._settle()
        super().scrollContentsBy(dx, dy)
        if self.underMouse():
            self._hover(self.viewport().mapFromGlobal(QCursor.pos()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the link or the action that is pressed."""
        super().mousePressEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._target_at(event.position().toPoint()) if plain and left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a link, or act, when press and release are on it."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        if pressed is None or pressed != self._target_at(point):
            return
        if isinstance(pressed, Action):
            self.acted.emit(pressed.key, self.table_model.id_at(self.indexAt(point).row()))
        else:
            self.followed.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row, unless the first click followed a link or acted."""
        if self._target_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def _target_at(self, point: QPoint) -> Location | Action | None:
        return self._link_at(point) or self._action_at(point)

    def _action_at(self, point: QPoint) -> Action | None:
        index = self.indexAt(point)
        return self._cells.action_at(self.visualRect(index), index, point) if index.isValid() else None

    def _link_at(self, point: QPoint) -> Location | None:
        index = self.indexAt(point)
        return self._cells.link_at(self.visualRect(index), index, point) if index.isValid() else None

    def _hover(self, point: QPoint) -> None:
        index = self.indexAt(point)
        link = self._link_at(point)
        action = self._action_at(point)
        cells = self._cells
        hovered = (index.row(), index.column(), link) if link is not None else None
        over = (index.row(), action) if action is not None else None
        if (index.row(), hovered, over) != (cells.hovered_row, cells.hovered_link, cells.hovered_action):
            cells.hovered_row, cells.hovered_link, cells.hovered_action = index.row(), hovered, over
            shape = Qt.CursorShape.PointingHandCursor if link or action else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self._paint_again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which row the keys act on."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            self.choose_first()
        self._light_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing it."""
        super().focusOutEvent(event)
        self._light_focus()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """A row is one thing: repaint all of it."""
        super().selectionChanged(selected, deselected)
        self._light_focus()

    @Slot()
    def _light_focus(self) -> None:
        """Show which row the keys act on, and which of its numbers F1 explains."""
        index = self.currentIndex() if self.hasFocus() else QModelIndex()
        told = index.isValid() and bool(self.table_model.columns[index.column()].hint)
        self._cells.focused_row, self._cells.focused_column = index.row(), index.column() if told else -1
        self._paint_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells, or the rows on their way."""
        if self._gliding is not None and self._gliding.moving:
            with QPainter(self.viewport()) as painter:
                self._gliding.paint(painter)
        else:
            super().paintEvent(event)

    def _paint_again(self) -> None:
        self.viewport().update()
        if self._gliding is not None:
            self._gliding.draw_again()

    def _settle(self) -> None:
        """What moves is where it belongs."""
        if self._gliding is not None:
            self._gliding.stop()

    def _sees_current(self) -> bool:
        return self._chosen is not None and self._chosen in self.ids_in_sight()

    # The looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        self._settle()
        super().resizeEvent(event)
        self._share_width()

    @Slot()
    def _dress(self) -> None:
        self._settle()
        self._cells.ink = Ink(self._theme)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        self.setMinimumHeight(LEAST_ROWS * self._theme.row_height)
        self.verticalScrollBar().setSingleStep(self._theme.row_height)
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        """Every column has its least width; what is left goes to those that stretch."""
        shown = [
            (place, column) for place, column in enumerate(self.table_model.columns) if not self.isColumnHidden(place)
        ]
        least = {place: self._theme.scaled(column.width) for place, column in shown}
        left = max(0, self.viewport().width() - sum(least.values()))
        shares = sum(column.stretch for _, column in shown)
        for place, column in shown:
            extra = left * column.stretch // shares if shares else 0
            self.horizontalHeader().resizeSection(place, least[place] + extra)

    def _set_up_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)

    def _set_up_headers(self) -> None:
        rows, titles = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles.setMinimumSectionSize(LEAST_COLUMN)
        titles.setHighlightSections(False)
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for header in (rows, titles):
            header.setResizeContentsPrecision(0)
            # Never asked for, and told apart from the table's: to paint a title, Qt asks every row whether it is selected.
            header.setSelectionModel(QItemSelectionModel(self.table_model, header))
        titles.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
