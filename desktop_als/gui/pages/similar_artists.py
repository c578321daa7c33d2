"""The tab of an artist that says who is alike."""

from __future__ import annotations

import numpy as np

from desktop_als.gui.messages import browse
from desktop_als.gui.pages import stability_column
from desktop_als.gui.pages.model_tab import Answer, ModelTab
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.row_opinions import let_say
from desktop_als.gui.pages.stability_column import StabilityColumn
from desktop_als.gui.pages.your_plays import YourPlays
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import ModelInfo, Workspace

COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("artist", browse.ARTIST, "link", width=200, stretch=1, link="artist"),
    Column("similarity", browse.SIMILARITY, "similarity", browse.SIMILARITY_HINT, width=152),
    stability_column.COLUMN,
    Column("evidence", browse.LISTENERS, "quiet-number", width=104),
    Column("shared", browse.SHARED_LISTENERS, "quiet-number", browse.SHARED_LISTENERS_HINT, width=88),
    Column("yours", browse.YOURS, "number", browse.YOURS_HINT, width=88),
)


class SimilarArtistsTab(ModelTab):
    """The nearest artists, or why nobody can say; what the listener at hand plays of them."""

    def __init__(self, context: Context, yours: YourPlays) -> None:
        super().__init__(context, browse.SIMILAR, COLUMNS, self._rows, "")
        self._yours = yours
        let_say(self.pane.table, context)
        self._stability = StabilityColumn(self.pane.table, context.jobs)

    def refresh(self, subject: int) -> None:
        """Load the neighbours."""
        self._stability.drop()
        super().refresh(subject)

    def forget(self) -> None:
        """Show placeholders."""
        self._stability.drop()
        super().forget()

    def shown(self, rows: Rows) -> None:
        """Ask how stable they are."""
        table = self.pane.table
        table.show_column("yours", shown=self.context.whose.id is not None)
        table.show_column("shared", shown=len(rows) > 0 and bool((rows.columns["shared"] > 1).any()))
        workspace, subject, artist_ids = self.context.workspace, self.subject, rows.ids.tolist()
        if artist_ids and subject is not None:
            self._stability.ask(lambda cancel: workspace.stability.of_neighbours(subject, artist_ids, cancel=cancel))

    def _rows(self, workspace: Workspace, artist_id: int) -> Answer:
        info, similar = workspace.model_info(), workspace.similar(artist_id)
        whose = self.context.whose.id
        played, ids = self._yours.of(whose), [row.artist_id for row in similar.rows]
        opinions = {} if whose is None else workspace.steering.of(whose).opinions
        rows = Rows(
            np.array(ids, dtype=np.int64),
            rank=np.array([row.rank for row in similar.rows], dtype=np.int64),
            artist=objects([row.artist for row in similar.rows]),
            stability=stability_column.unknown(len(similar.rows)),
            similarity=np.array([row.similarity for row in similar.rows], dtype=np.float64),
            evidence=np.array([row.evidence for row in similar.rows], dtype=np.int64),
            shared=np.array(workspace.together.shared_listeners(artist_id, ids), dtype=np.int64),
            opinion=objects([opinions.get(one) for one in ids]),
            yours=np.array([played[one].plays if one in played else 0 for one in ids], dtype=np.int64),
        )
        return rows.titled(evidence=evidence(info)), similar.note


def evidence(info: ModelInfo | None) -> tuple[str, str]:
    """What the model counts."""
    return browse.evidence("listeners" if info is None else browse.kind_of(info))
