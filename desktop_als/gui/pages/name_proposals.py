"""The tab of names that are probably one artist: a table of proposals, and a card that decides the chosen one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.deciding import decide
from desktop_als.gui.pages.name_card import ProposalCard
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.filtered import FilteredTable
from desktop_als.gui.tables.rows import Mask, Rows, objects
from desktop_als.gui.widgets.basics import Segmented, button
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import NameProposal, Workspace

COLUMNS = (
    Column("name", words.SPELLING, "text", width=144, stretch=1),
    Column("into", words.INTO, "text", words.INTO_HINT, width=144, stretch=1),
    Column("kind", words.KIND, "text", words.KIND_HINT, width=96),
    Column("likeness", words.LIKENESS, "share", words.LIKENESS_HINT, width=92),
    Column("taste", words.TASTE, "figure", words.TASTE_HINT, width=80),
    Column("shared", words.SHARED, "rounded", words.SHARED_HINT, width=80),
    Column("plays", words.PLAYS, "number", words.PLAYS_HINT, width=88),
    Column("listeners", words.LISTENERS, "quiet-number", words.LISTENERS_HINT, width=96),
    Column("certain", words.CERTAIN, "text", words.CERTAIN_HINT, width=88),
)
KINDS = tuple(words.KIND_NAMES)

Answer = tuple[dict[int, NameProposal], Rows, bool]


class ProposalsTab(QWidget):
    """Looks in the io lane, for it reads the whole library. What is decided leaves the table at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: dict[int, NameProposal] = {}  # by the ids of the rows
        self._rows = rows_of([])
        self._line = LookingLine(context.jobs, words.LOOKING)
        self._line.keep_room()
        self.kinds = Segmented(words.KINDS, words.KINDS_NAME)
        self.kinds.chosen.connect(self._show_kind)
        self.certain = button("", self._merge_certain, "primary")
        self.list = FilteredTable(COLUMNS, context, words.SPELLINGS, words.FILTER, "proposal")
        self.list.pane.table.row_chosen.connect(self._open_card)
        self.card = ProposalCard(context, self._merge, self._reject)
        self._beneath = scrolling(self.card)
        self._beneath.hide()
        controls = QWidget()
        row = FlowLayout(controls)
        row.addWidget(self.kinds)
        row.addWidget(self.certain)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(controls)
        column.addWidget(self.list, 3)
        column.addWidget(self._beneath, 2)
        column.addWidget(self._line)
        self._show_certain()

    def refresh(self) -> None:
        """Look at the names anew; what was found stays until then."""
        workspace = self._context.workspace
        self.card.preview.refresh()
        if not len(self._rows):
            self.list.pane.start_loading()
        self._line.look(
            lambda cancel, progress: look(workspace, cancel, progress),
            self._show,
            lambda sentence: self._say(words.NOT_LOOKED, sentence),
            lambda: self._say(words.STOPPED, words.STOPPED_TEXT),
        )

    def _show(self, answer: Answer) -> None:
        self._found, self._rows, has_names = answer
        self._show_found()
        if not len(self._rows):
            self._say_nothing(has_names)

    def _show_found(self) -> None:
        self._show_certain()
        self._show_kind(self.kinds.key)

    def _show_certain(self) -> None:
        number = int((self._rows.columns["certain"] == words.YES).sum())
        text = words.certain_button(number)
        self.certain.setText(text)
        self.certain.setAccessibleName(text)
        self.certain.setVisible(number > 0)

    @Slot(str)
    def _show_kind(self, kind: str) -> None:
        rows = self._rows
        shown = rows if kind == "all" else rows.where(rows.columns["kind"] == words.KIND_NAMES[kind])
        self.list.show_rows(shown)
        if len(rows) and not len(shown):
            self.list.pane.show_nothing(words.NO_KIND, words.NO_KIND_TEXT)

    def _say_nothing(self, has_names: bool) -> None:
        if has_names:
            self.list.pane.show_nothing(words.NO_PROPOSALS, words.NO_PROPOSALS_TEXT, words.LOOK_AGAIN, self.refresh)
        else:
            go = self._context.go
            self.list.pane.show_nothing(words.EMPTY, words.EMPTY_TEXT, words.IMPORT, lambda: go(Location("home")))

    def _say(self, title: str, text: str) -> None:
        if len(self._rows):
            self._show_found()
            return
        self.list.pane.show_nothing(title, text, words.LOOK_AGAIN, self.refresh)

    @Slot(object)
    def _open_card(self, chosen: int | None) -> None:
        found = None if chosen is None else self._found.get(chosen)
        self._beneath.setVisible(found is not None)
        if found is not None:
            self.card.show_proposal(found)

    # Decisions

    def _merge(self, proposal: NameProposal) -> None:
        names = self._context.workspace.names
        said = words.merged(words.listed(proposal.spellings), words.listed(proposal.into))
        self._decide(words.MERGING, lambda: names.apply([proposal]), said)

    def _reject(self, proposal: NameProposal) -> None:
        names = self._context.workspace.names
        said = words.kept_apart(words.listed((*proposal.spellings, *proposal.into)))
        self._decide(words.KEEPING_APART, lambda: names.reject(proposal), said)

    def _decide(self, title: str, act: Callable[[], object], said: str) -> None:
        """Decide the chosen one, and choose the next, so that one goes through them without aiming anew."""
        table = self.list.pane.table
        decided, row = table.chosen, table.currentIndex().row()
        if row + 1 < table.table_model.rowCount():
            table.selectRow(row + 1)
        elif row > 0:
            table.selectRow(row - 1)
        self._drop(self._rows.ids == decided)
        decide(self._context, title, act, lambda _: said, self.refresh)

    def _merge_certain(self) -> None:
        names, gone = self._context.workspace.names, self._rows.columns["certain"] == words.YES
        certain = [self._found[number] for number in self._rows.ids[gone].tolist()]
        self._drop(gone)
        decide(self._context, words.MERGING, lambda: names.apply(certain), words.merged_all, self.refresh)

    def _drop(self, gone: Mask) -> None:
        self._line.drop()  # or the decision would wait for it
        self._rows = self._rows.where(~gone)
        self._show_found()


