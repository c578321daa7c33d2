"""The tab of an artist that lists its tracks, those that most people play first."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu

from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.subject import TableTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.workspace import Workspace

TITLE = Column("title", browse.TITLE, "text", width=240, stretch=1)
COLUMNS = (
    TITLE,
    Column("plays", browse.PLAYS, "number", browse.ALL_PLAYS_HINT, width=104),
    Column("listeners", browse.LISTENERS, "quiet-number", browse.TRACK_LISTENERS_HINT, width=104),
    Column("yours", browse.YOURS, "number", browse.YOURS_HINT, width=88),
)


class TracksTab(TableTab):
    """Tracks, and what the listener at hand plays of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, browse.TRACKS, COLUMNS, self._rows, browse.NO_TRACKS)
        self._context = context
        self._artist: int | None = None
        self.pane.table.menu_opening.connect(self._fill)

    def refresh(self, subject: int) -> None:
        """Load the tracks."""
        self._artist = subject
        self.pane.table.show_column("yours", shown=self._context.whose.id is not None)
        super().refresh(subject)

    def _rows(self, workspace: Workspace, artist_id: int) -> Rows:
        tracks = workspace.tracks.of_artist(artist_id, self._context.whose.id)
        return Rows(
            np.array([track.track_id for track in tracks], dtype=np.int64),
            title=objects([track.title for track in tracks]),
            plays=np.array([track.plays for track in tracks], dtype=np.int64),
            listeners=np.array([track.listeners for track in tracks], dtype=np.int64),
            yours=np.array([track.yours for track in tracks], dtype=np.int64),
        )

    @Slot(object)
    def _fill(self, menu: QMenu) -> None:
        """What can be done with the current track."""
        track, artist, row = self.pane.table.chosen, self._artist, self.pane.table.currentIndex().row()
        if track is None or artist is None:
            return
        title = self.pane.table.table_model.value(row, COLUMNS.index(TITLE))
        radio = menu.addAction(browse.START_RADIO)
        radio.triggered.connect(lambda: self._context.go(Location("radio", track, "track")))
        menu.addMenu(open_in_menu(self._context, self._context.workspace.artist(artist).name, title, menu))
