"""The tables of recommendations, one of them seen: artists, tracks, or what was left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.hidden_artists import HiddenArtists
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.recommendation_rows import ARTIST_COLUMNS, TRACK_COLUMNS
from desktop_als.gui.pages.row_actions import RowActions, Say
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.tables.view import TableView
from desktop_als.steering import Opinion

ROWS = 4


class RecommendationLists(QStackedWidget):
    """``chosen`` carries the id of the artist of the current row of the table that is seen, or None."""

    chosen = Signal(object)

    def __init__(self, context: Context, say: Say, opinion_of: Callable[[int], Opinion | None]) -> None:
        super().__init__()
        self._theme = context.theme
        self.artists = TablePane(ARTIST_COLUMNS, context, browse.RECOMMENDATIONS)
        self.tracks = TablePane(TRACK_COLUMNS, context, words.KINDS[1][1])
        self.hidden = HiddenArtists(context)
        self._panes = (self.artists, self.tracks, self.hidden.pane)
        for shown in (self.artists, self.tracks, self.hidden):
            self.addWidget(shown)
        for pane in (self.artists, self.tracks):
            RowActions(pane.table, context, say, opinion_of)
            pane.table.let_rows_glide()
        for pane in self._panes:
            pane.table.row_chosen.connect(partial(self._tell, pane))

    def hasHeightForWidth(self) -> bool:
        """Tables scroll, whatever their width."""
        return False

    def sizeHint(self) -> QSize:
        """A title and a few rows: below that, the page scrolls."""
        return QSize(super().sizeHint().width(), (ROWS + 1) * self._theme.row_height)

    @property
    def pane(self) -> TablePane:
        """The one that is seen."""
        return self._panes[self.currentIndex()]

    @property
    def shows_hidden(self) -> bool:
        """True while what was left out stands in the place of the list."""
        return self.currentWidget() is self.hidden

    @property
    def artist(self) -> int | None:
        """The artist of the current row."""
        return artist_of(self.pane.table)

    def _tell(self, pane: TablePane, _: int | None) -> None:
        if pane is self.pane:
            self.chosen.emit(self.artist)

    def replace(self, pane: TablePane, rows: Rows) -> None:
        """Show other rows. Where the current one is not among them, the one that has its place becomes current."""
        row = pane.table.currentIndex().row()
        pane.show_rows(rows)
        pane.table.choose_near(row)

    def forget(self) -> None:
        """Show placeholders in the place of another listener's lists."""
        for pane in self._panes:
            pane.forget_rows()
        self.hidden.forget()


def artist_of(table: TableView) -> int | None:
    """The artist of the current row of a table with a column "artist"."""
    place = next(column for column in table.table_model.columns if column.key == "artist")
    return table.table_model.subject(table.currentIndex().row(), place)
