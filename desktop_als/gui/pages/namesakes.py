"""The tab of names that are probably two artists: flagged with the numbers, for nobody can tell whose play is whose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.workspace import TwoArtists, Workspace

COLUMNS = (
    Column("name", words.SPELLING, "link", width=200, stretch=1, link="artist"),
    Column("groups", words.GROUPS, "text", words.GROUPS_HINT, width=120),
    Column("taste", words.TASTE, "figure", words.GROUP_TASTE_HINT, width=80),
    Column("beyond", words.APART, "figure", words.APART_HINT, width=128),
    Column("titles", words.SHARED, "text", words.TITLES_HINT, width=144),
    Column("plays", words.PLAYS, "number", width=96),
)

Answer = tuple[list[TwoArtists], bool]


class NamesakesTab(QWidget):
    """Looks in the io lane. Without a model of listeners there is nothing to look at."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: list[TwoArtists] = []
        self._line = LookingLine(context.jobs, words.LOOKING_DEEPER)
        self._line.keep_room()
        self.list = FilteredTable(COLUMNS, context, words.NAMESAKES, words.FILTER_NAMES, "name")
        self.list.pane.table.row_chosen.connect(self._open_card)
        self._said = label("", wrap=True)
        self._card = Card()
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        row.addWidget(self._said, 1)
        row.addWidget(button(words.ONE_ARTIST, self._keep), 0, Qt.AlignmentFlag.AlignTop)
        self._card.body.addLayout(row)
        self._card.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(label(words.NAMESAKES_TEXT, "dim", wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self._card)
        column.addWidget(self._line)

    def refresh(self) -> None:
        """Look anew; what was found stays until then."""
        workspace = self._context.workspace
        if not self._found:
            self.list.pane.start_loading()
        self._line.look(
            lambda cancel, progress: (workspace.names.two_artists(cancel, progress), _has_listeners(workspace)),
            self._show,
            lambda sentence: self._say(words.NOT_LOOKED, sentence),
            lambda: self._say(words.STOPPED, words.STOPPED_TEXT),
        )

    def _show(self, answer: Answer) -> None:
        self._found, has_model = answer
        self.list.show_rows(rows_of(self._found))
        pane, go = self.list.pane, self._context.go
        if not self._found and has_model:
            pane.show_nothing(words.NO_NAMESAKES, words.NO_NAMESAKES_TEXT)
        elif not self._found:
            pane.show_nothing(words.NO_MODEL, words.NO_MODEL_TEXT, words.TRAIN, lambda: go(Location("train")))

    def _say(self, title: str, text: str) -> None:
        if not self._found:
            self.list.pane.show_nothing(title, text, words.LOOK_AGAIN, self.refresh)

    @property
    def _chosen(self) -> TwoArtists | None:
        chosen = self.list.pane.table.chosen
        return next((flag for flag in self._found if flag.spelling.artist_id == chosen), None)

    @Slot(object)
    def _open_card(self, _: int | None) -> None:
        flag = self._chosen
        self._card.setVisible(flag is not None)
        self._said.setText("" if flag is None else words.namesake_evidence(flag))

    def _keep(self) -> None:
        flag, names = self._chosen, self._context.workspace.names
        if flag is None:
            return
        self._line.drop()  # or the decision would wait for it
        self._found = [other for other in self._found if other is not flag]
        self.list.show_rows(rows_of(self._found))
        said = words.one_artist(flag.spelling.name)
        decide(self._context, words.KEEPING_APART, lambda: names.reject(flag), lambda _: said, self.refresh)


def _has_listeners(workspace: Workspace) -> bool:
    info = workspace.model_info()
    return info is not None and info.row_kind == "listeners"


def rows_of(found: Sequence[TwoArtists]) -> Rows:
    """Flags as rows."""
    return Rows(
        np.array([flag.spelling.artist_id for flag in found], dtype=np.int64),
        name=objects([flag.spelling.name for flag in found]),
        groups=objects([words.groups(flag) for flag in found]),
        taste=np.array([flag.taste for flag in found], dtype=np.float64),
        beyond=np.array([flag.beyond for flag in found], dtype=np.float64),
        titles=objects([words.group_titles(flag) for flag in found]),
        plays=np.array([flag.spelling.plays for flag in found], dtype=np.int64),
    )
