"""The tab of an artist that says who does not play it and would like it."""

from __future__ import annotations

import numpy as np

from desktop_als.gui.messages import browse
from desktop_als.gui.pages.model_tab import Answer, ModelTab
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("listener", browse.LISTENER, "link", width=240, stretch=1, link="listener"),
    Column("match", browse.MATCH, "match", browse.LISTENER_MATCH_HINT, width=136),
)


def would_like_tab(context: Context) -> ModelTab:
    """Listeners, the best match first."""
    return ModelTab(context, browse.WOULD_LIKE, COLUMNS, would_like_rows, browse.NO_WOULD_LIKE)


def would_like_rows(workspace: Workspace, artist_id: int) -> Answer:
    """Who would like an artist, as rows."""
    found = workspace.together.would_like(artist_id)
    rows = Rows(
        np.array([row.listener_id for row in found.rows], dtype=np.int64),
        rank=np.array([row.rank for row in found.rows], dtype=np.int64),
        listener=objects([workspace.listener(row.listener_id).name for row in found.rows]),
        match=np.array([row.match for row in found.rows], dtype=np.int64),
    )
    return rows, found.note
