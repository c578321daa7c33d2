"""What a radio plays next, as a table on which every row can be liked, played and skipped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from desktop_als.gui.location import Location
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Action, Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.export_button import ExportSource
from desktop_als.gui.widgets.menus import add_entry
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.workspace import RadioItem, Verdict

SEED_COLUMNS = 4
"""With more seeds than this, only the nearest is told."""
FITS = tuple(f"fit-{place}" for place in range(SEED_COLUMNS))
ACTIONS = (
    Action("liked", words.LIKE, "heart"),
    Action("played", words.PLAYED, "check"),
    Action("skipped", words.SKIP, "close"),
)
KEYS: dict[str, Verdict] = {"L": "liked", "P": "played", "S": "skipped"}
COLUMNS = (
    Column("rank", words.RANK, "quiet-number", words.RANK_HINT, width=48),
    Column("artist", words.ARTIST, "link", width=160, stretch=3, link="artist"),
    Column("track", words.TRACK, "text", words.TRACK_HINT, width=120, stretch=2),
    Column("fits", words.FITS, "match", words.FITS_HINT, width=116),
    *(Column(key, "", "quiet-number", width=104) for key in FITS),
    Column("near", words.NEAREST, "text", words.NEAREST_HINT, width=120, stretch=1),
    Column("actions", "", "actions", width=120),
)


class QueuePane(TablePane):
    """``said`` tells a verdict, and the item that it is about."""

    said = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__(COLUMNS, context, words.NEXT)
        self._context = context
        self._names: Sequence[str] = ()
        self.items: tuple[RadioItem, ...] = ()
        self.table.let_rows_glide()
        self.table.acted.connect(self._say)
        self.table.menu_opening.connect(self._fill_menu)
        for key, verdict in KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._say_of_chosen, verdict))

    def show_items(self, items: tuple[RadioItem, ...], names: Sequence[str]) -> None:
        """Show a queue, and how its artists fit the seeds of these names."""
        place = self.table.currentIndex().row()
        self.items, self._names = items, names
        fits = (words.FITS, words.FITS_HINT) if len(names) == 1 else (words.FITS_ALL, words.FITS_ALL_HINT)
        self.table.table_model.set_title("fits", *fits)
        several = 1 < len(names) <= SEED_COLUMNS
        for number, key in enumerate(FITS):
            self.table.show_column(key, shown=several and number < len(names))
            if number < len(names):
                self.table.table_model.set_title(key, *words.fits(names[number]))
        self.table.show_column("near", shown=len(names) > SEED_COLUMNS)
        self.table.show_column("track", shown=any(item.track is not None for item in items))
        self.show_rows(rows_of(items, names))
        self.table.choose_near(place)

    def clear(self) -> None:
        """No queue."""
        self.items = ()
        self.show_rows(NO_ROWS)

    def source(self, title: str) -> ExportSource:
        """The queue to take along: tracks, or artists where the library knows no track of one of them."""
        tracks = [item.track_id for item in self.items if item.track_id is not None]
        if len(tracks) == len(self.items):
            return ExportSource(title, track_ids=tracks)
        return ExportSource(title, artist_ids=[item.artist_id for item in self.items])

    @Slot(str, object)
    def _say(self, verdict: Verdict, artist_id: int) -> None:
        item = next((item for item in self.items if item.artist_id == artist_id), None)
        if item is not None:
            # It leaves at once: a second key is about the next one, however long the new queue takes.
            self.show_items(tuple(other for other in self.items if other is not item), self._names)
            self.said.emit(verdict, item)

    def _say_of_chosen(self, verdict: Verdict) -> None:
        if self.table.chosen is not None:
            self._say(verdict, self.table.chosen)

    @Slot(object)
    def _fill_menu(self, menu: QMenu) -> None:
        item = next((item for item in self.items if item.artist_id == self.table.chosen), None)
        if item is None:
            return
        for action, verdict in zip(ACTIONS, KEYS.values(), strict=True):
            add_entry(menu, action.text, partial(self._say_of_chosen, verdict))
        menu.addSeparator()
        begin = Location("radio", item.artist_id, "artist")
        add_entry(menu, words.BEGIN_FROM, partial(self._context.go, begin))
        menu.addMenu(open_in_menu(self._context, item.artist, item.track, menu))


def rows_of(items: Sequence[RadioItem], names: Sequence[str]) -> Rows:
    """A queue as rows."""
    fits = {
        key: np.array([item.fits[place] if place < len(item.fits) else 0 for item in items], dtype=np.int64)
        for place, key in enumerate(FITS)
    }
    return Rows(
        np.array([item.artist_id for item in items], dtype=np.int64),
        rank=np.arange(1, len(items) + 1),
        artist=objects([item.artist for item in items]),
        track=objects([item.track or "" for item in items]),
        fits=np.array([item.agreement for item in items], dtype=np.int64),
        near=objects([names[item.near] if item.near < len(names) else "" for item in items]),
        actions=objects([ACTIONS] * len(items)),
        **fits,
    )
