"""The plays of two services that were joined, or those that are kept apart: to look at and to decide otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.workspace import JoinedPlay

COLUMNS = (
    Column("told", words.TIME_IN, "moment", width=168),
    Column("standing", words.TIME_COUNTS, "moment", width=168),
    Column("gap", words.APART, "gap", words.APART_HINT, width=104),
    Column("artist", words.ARTIST, "text", width=140, stretch=1),
    Column("track", words.TRACK, "text", width=140, stretch=1),
)

Places = Sequence[tuple[int, int]]
Change = Callable[[str, Callable[[], object], str], None]


@dataclass(frozen=True, slots=True)
class Showing:
    """Plays and what can be decided of them.

    Attributes:
        load: asks for the plays; runs in a worker.
        decide: text of the button.
        act: decides so for plays, by source and row; runs in a worker.
        said: what is told afterwards, of so many plays.
        nothing: title when there are none.
    """

    title: str
    load: Callable[[], tuple[JoinedPlay, ...]]
    decide: str
    act: Callable[[Places], None]
    said: Callable[[int], str]
    nothing: str


class JoinedPlaysView(QWidget):
    """A table in which several rows can be chosen. ``change`` is that of the section; ``back`` leaves."""

    def __init__(self, context: Context, change: Change, back: Callable[[], None]) -> None:
        super().__init__()
        self._change = change
        self._loading = Latest(context.jobs, words.SERVICES_NAME)
        self._showing: Showing | None = None
        self._plays: tuple[JoinedPlay, ...] = ()
        self._title = ElidedLabel("", "section-title")
        self.pane = TablePane(COLUMNS, context, words.SERVICES_NAME)
        self.pane.table.row_chosen.connect(self._note_chosen)
        self._cut = label("", "dim")
        self._decide = button("", self._take, "primary")
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(self._title, 1)
        head.addWidget(button(words.BACK, back))
        foot = QHBoxLayout()
        foot.setSpacing(theme.M)
        foot.addWidget(self._decide)
        foot.addWidget(self._cut, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addLayout(foot)

    def show_plays(self, showing: Showing) -> None:
        """Load these plays."""
        self._showing = showing
        self._title.set_text(showing.title)
        self._decide.setText(showing.decide)
        self._decide.setAccessibleName(showing.decide)
        self.pane.forget_rows()
        self.refresh()
        self.pane.table.setFocus()

    def refresh(self) -> None:
        """Load them anew."""
        if self._showing is not None:
            self._loading.ask(self._showing.load, self._show, self._fail)

    def _show(self, plays: tuple[JoinedPlay, ...]) -> None:
        self._plays = plays
        self.pane.show_rows(play_rows(plays))
        self.pane.table.choose_first()
        self._note_chosen(self.pane.table.chosen)
        self._cut.setText(words.first_of(len(plays)) if len(plays) == words.PLAYS_SHOWN else "")
        if not plays and self._showing is not None:
            self.pane.show_nothing(self._showing.nothing, words.NONE_LEFT_TEXT)

    def _fail(self, sentence: str) -> None:
        self._plays = ()
        self.pane.show_rows(NO_ROWS)
        self.pane.show_nothing(words.NOT_LOADED, sentence)

    @Slot(object)
    def _note_chosen(self, chosen: int | None) -> None:
        self._decide.setEnabled(chosen is not None)

    def _take(self) -> None:
        table, showing = self.pane.table, self._showing
        chosen = [table.table_model.id_at(index.row()) for index in table.selectionModel().selectedRows()]
        places = [(self._plays[place].source, self._plays[place].row) for place in chosen if place is not None]
        if showing is not None and places:
            self._change(words.JOINING, lambda: showing.act(places), showing.said(len(places)))


def play_rows(plays: tuple[JoinedPlay, ...]) -> Rows:
    """One row a play, its id the place among them."""
    return Rows(
        np.arange(len(plays), dtype=np.int64),
        told=np.array([play.played_at for play in plays], dtype=np.int64),
        standing=np.array([play.standing_at for play in plays], dtype=np.int64),
        gap=np.array([np.nan if play.seconds is None else play.seconds for play in plays], dtype=np.float64),
        artist=objects([play.artist for play in plays]),
        track=objects([play.track or "" for play in plays]),
    )
