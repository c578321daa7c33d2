"""Every artist in the library."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import PageHeader
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("name", browse.ARTIST, "link", width=240, stretch=1, link="artist"),
    Column("listeners", browse.LISTENERS, "number", browse.LISTENERS_HINT, width=120),
    Column("plays", browse.PLAYS, "number", browse.ALL_PLAYS_HINT, width=136),
)


class ArtistsPage(Page):
    """The table of artists, the best known first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, browse.LOADING)
        self.list = FilteredTable(COLUMNS, context, browse.ARTISTS, browse.FILTER_ARTISTS, "artist")
        self.list.pane.table.sort_by("listeners")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.L)
        column.addWidget(PageHeader(browse.ARTISTS, browse.ARTISTS_FACTS))
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Load the table."""
        workspace = self.context.workspace
        self.list.pane.start_loading()
        self._loading.ask(lambda: artist_rows(workspace), self._show, self._fail)

    def _show(self, rows: Rows) -> None:
        self.list.show_rows(rows)
        if not len(rows):
            go_home = lambda: self.context.go(Location("home"))  # noqa: E731
            self.list.pane.show_nothing(browse.NO_ARTISTS, browse.IMPORT_TEXT, browse.IMPORT, go_home)

    def _fail(self, sentence: str) -> None:
        self.list.pane.show_nothing(browse.NOT_LOADED, sentence)


def artist_rows(workspace: Workspace) -> Rows:
    """The artists of the library as rows; plays break ties of listeners."""
    table = workspace.artists()
    known = (-table.plays).argsort(kind="stable")
    return Rows(
        table.ids[known], name=table.names[known], listeners=table.listeners[known], plays=table.plays[known]
    ).prepare("name", "listeners", "plays")
