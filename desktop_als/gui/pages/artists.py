"""Every artist in the library."""

from __future__ import annotations

from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse, names
from desktop_als.gui.pages import plays_or_ratings
from desktop_als.gui.pages.listing import Listing, ListingPage
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import Workspace

COLUMNS = (
    Column("name", browse.ARTIST, "link", width=240, stretch=1, link="artist"),
    Column("listeners", browse.LISTENERS, "number", browse.LISTENERS_HINT, width=120),
    Column("plays", browse.PLAYS, "number", browse.ALL_PLAYS_HINT, width=136),
)


class ArtistsPage(ListingPage):
    """The table of artists, the best known first."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            Listing(
                title=browse.ARTISTS,
                facts=browse.ARTISTS_FACTS,
                filter_hint=browse.FILTER_ARTISTS,
                noun="artist",
                empty=browse.NO_ARTISTS,
                columns=COLUMNS,
                sorted_by="listeners",
                load=artist_rows,
            ),
        )
        self.header.add(button(names.CHECK_NAMES, lambda: context.go(Location("names"))))


def artist_rows(workspace: Workspace) -> Rows:
    """The artists of the library as rows; plays break ties of listeners."""
    table = workspace.artists()
    plays, title = plays_or_ratings.sums(table, browse.ALL_PLAYS_HINT, browse.ALL_RATINGS_HINT)
    known = (-plays).argsort(kind="stable")
    rows = Rows(table.ids[known], name=table.names[known], listeners=table.listeners[known], plays=plays[known])
    return rows.titled(plays=title).prepare("name", "listeners", "plays")
