"""What can be done with a recommended artist: at its row's end, by a key, and in its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop_als.gui.location import Location
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.recommendation_rows import LIKE, NOT_FOR_ME
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.steering import Opinion

Say = Callable[[int, str, Opinion | None, int | None], None]
"""Of the artist with this id and name; with the days of a snooze."""


class RowActions(QObject):
    """Serves one table with a column "artist"; ids of artists are in ``subject`` where they are not the rows' own."""

    def __init__(
        self, table: TableView, context: Context, say: Say, opinion_of: Callable[[int], Opinion | None]
    ) -> None:
        super().__init__(table)
        self._table, self._context = table, context
        self._say, self._opinion_of = say, opinion_of
        self._keys = {
            Opinion.LIKED: self._key(words.MORE_LIKE_THIS, self._like, "L"),
            Opinion.DISLIKED: self._key(words.NOT_FOR_ME, partial(self._tell, Opinion.DISLIKED), "D", "Delete"),
            Opinion.BANNED: self._key(words.NEVER_SHOW, partial(self._tell, Opinion.BANNED), "B"),
        }
        self._snoozes = [
            self._key(text, partial(self._tell, Opinion.SNOOZED, days), *("S" if place == 0 else ""))
            for place, (days, text) in enumerate(words.SNOOZES)
        ]
        table.acted.connect(self._act)
        table.menu_opening.connect(self._fill)

    def _key(self, text: str, act: Callable[[], None], *keys: str) -> QAction:
        made = QAction(text, self)
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(lambda: act())  # noqa: PLW0108 - `triggered` would pass its `checked`
        self._table.addAction(made)
        return made

    @Slot(str, object)
    def _act(self, key: str, row: int) -> None:
        self._table.selectRow(self._table.table_model.row_of(row))
        if key == LIKE:
            self._like()
        elif key == NOT_FOR_ME:
            self._tell(Opinion.DISLIKED)

    def _like(self) -> None:
        """Like the current artist, or take that back."""
        if (artist := self._artist()) is not None:
            liked = self._opinion_of(artist[0]) == Opinion.LIKED
            self._say(*artist, None if liked else Opinion.LIKED, None)

    def _tell(self, opinion: Opinion, days: int | None = None) -> None:
        if (artist := self._artist()) is not None:
            if opinion == Opinion.SNOOZED and days is None:
                days = words.SNOOZES[0][0]
            self._say(*artist, opinion, days)

    @Slot(object)
    def _fill(self, menu: QMenu) -> None:
        artist = self._artist()
        if artist is None:
            return
        subject, name = artist
        like = self._keys[Opinion.LIKED]
        like.setCheckable(True)
        like.setChecked(self._opinion_of(subject) == Opinion.LIKED)
        menu.addActions(list(self._keys.values()))
        menu.addMenu(words.SNOOZE).addActions(self._snoozes)
        menu.addSeparator()
        menu.addMenu(open_in_menu(self._context, name, self._track(), menu))
        _add(menu, words.START_RADIO, lambda: self._context.go(Location("radio", subject, "artist")))
        _add(menu, words.COPY, self._table.copy_selection)

    def _artist(self) -> tuple[int, str] | None:
        """Id and name of the artist of the current row."""
        model, index = self._table.table_model, self._table.currentIndex()
        if not index.isValid() or model.loading:
            return None
        place = next(place for place, column in enumerate(model.columns) if column.key == "artist")
        subject = model.subject(index.row(), model.columns[place])
        return None if subject is None else (subject, model.value(index.row(), place))

    def _track(self) -> str | None:
        model, row = self._table.table_model, self._table.currentIndex().row()
        place = next((place for place, column in enumerate(model.columns) if column.key == "title"), None)
        return None if place is None else str(model.value(row, place))


def _add(menu: QMenu, text: str, act: Callable[[], None]) -> None:
    menu.addAction(text).triggered.connect(lambda: act())  # noqa: PLW0108 - `triggered` would pass its `checked`
