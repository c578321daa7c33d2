"""The column that tells in how many runs an artist returns: there once runs are, filled after the answer is shown."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.view import TableView
from desktop_als.progress import CancelToken
from desktop_als.workspace import Stability

KEY = "stability"
COLUMN = Column(KEY, browse.STABILITY, "tally", browse.STABILITY_HINT, width=84)


class StabilityColumn:
    """Fills :data:`COLUMN` of a table."""

    def __init__(self, table: TableView, jobs: Jobs) -> None:
        self._table = table
        self._asking = Latest(jobs, browse.STABILITY)
        self._hide()

    def ask(self, question: Callable[[CancelToken], Stability | None]) -> None:
        """Fill the rows that are shown now, in their own order, or hide the column where there are no runs."""
        self._asking.ask_at_length(question, self._show, self._hide)

    def drop(self) -> None:
        """Other rows will be shown."""
        self._asking.drop()

    def _show(self, told: Stability | None) -> None:
        if told is None:
            self._hide()
            return
        self._table.table_model.fill(KEY, np.array(told.returned, dtype=np.int64), told.runs)
        self._table.show_column(KEY, shown=True)

    def _hide(self, _: str = "") -> None:
        self._table.show_column(KEY, shown=False)


def unknown(rows: int) -> npt.NDArray[np.int64]:
    """The column (n,) before it is filled."""
    return np.full(rows, -1, dtype=np.int64)
