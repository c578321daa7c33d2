"""The tab of a listener that tells how well their next artist is guessed, once they ask."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import report_card as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.reading import ReadingView
from desktop_als.gui.pages.subject import SubjectTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import EmptyState, label
from desktop_als.workspace import ReportCard

COLUMNS = (
    Column("method", words.METHOD, "text", words.METHOD_HINT, width=240, stretch=1),
    Column("ndcg", words.NDCG, "score", words.NDCG_HINT, width=104),
    Column("spread", words.SPREAD, "spread", words.SPREAD_HINT, width=104),
    Column("hits", words.HITS, "match", words.HITS_HINT, width=136),
)


class ReportCardTab(SubjectTab):
    """An offer, the check while it runs, then the card. Checks of other listeners run on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: int | None = None
        self._running: dict[int, Job] = {}
        self._loading = Latest(context.jobs, words.REPORT_CARD)
        self._offer = EmptyState(words.ASK, words.ASK_TEXT, words.CHECK, self._check)
        self._work = ReadingView(self._stop, words.CHECKING)
        self._failure = EmptyState(words.NOT_CHECKED, "", words.CHECK_AGAIN, self._check)
        self.card = CardView(context)
        self._views = QStackedWidget()
        for view in (QWidget(), self._offer, self._work, self._failure, self.card):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._views)
        context.jobs.progressed.connect(self._show_progress)

    def refresh(self, subject: int) -> None:
        """Show the check that runs, or the card that was made, or the offer."""
        self._subject = subject
        if subject in self._running:
            self._show_progress()
            return
        workspace = self._context.workspace
        self._loading.ask(lambda: workspace.report_cards.made(subject), self._show, self._say_failed)

    def forget(self) -> None:
        """Show nothing until the next subject is known."""
        self._subject = None
        self._loading.drop()
        self._views.setCurrentIndex(0)

    def _check(self) -> None:
        subject, workspace = self._subject, self._context.workspace
        if subject is None or subject in self._running:
            return

        def answer(card: ReportCard | None) -> None:
            del self._running[subject]
            if subject == self._subject:
                self._show(card)

        def fail(sentence: str) -> None:
            del self._running[subject]
            if subject == self._subject:
                self._say_failed(sentence)

        self._running[subject] = self._context.jobs.submit(
            words.CHECKING,
            lambda cancel, progress, _: workspace.report_cards.make(subject, cancel=cancel, progress=progress),
            lane="compute",
            done=answer,
            failed=fail,
            cancelled=lambda: fail(words.STOPPED),
        )
        self._show_progress()

    def _stop(self) -> None:
        if self._subject in self._running:
            self._running[self._subject].cancel()
            self._show_progress()

    @Slot()
    def _show_progress(self) -> None:
        if self._subject in self._running:
            self._work.show_progress(self._running[self._subject], 0)
            self._views.setCurrentWidget(self._work)

    def _show(self, card: ReportCard | None) -> None:
        if card is None:
            self._views.setCurrentWidget(self._offer)
        else:
            self.card.show_card(card)
            self._views.setCurrentWidget(self.card)

    def _say_failed(self, sentence: str) -> None:
        self._failure.say(words.NOT_CHECKED, sentence)
        self._views.setCurrentWidget(self._failure)


class CardView(QWidget):
    """What the figures mean, the figures, and what they cannot tell."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._meaning = label("", "strong", wrap=True)
        self.pane = TablePane(COLUMNS, context, words.REPORT_CARD)
        self._limit = label(words.LIMIT, "", wrap=True)
        self._basis = label("", "dim", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self._meaning)
        column.addWidget(self.pane, 1)
        column.addWidget(self._limit)
        column.addWidget(self._basis)

    def show_card(self, card: ReportCard) -> None:
        """Show a card."""
        self._meaning.setText(words.meaning(card))
        self._basis.setText(words.basis(card))
        self.pane.show_rows(mark_rows(card))


def mark_rows(card: ReportCard) -> Rows:
    """One row a method."""
    return Rows(
        np.arange(len(card.marks)),
        method=objects([words.METHODS.get(mark.method, mark.method) for mark in card.marks]),
        ndcg=np.array([mark.ndcg for mark in card.marks]),
        spread=np.array([(mark.interval[1] - mark.interval[0]) / 2 for mark in card.marks]),
        hits=np.array([round(100 * mark.hits) for mark in card.marks], dtype=np.int64),
    )
