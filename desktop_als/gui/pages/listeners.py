"""Everyone in the library."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import PageHeader
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("name", browse.LISTENER, "link", width=200, stretch=2, link="listener"),
    Column("community", browse.COMMUNITY, "text", browse.COMMUNITY_HINT, width=160, stretch=1),
    Column("plays", browse.PLAYS, "number", browse.PLAYS_HINT, width=112),
    Column("artists", browse.ARTIST_COUNT, "quiet-number", browse.ARTISTS_HINT, width=104),
    Column("first", browse.FIRST, "date", browse.FIRST_HINT, width=120),
    Column("last", browse.LAST, "date", browse.LAST_HINT, width=120),
)


class ListenersPage(Page):
    """The table of listeners, those with most plays first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, browse.LOADING)
        self.list = FilteredTable(COLUMNS, context, browse.LISTENERS, browse.FILTER_LISTENERS, "listener")
        self.list.pane.table.sort_by("plays")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.L)
        column.addWidget(PageHeader(browse.LISTENERS, browse.LISTENERS_FACTS))
        column.addWidget(self.list, 1)

    def refresh(self) -> None:
        """Load the table."""
        workspace = self.context.workspace
        self.list.pane.start_loading()
        self._loading.ask(lambda: listener_rows(workspace), self._show, self._fail)

    def _show(self, rows: Rows) -> None:
        self.list.show_rows(rows)
        if not len(rows):
            go_home = lambda: self.context.go(Location("home"))  # noqa: E731
            self.list.pane.show_nothing(browse.NO_LISTENERS, browse.IMPORT_TEXT, browse.IMPORT, go_home)

    def _fail(self, sentence: str) -> None:
        self.list.pane.show_nothing(browse.NOT_LOADED, sentence)


def listener_rows(workspace: Workspace) -> Rows:
    """The listeners of the library as rows."""
    table = workspace.listeners()
    communities = [browse.OWN if community is None else community for community in table.communities]
    return Rows(
        table.ids,
        name=table.names,
        community=objects(communities),
        plays=table.plays,
        artists=table.artists,
        first=table.first,
        last=table.last,
    ).prepare("name", "community", "plays", "artists", "first", "last")
