"""What can be said of the artists in a list beside the recommendations, for the listener at hand: by keys and in a row's menu."""

from __future__ import annotations

import numpy as np

from desktop_als.gui.messages import steering as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.row_actions import RowActions
from desktop_als.gui.tables.view import TableView
from desktop_als.steering import Opinion

OPINION = "opinion"
"""The column of rows that holds what was said of each artist, or None."""


def let_say(table: TableView, context: Context) -> None:
    """Let opinions be said of the artists of a table, whose rows are artists."""

    def say(artist_id: int, artist: str, opinion: Opinion | None, days: int | None) -> None:
        workspace, whose = context.workspace, context.whose.id
        if whose is None:
            context.tell(words.NOBODY, None)
            return

        def act() -> str:
            workspace.steering.say(whose, [artist_id], opinion, days)
            return workspace.listener(whose).name

        decide(context, words.SAYING, act, lambda listener: words.said(artist, opinion, listener, days))

    def opinion_of(artist_id: int) -> Opinion | None:
        rows = table.table_model.rows
        places = np.flatnonzero(rows.ids == artist_id)
        return rows.columns[OPINION][places[0]] if len(places) else None

    RowActions(table, context, say, opinion_of)
