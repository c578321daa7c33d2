"""One artist: who is alike, who plays it and who would like it, its tracks, and what the listener at hand thinks of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse, names
from desktop_als.gui.pages import plays_or_ratings
from desktop_als.gui.pages.artist_tracks import TracksTab
from desktop_als.gui.pages.opinion_buttons import Held, OpinionButtons
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.similar_artists import SimilarArtistsTab
from desktop_als.gui.pages.subject import Described, SubjectPage, TableTab
from desktop_als.gui.pages.would_like import would_like_tab
from desktop_als.gui.pages.your_plays import YourPlays, name_at_hand
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.export_button import ExportButton, ExportSource
from desktop_als.gui.widgets.open_in import open_in_menu
from desktop_als.workspace import Workspace

LISTENER_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("listener", browse.LISTENER, "link", width=240, stretch=1, link="listener"),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=120),
)


@dataclass(frozen=True, slots=True)
class DescribedArtist(Described):
    """With what the listener at hand thinks of it."""

    held: Held


class ArtistPage(SubjectPage):
    """The artist of a location, and what can be done with it."""

    def __init__(self, context: Context) -> None:
        self._yours = YourPlays(context.workspace)
        self.similar = SimilarArtistsTab(context, self._yours)
        self.listeners = TableTab(context, browse.WHO_PLAYS, LISTENER_COLUMNS, listener_rows, browse.NOBODY_PLAYS)
        self.would_like = would_like_tab(context)
        self.tracks = TracksTab(context)
        tabs = (
            (browse.SIMILAR, self.similar),
            (browse.WHO_PLAYS, self.listeners),
            (browse.WOULD_LIKE, self.would_like),
            (browse.TRACKS, self.tracks),
        )
        super().__init__(context, browse.ARTIST_PARTS, tabs, Location("artists"), browse.ALL_ARTISTS)
        self._name = ""
        self.opinions = OpinionButtons(context)
        self.open_in = menu_button(browse.OPEN_IN)
        self.export = ExportButton(context, self._listed)
        self._add_buttons()
        self.tabs.chosen.connect(self._offer_export)
        context.whose.changed.connect(self.mark_stale)

    def _add_buttons(self) -> None:
        self.buttons.addWidget(button(browse.START_RADIO, self._start_radio, "primary"))
        spelling = button(names.ANOTHER_SPELLING, self._tell_spelling, "link")
        for each in (self.opinions, self.open_in, self.export, spelling):
            self.buttons.addWidget(each)

    def describe(self, workspace: Workspace, subject: int) -> DescribedArtist:
        """Name and facts of the artist, and what the listener at hand has to do with it."""
        artist, whose = workspace.artist(subject), self.context.whose.id
        facts, listener = browse.artist_facts(artist), name_at_hand(workspace, whose)
        if whose is None or listener is None:
            return DescribedArtist(artist.name, facts, Held(artist.id, artist.name))
        facts = f"{facts} · {browse.yours(listener, self._yours.of(whose).get(artist.id))}"
        opinion = workspace.steering.of(whose).opinions.get(artist.id)
        return DescribedArtist(artist.name, facts, Held(artist.id, artist.name, whose, listener, opinion))

    def open(self, location: Location) -> None:
        """Show another artist."""
        if location.subject != self.subject:
            self.opinions.forget()
        super().open(location)

    def _show(self, described: Described) -> None:
        super()._show(described)
        if not isinstance(described, DescribedArtist):
            return
        self.opinions.show_held(described.held)
        if described.title != self._name:
            self._name = described.title
            self.open_in.setMenu(open_in_menu(self.context, self._name, parent=self.open_in))

    def _start_radio(self) -> None:
        self.context.go(Location("radio", self.subject, "artist"))

    def _tell_spelling(self) -> None:
        self.context.go(Location("names", self.subject))

    @Slot()
    def _offer_export(self) -> None:
        self.export.setVisible(self._parts[self.tabs.current] in (self.similar, self.tracks))

    def _listed(self) -> ExportSource:
        """The list that is seen, in its order."""
        if self._parts[self.tabs.current] is self.tracks:
            return ExportSource(browse.tracks_of(self._name), track_ids=listed(self.tracks.pane.table))
        return ExportSource(browse.similar_to(self._name), artist_ids=listed(self.similar.pane.table))


def menu_button(text: str) -> QPushButton:
    """A button that opens a menu, which is set later."""
    made = QPushButton(text)
    made.setAccessibleName(text)
    made.setAutoDefault(False)
    theme.role(made, "menu")
    return made


def listed(table: TableView) -> list[int]:
    """The ids of all rows, in the order in which they are shown."""
    ids = (table.table_model.id_at(row) for row in range(table.table_model.rowCount()))
    return [one for one in ids if one is not None]


def listener_rows(workspace: Workspace, artist_id: int) -> Rows:
    """Who plays an artist most, or else rates it highest, as rows."""
    listeners = workspace.artist_listeners(artist_id)
    plays, title = plays_or_ratings.each(listeners)
    return Rows(
        np.array([listener.id for listener in listeners], dtype=np.int64),
        rank=np.arange(1, len(listeners) + 1),
        listener=objects([listener.name for listener in listeners]),
        plays=plays,
    ).titled(plays=title)
