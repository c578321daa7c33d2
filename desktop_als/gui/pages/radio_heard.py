"""What a radio played, and what became of it; each can be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Action, Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.menus import add_entry
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.workspace import Heard

FORGET = (Action("forget", words.FORGET, "undo"),)
COLUMNS = (
    Column("artist", words.ARTIST, "link", width=240, stretch=1, link="artist"),
    Column("verdict", words.VERDICT, "text", words.VERDICT_HINT, width=160),
    Column("actions", "", "actions", width=64),
)


class HeardPane(TablePane):
    """``forgotten`` tells an artist's id and name."""

    forgotten = Signal(object, str)

    def __init__(self, context: Context) -> None:
        super().__init__(COLUMNS, context, words.HEARD)
        self._context = context
        self._names: dict[int, str] = {}
        self.table.let_rows_glide()
        self.table.acted.connect(lambda _, artist_id: self._forget(artist_id))
        self.table.menu_opening.connect(self._fill_menu)
        delete = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete), self.table, context=Qt.ShortcutContext.WidgetShortcut
        )
        delete.activated.connect(self._forget_chosen)

    def show_heard(self, heard: Sequence[tuple[Heard, str]]) -> None:
        """Show what was heard, and the names; the last one first."""
        newest = heard[::-1]
        self._names = {one.artist_id: name for one, name in newest}
        place = self.table.currentIndex().row()
        self.show_rows(
            Rows(
                np.array([one.artist_id for one, _ in newest], dtype=np.int64),
                artist=objects([name for _, name in newest]),
                verdict=objects([words.VERDICTS[one.verdict] for one, _ in newest]),
                actions=objects([FORGET] * len(newest)),
            )
        )
        self.table.choose_near(place)
        if not newest:
            self.show_nothing(words.NOTHING_HEARD, words.NOTHING_HEARD_TEXT)

    def _forget(self, artist_id: int) -> None:
        if artist_id in self._names:
            self.forgotten.emit(artist_id, self._names[artist_id])

    @Slot()
    def _forget_chosen(self) -> None:
        if self.table.chosen is not None:
            self._forget(self.table.chosen)

    @Slot(object)
    def _fill_menu(self, menu: QMenu) -> None:
        if self.table.chosen in self._names:
            add_entry(menu, words.FORGET, self._forget_chosen)
            menu.addMenu(open_in_menu(self._context, self._names[self.table.chosen], parent=menu))
