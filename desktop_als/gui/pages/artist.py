"""One artist: who is alike, and who plays it."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse, names
from desktop_als.gui.pages import plays_or_ratings, stability_column
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.stability_column import StabilityColumn
from desktop_als.gui.pages.subject import SubjectPage, SubjectTab, TableTab, say_no_model
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button
from desktop_als.workspace import ModelInfo, SimilarArtist, SimilarArtists, Workspace

SIMILAR_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("artist", browse.ARTIST, "link", width=240, stretch=1, link="artist"),
    Column("similarity", browse.SIMILARITY, "similarity", browse.SIMILARITY_HINT, width=152),
    stability_column.COLUMN,
    Column("evidence", browse.LISTENERS, "quiet-number", width=120),
)
LISTENER_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("listener", browse.LISTENER, "link", width=240, stretch=1, link="listener"),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=120),
)

Answer = tuple[ModelInfo, SimilarArtists] | None


class ArtistPage(SubjectPage):
    """Similar artists and listeners of the artist of a location."""

    def __init__(self, context: Context) -> None:
        self.similar = SimilarTab(context)
        self.listeners = TableTab(context, browse.WHO_PLAYS, LISTENER_COLUMNS, listener_rows, browse.NOBODY_PLAYS)
        tabs = ((browse.SIMILAR, self.similar), (browse.WHO_PLAYS, self.listeners))
        super().__init__(context, tabs, Location("artists"), browse.ALL_ARTISTS)
        self.header.add(button(names.ANOTHER_SPELLING, self._tell_spelling))

    def describe(self, workspace: Workspace, subject: int) -> tuple[str, str]:
        """Name and facts of the artist."""
        artist = workspace.artist(subject)
        return artist.name, browse.artist_facts(artist)

    def _tell_spelling(self) -> None:
        self.context.go(Location("names", self.subject))


class SimilarTab(SubjectTab):
    """The nearest artists, or why nobody can say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._loading = Latest(context.jobs, browse.SIMILAR)
        self.pane = TablePane(SIMILAR_COLUMNS, context, browse.SIMILAR)
        self._stability = StabilityColumn(self.pane.table, context.jobs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)

    def refresh(self, subject: int) -> None:
        """Load the neighbours."""
        self._subject = subject
        workspace = self._context.workspace

        def question() -> Answer:
            info = workspace.model_info()
            return None if info is None else (info, workspace.similar(subject))

        self.pane.start_loading()
        self._stability.drop()
        self._loading.ask(question, self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders."""
        self._loading.drop()
        self._stability.drop()
        self.pane.forget_rows()

    def _show(self, answer: Answer) -> None:
        if answer is None:
            say_no_model(self.pane, self._context)
            return
        info, similar = answer
        self.pane.table.table_model.set_title("evidence", *browse.evidence(browse.kind_of(info)))
        self.pane.show_rows(rows_of(similar.rows))
        if not similar.rows:
            self.pane.show_nothing(browse.NOTHING_HERE, similar.note or "")
        self._ask_stability([row.artist_id for row in similar.rows])

    def _ask_stability(self, artist_ids: list[int]) -> None:
        workspace, subject = self._context.workspace, self._subject
        if artist_ids and subject is not None:
            self._stability.ask(lambda cancel: workspace.stability.of_neighbours(subject, artist_ids, cancel=cancel))

    def _fail(self, sentence: str) -> None:
        self.pane.show_rows(rows_of(()))
        self.pane.show_nothing(browse.NOT_LOADED, sentence)


def rows_of(similar: tuple[SimilarArtist, ...]) -> Rows:
    """Neighbours as rows."""
    return Rows(
        np.array([row.artist_id for row in similar], dtype=np.int64),
        rank=np.array([row.rank for row in similar], dtype=np.int64),
        artist=objects([row.artist for row in similar]),
        stability=stability_column.unknown(len(similar)),
        similarity=np.array([row.similarity for row in similar], dtype=np.float64),
        evidence=np.array([row.evidence for row in similar], dtype=np.int64),
    )


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
