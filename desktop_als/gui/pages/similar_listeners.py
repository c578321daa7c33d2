"""The tab of a listener that says who listens alike."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Slot

from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.model_tab import Answer, ModelTab
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("listener", browse.LISTENER, "link", width=240, stretch=1, link="listener"),
    Column("similarity", browse.SIMILARITY, "similarity", browse.LISTENER_SIMILARITY_HINT, width=152),
    Column("evidence", browse.ARTIST_COUNT, "quiet-number", browse.LISTENER_EVIDENCE_HINT, width=104),
)


class SimilarListenersTab(ModelTab):
    """The nearest listeners; the chosen one can be compared."""

    steered = True

    def __init__(self, context: Context) -> None:
        super().__init__(context, browse.SIMILAR_LISTENERS, COLUMNS, similar_rows, browse.NO_SIMILAR_LISTENERS)
        self._compare = button(browse.COMPARE, self._go_compare, hint=browse.COMPARE_HINT)
        self._compare.setEnabled(False)
        self.pane.table.row_chosen.connect(self._allow)
        self.column.addWidget(self._compare, 0, Qt.AlignmentFlag.AlignLeft)

    def shown(self, rows: Rows) -> None:
        """Offer a comparison where there is somebody."""
        self._compare.setVisible(len(rows) > 0)

    @Slot(object)
    def _allow(self, chosen: int | None) -> None:
        self._compare.setEnabled(chosen is not None)

    def _go_compare(self) -> None:
        self.context.go(Location("together", self.subject, str(self.pane.table.chosen)))


def similar_rows(workspace: Workspace, listener_id: int) -> Answer:
    """Who is alike, as rows."""
    found = workspace.together.similar_listeners(listener_id)
    rows = Rows(
        np.array([row.listener_id for row in found.rows], dtype=np.int64),
        rank=np.array([row.rank for row in found.rows], dtype=np.int64),
        listener=objects([workspace.listener(row.listener_id).name for row in found.rows]),
        similarity=np.array([row.similarity for row in found.rows], dtype=np.float64),
        evidence=np.array([row.evidence for row in found.rows], dtype=np.int64),
    )
    return rows, found.note