def look(workspace: Workspace, cancel: CancelToken, progress: ProgressSink) -> Answer:
    """The proposals by the ids of their rows, the rows, and whether there are names at all."""
    found = workspace.names.proposals(cancel, progress)
    return {id_of(one): one for one in found}, rows_of(found), len(workspace.artists()) > 0


def id_of(proposal: NameProposal) -> int:
    """What a row is known by, also after the names were looked at anew: no two proposals of a kind move the same spelling."""
    first = proposal.spellings[0].artist_id or 0
    return first * len(KINDS) + KINDS.index(proposal.kind)


def rows_of(found: Sequence[NameProposal]) -> Rows:
    """Proposals as rows; what is not known of them is NaN."""

    def figures(values: Sequence[float | None]) -> np.ndarray:
        return np.array([math.nan if value is None else value for value in values], dtype=np.float64)

    return Rows(
        np.array([id_of(one) for one in found], dtype=np.int64),
        name=objects([", ".join(each.name for each in one.spellings) for one in found]),
        into=objects([", ".join(each.name for each in one.into) for one in found]),
        kind=objects([words.KIND_NAMES[one.kind] for one in found]),
        likeness=figures([one.likeness for one in found]),
        taste=figures([one.taste for one in found]),
        shared=figures([one.shared for one in found]),
        plays=np.array([one.plays for one in found], dtype=np.int64),
        listeners=np.array([sum(each.listeners for each in one.spellings) for one in found], dtype=np.int64),
        certain=objects([words.YES if one.certain else "" for one in found]),
    )
