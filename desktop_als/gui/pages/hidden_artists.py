"""The artists that a list leaves out: why, and for each the way to let it in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.recommendation_rows import HIDDEN_COLUMNS, hidden_rows
from desktop_als.gui.tables.columns import Action
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import HiddenArtist


class HiddenArtists(QWidget):
    """Stands in the place of the list. ``lifted`` carries the reason that a person wants gone, and the artist's id."""

    left = Signal()
    lifted = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._asking = Latest(context.jobs, words.HIDDEN)
        self.pane = TablePane(HIDDEN_COLUMNS, context, words.HIDDEN)
        self.back_button = button(f"‹ {words.BACK_TO_LIST}", self.left.emit, "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.pane, 1)
        table = self.pane.table
        table.acted.connect(self.lifted)
        table.menu_opening.connect(self._fill)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), table, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._lift)

    def ask(self, question: Callable[[], tuple[HiddenArtist, ...]]) -> None:
        """Show what ``question`` answers; what is there stays until then."""
        self.pane.start_loading()
        self._asking.ask(question, self._show, self._fail)

    def forget(self) -> None:
        """They were another listener's."""
        self._asking.drop()
        self.pane.forget_rows()

    @Slot(object)
    def _fill(self, menu: QMenu) -> None:
        lift = self._action()
        if lift is not None:
            menu.addAction(lift.text).triggered.connect(self._lift)

    @Slot()
    def _lift(self) -> None:
        """Do what the end of the current row offers."""
        lift = self._action()
        if lift is not None:
            self.lifted.emit(lift.key, self.pane.table.chosen)

    def _action(self) -> Action | None:
        table, place = self.pane.table, len(HIDDEN_COLUMNS) - 1
        row = table.currentIndex().row()
        offered: tuple[Action, ...] = () if table.chosen is None else table.table_model.value(row, place)
        return offered[0] if offered else None

    @Slot(object)
    def _show(self, hidden: tuple[HiddenArtist, ...]) -> None:
        self.pane.show_rows(hidden_rows(hidden))
        if not hidden:
            self.pane.show_nothing(words.HIDDEN, words.NOTHING_HIDDEN, words.BACK_TO_LIST, self.left.emit)
        self.pane.table.choose_first()

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(browse.NOT_LOADED, sentence)
