"""The tab of public data sets: choose one, read its licence, fetch it or take one's own copy, and see what it knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.deciding import stepped
from desktop_als.gui.pages.offer_card import OfferCard
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.listener_choice import own_listeners
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import ImportReport, Offer, Workspace

COLUMNS = (
    Column("name", words.SET, "text", width=216, stretch=2),
    Column("people", words.PEOPLE, "text", words.PEOPLE_HINT, width=96),
    Column("years", words.YEARS, "text", width=120),
    Column("state", words.OFFER_STATE, "text", width=168),
    Column("licence", words.LICENCE, "text", width=200, stretch=3),
)

Adding = Callable[[CancelToken, ProgressSink], ImportReport]
Outcome = tuple[tuple[ImportReport, list[str]], int | None]


class OffersTab(QWidget):
    """One data set at a time is fetched or imported; what became of the last one stays on the screen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offers: list[Offer] = []
        self._loading = Latest(context.jobs, words.ADD)
        self._fetching = LookingLine(context.jobs, words.FETCHING, "network")
        self._reading = LookingLine(context.jobs, words.IMPORTING, "io")
        self.pane = TablePane(COLUMNS, context, words.ADD)
        self.pane.table.row_chosen.connect(self._choose)
        self.card = OfferCard(self._fetch, self._choose_files, self._discard)
        self._result = Card()
        self._said = label("", wrap=True)
        self._train = button(words.TRAIN_NOW, lambda: context.go(Location("train")), "primary")
        self._result.body.addWidget(self._said)
        self._result.body.addWidget(self._train)
        self._result.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self._result)
        column.addWidget(self._fetching)
        column.addWidget(self._reading)
        column.addWidget(self.pane, 3)
        column.addWidget(scrolling(self.card), 2)

    def refresh(self) -> None:
        """Load what is to be had; nobody is asked for it."""
        self.pane.start_loading()
        self._loading.ask(self._context.workspace.communities.offers, self._show, self._fail)

    def _show(self, offers: list[Offer]) -> None:
        self._offers = offers
        self.pane.show_rows(rows_of(offers))
        self.pane.table.choose_first()
        self._choose(self.pane.table.chosen)

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(words.NOT_LOADED, sentence)

    @Slot(object)
    def _choose(self, chosen: int | None) -> None:
        self.card.show_offer(None if chosen is None else self._offers[chosen])
        self.card.setEnabled(not self._fetching.looking and not self._reading.looking)

    # Adding one

    def _fetch(self, offer: Offer) -> None:
        communities, name = self._context.workspace.communities, offer.data_set.id

        def add(cancel: CancelToken, progress: ProgressSink) -> ImportReport:
            return communities.add(name, accept_licence=True, cancel=cancel, progress=progress)

        self._begin(self._fetching, add, words.FETCH_STOPPED)

    def _choose_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, words.CHOOSE_COPY)
        if names:
            self.add_files([Path(name) for name in names])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Import copies that lie on this machine."""
        communities = self._context.workspace.communities

        def add(cancel: CancelToken, progress: ProgressSink) -> ImportReport:
            return communities.add_files(paths, cancel=cancel, progress=progress)

        self._begin(self._reading, add, words.STOPPED)

    def _begin(self, line: LookingLine, add: Adding, stopped: str) -> None:
        workspace = self._context.workspace

        def question(cancel: CancelToken, progress: ProgressSink) -> Outcome:
            def whole() -> tuple[ImportReport, list[str]]:
                report = add(cancel, progress)
                return report, coverage(workspace, report)

            return stepped(workspace, whole)

        self._result.hide()
        line.look(question, self._tell, self._fail_adding, lambda: self._end(stopped))
        self.card.setEnabled(False)
        line.setFocus()

    def _tell(self, outcome: Outcome) -> None:
        (report, knows), step = outcome
        self._end(words.imported(report, knows), trainable=bool(report.totals.kept))
        self._context.tell(words.added(report), step)
        self._context.changed()

    def _fail_adding(self, sentence: str) -> None:
        """At the foot of the window: after an hour of fetching, somebody may be on another page."""
        self._context.tell_failure(sentence)
        self.refresh()

    def _end(self, sentence: str, *, trainable: bool = False) -> None:
        self._said.setText(sentence)
        self._train.setVisible(trainable)
        self._result.show()
        self.refresh()

    def _discard(self, offer: Offer) -> None:
        communities, name = self._context.workspace.communities, offer.data_set.id
        self._context.jobs.submit(
            words.DISCARDING,
            lambda *_: communities.discard(name),
            lane="io",
            done=lambda _: self._end(words.DISCARDED),
            failed=self._fail_adding,
        )


def coverage(workspace: Workspace, report: ImportReport) -> list[str]:
    """What the communities that were imported know of each person of the library, in sentences."""
    brought = {file.source for file in report.files}
    names = {one.name for one in workspace.communities.in_library() if brought & set(one.sources)}
    people = own_listeners(workspace)
    return [
        known.sentence if len(people) == 1 else f"{name}: {known.sentence}"
        for number, name in people
        for known in workspace.communities.coverage(number)
        if known.community in names
    ]


def rows_of(offers: Sequence[Offer]) -> Rows:
    """Data sets as rows; their id is their place."""
    sets = [offer.data_set for offer in offers]
    return Rows(
        np.arange(len(offers), dtype=np.int64),
        name=objects([one.title for one in sets]),
        people=objects([common.DASH if one.people is None else f"{one.people:,}" for one in sets]),
        years=objects([words.years(one.first_year, one.last_year) for one in sets]),
        state=objects([words.STATES[offer.state] for offer in offers]),
        licence=objects([words.licence(one.licence) for one in sets]),
    )
