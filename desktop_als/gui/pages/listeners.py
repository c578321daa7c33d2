"""Everyone in the library."""

from __future__ import annotations

from desktop_als.gui.messages import browse
from desktop_als.gui.pages import plays_or_ratings
from desktop_als.gui.pages.listing import Listing, ListingPage
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("name", browse.LISTENER, "link", width=200, stretch=2, link="listener"),
    Column("community", browse.COMMUNITY, "text", browse.COMMUNITY_HINT, width=160, stretch=1),
    Column("plays", browse.PLAYS, "number", browse.PLAYS_HINT, width=112),
    Column("artists", browse.ARTIST_COUNT, "quiet-number", browse.ARTISTS_HINT, width=104),
    Column("first", browse.FIRST, "date", browse.FIRST_HINT, width=120),
    Column("last", browse.LAST, "date", browse.LAST_HINT, width=120),
)


class ListenersPage(ListingPage):
    """The table of listeners, those with most plays first."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            Listing(
                title=browse.LISTENERS,
                facts=browse.LISTENERS_FACTS,
                filter_hint=browse.FILTER_LISTENERS,
                noun="listener",
                empty=browse.NO_LISTENERS,
                columns=COLUMNS,
                sorted_by="plays",
                load=listener_rows,
            ),
        )


def listener_rows(workspace: Workspace) -> Rows:
    """The listeners of the library as rows."""
    table = workspace.listeners()
    communities = [browse.OWN if community is None else community for community in table.communities]
    plays, title = plays_or_ratings.sums(table, browse.PLAYS_HINT, browse.RATINGS_HINT)
    rows = Rows(
        table.ids,
        name=table.names,
        community=objects(communities),
        plays=plays,
        artists=table.artists,
        first=table.first,
        last=table.last,
    )
    return rows.titled(plays=title).prepare("name", "community", "plays", "artists", "first", "last")
