"""The tab of an artist that lists its tracks, those that most people play first."""

from __future__ import annotations

import numpy as np

from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.subject import TableTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("title", browse.TITLE, "text", width=240, stretch=1),
    Column("plays", browse.PLAYS, "number", browse.ALL_PLAYS_HINT, width=104),
    Column("listeners", browse.LISTENERS, "quiet-number", browse.TRACK_LISTENERS_HINT, width=104),
    Column("yours", browse.YOURS, "number", browse.YOURS_HINT, width=88),
)


class TracksTab(TableTab):
    """Tracks, and what the listener at hand plays of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, browse.TRACKS, COLUMNS, self._rows, browse.NO_TRACKS)
        self._context = context

    def refresh(self, subject: int) -> None:
        """Load the tracks."""
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
