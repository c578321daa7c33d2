"""The tab of the communities in the library: what they hold, and how much they know of somebody's plays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.page import Context
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.listener_choice import ListenerChoice, own_listeners
from desktop_als.workspace import Community, Coverage, Workspace

COLUMNS = (
    Column("name", words.NAME, "text", width=184, stretch=2),
    Column("listeners", words.LISTENERS, "number", width=96),
    Column("artists", words.ARTISTS, "number", width=96),
    Column("plays", words.PLAYS, "number", words.PLAYS_HINT, width=112),
    Column("years", words.YEARS, "text", width=112),
    Column("knows", words.KNOWS, "share", words.KNOWS_HINT, width=88),
    Column("state", words.STATE, "text", width=88),
    Column("licence", words.LICENCE, "text", width=144, stretch=3),
)

Answer = tuple[list[Community], dict[str, Coverage]]


class CommunitiesTab(QWidget):
    """A table, and a card of the chosen one."""

    def __init__(self, context: Context, add: Callable[[], object]) -> None:
        """``add`` leads to the data sets that are to be had."""
        super().__init__()
        self._context, self._add = context, add
        self._found: list[Community] = []
        self._coverage: dict[str, Coverage] = {}
        self._loading = Latest(context.jobs, words.IN_LIBRARY)
        self._whose = ListenerChoice(context.jobs, words.COMPARED_WITH_NAME, own_listeners)
        self._whose.picked.connect(self._load)
        self.pane = TablePane(COLUMNS, context, words.COMMUNITIES)
        self.pane.table.row_chosen.connect(self._open_card)
        who = QHBoxLayout()
        who.setSpacing(theme.S)
        who.addWidget(label(words.COMPARED_WITH, "dim"))
        who.addWidget(self._whose)
        who.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(who)
        column.addWidget(self.pane, 1)
        column.addWidget(self._make_card())

    def refresh(self) -> None:
        """Load them and whom to compare them with."""
        self.pane.start_loading()
        self._whose.refresh(self._context.workspace)

    @Slot(object)
    def _load(self, listener: int | None) -> None:
        workspace = self._context.workspace
        self._loading.ask(lambda: read(workspace, listener), self._show, self._fail)

    def _show(self, answer: Answer) -> None:
        self._found, self._coverage = answer
        self.pane.show_rows(rows_of(self._found, self._coverage))
        if not self._found:
            self.pane.show_nothing(words.NO_COMMUNITY, words.NO_COMMUNITY_TEXT, words.ADD, self._add)
        self.pane.table.choose_first()
        self._open_card(self.pane.table.chosen)

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(words.NOT_LOADED, sentence)

    # The chosen one

    def _make_card(self) -> Card:
        self._card = Card()
        self._title = ElidedLabel("", "section-title")
        self._said = label("", wrap=True)
        self._licence = label("", "dim", wrap=True)
        self._train = button(words.TRAIN_NOW, lambda: self._context.go(Location("train")), "primary")
        self._remove = button(words.REMOVE, self._take_out)
        self._restore = button(words.BRING_BACK, self._bring_back)
        buttons = QWidget()
        row = FlowLayout(buttons, theme.S)
        for part in (self._train, self._remove, self._restore):
            row.addWidget(part)
        for widget in (self._title, self._said, self._licence, buttons):
            self._card.body.addWidget(widget)
        self._card.hide()
        return self._card

    @property
    def _chosen(self) -> Community | None:
        chosen = self.pane.table.chosen
        return self._found[chosen] if chosen is not None and chosen < len(self._found) else None

    @Slot(object)
    def _open_card(self, _: int | None) -> None:
        found = self._chosen
        self._card.setVisible(found is not None)
        if found is None:
            return
        coverage = self._coverage.get(found.name)
        self._title.set_text(found.name)
        self._said.setText(words.community(found, coverage.sentence if coverage else None))
        self._licence.setText(words.licence(found.licence))
        self._remove.setVisible(not found.removed)
        self._train.setVisible(not found.removed)
        self._restore.setVisible(found.removed)

    def _take_out(self) -> None:
        if (found := self._chosen) is not None:
            communities, name = self._context.workspace.communities, found.name
            decide(self._context, words.REMOVING, lambda: communities.remove(name), lambda _: words.removed(name))

    def _bring_back(self) -> None:
        if (found := self._chosen) is not None:
            communities, name, said = self._context.workspace.communities, found.name, words.brought_back(found.name)
            decide(self._context, words.BRINGING_BACK, lambda: communities.restore(name), lambda _: said)


def read(workspace: Workspace, listener: int | None) -> Answer:
    """The communities, and by their names what they know of a listener."""
    known = [] if listener is None else workspace.communities.coverage(listener)
    return workspace.communities.in_library(), {coverage.community: coverage for coverage in known}


def rows_of(found: Sequence[Community], coverage: Mapping[str, Coverage]) -> Rows:
    """Communities as rows; their id is their place."""
    shares = [coverage[one.name].share if one.name in coverage else None for one in found]
    return Rows(
        np.arange(len(found), dtype=np.int64),
        name=objects([one.name for one in found]),
        listeners=np.array([one.listeners for one in found], dtype=np.int64),
        artists=np.array([one.artists for one in found], dtype=np.int64),
        plays=np.array([one.plays or one.ratings for one in found], dtype=np.int64),
        years=objects([words.years(one.first_year, one.last_year) for one in found]),
        knows=np.array([math.nan if share is None else share for share in shares], dtype=np.float64),
        state=objects([words.REMOVED if one.removed else "" for one in found]),
        licence=objects([words.licence(one.licence) for one in found]),
    )
