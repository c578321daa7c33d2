"""One listener: what to hear next, what they play most and when, who is alike, their moods, and what they said."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages.imports import history_gaps
from desktop_als.gui.messages.moods import MOODS
from desktop_als.gui.messages.report_card import REPORT_CARD
from desktop_als.gui.messages.steering import STEERING
from desktop_als.gui.pages import plays_or_ratings
from desktop_als.gui.pages.moods import MoodsTab
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.recommendations import RecommendationsTab
from desktop_als.gui.pages.report_card import ReportCardTab
from desktop_als.gui.pages.similar_listeners import SimilarListenersTab
from desktop_als.gui.pages.steering_list import SteeringTab
from desktop_als.gui.pages.subject import Described, SubjectPage, SubjectTab, TableTab
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.month_chart import MonthChart, without_gaps
from desktop_als.workspace import Workspace

TOP_COLUMNS = (
    Column("rank", browse.RANK, "quiet-number", browse.RANK_HINT, width=56),
    Column("artist", browse.ARTIST, "link", width=240, stretch=1, link="artist"),
    Column("plays", browse.PLAYS, "number", browse.YOUR_PLAYS_HINT, width=120),
    Column("last", browse.LAST, "date", browse.LAST_HINT, width=128),
)
MONTH_COLUMNS = (
    Column("month", browse.MONTH, "text", browse.MONTH_HINT, width=160, stretch=1),
    Column("plays", browse.PLAYS, "number", browse.PLAYS_HINT, width=120),
)


class ListenerPage(SubjectPage):
    """All of the listener of a location, who is at hand from then on."""

    def __init__(self, context: Context) -> None:
        self.recommendations = RecommendationsTab(context)
        self.top = TableTab(context, browse.TOP_ARTISTS, TOP_COLUMNS, top_rows, browse.NO_TOP_ARTISTS)
        self.months = HistoryTab(context)
        self.report_card = ReportCardTab(context)
        self.similar = SimilarListenersTab(context)
        self.moods = MoodsTab(context)
        self.steering = SteeringTab(context)
        tabs = (
            (browse.RECOMMENDATIONS, self.recommendations),
            (browse.TOP_ARTISTS, self.top),
            (browse.HISTORY, self.months),
            (browse.SIMILAR_LISTENERS, self.similar),
            (MOODS, self.moods),
            (STEERING, self.steering),
            (REPORT_CARD, self.report_card),
        )
        super().__init__(context, browse.LISTENER_PARTS, tabs, Location("listeners"), browse.ALL_LISTENERS)
        self.header.add(button(browse.TASTE_RADIO, self._start_radio, hint=browse.TASTE_RADIO_HINT))
        self.header.add(button(browse.COMPARE_WITH, self._compare, hint=browse.COMPARE_WITH_HINT))
        self._offering = Latest(context.jobs, REPORT_CARD)
        self._offer_report_card(False)

    def open(self, location: Location) -> None:
        """Show another listener, and take them for the one at hand."""
        if location.subject is not None:
            self.context.whose.choose(location.subject)
        super().open(location)

    def refresh(self) -> None:
        """Load what is seen; the report card is offered where it says something."""
        super().refresh()
        subject, workspace = self._subject, self.context.workspace
        if subject is not None:
            self._offering.ask(lambda: workspace.report_cards.fits(subject), self._offer_report_card)

    def _fail(self, sentence: str) -> None:
        if self.context.whose.id == self.subject:
            self.context.whose.choose(None)
        super()._fail(sentence)

    def _start_radio(self) -> None:
        self.context.go(Location("radio", self.subject, "listener"))

    def _compare(self) -> None:
        self.context.go(Location("together", self.subject))

    def _offer_report_card(self, offered: bool) -> None:
        self.tabs.offer(len(self._parts) - 1, offered)

    def describe(self, workspace: Workspace, subject: int) -> Described:
        """Name and facts of the listener."""
        listener = workspace.listener(subject)
        return Described(listener.name, browse.listener_facts(listener))


class HistoryTab(SubjectTab):
    """Plays a month as bars, and the same as a table, newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._workspace = context.workspace
        self._loading = Latest(context.jobs, browse.HISTORY)
        self.chart = MonthChart(context.theme)
        self.pane = TablePane(MONTH_COLUMNS, context, browse.HISTORY)
        self._card = Card()
        self._card.body.addWidget(self.chart)
        self._gaps = label("", "dim", wrap=True)
        self._gaps.hide()
        self._card.body.addWidget(self._gaps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(self._card)
        column.addWidget(self.pane, 1)

    def refresh(self, subject: int) -> None:
        """Load the months."""
        workspace = self._workspace
        self.pane.start_loading()
        self._loading.ask(
            lambda: (without_gaps(*workspace.timeline(subject)), missing(workspace, subject)), self._show, self._fail
        )

    def forget(self) -> None:
        """Show an empty chart and placeholders."""
        self._loading.drop()
        self.chart.show_months((), ())
        self._gaps.hide()
        self.pane.forget_rows()

    def _show(self, told: tuple[tuple[list[str], list[int]], str]) -> None:
        (months, plays), gaps = told
        self._gaps.setText(gaps)
        self._gaps.setVisible(bool(gaps))
        self.chart.show_months(months, plays)
        self._card.setVisible(bool(months))
        self.pane.show_rows(month_rows(months, plays))
        if not months:
            self.pane.show_nothing(browse.NO_DATES, browse.NO_DATES_TEXT)

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(browse.NOT_LOADED, sentence)


def top_rows(workspace: Workspace, listener_id: int) -> Rows:
    """What a listener plays most, or else rates highest, as rows."""
    top = workspace.top_artists(listener_id)
    plays, title = plays_or_ratings.each(top)
    return Rows(
        np.array([artist.id for artist in top], dtype=np.int64),
        rank=np.arange(1, len(top) + 1),
        artist=objects([artist.name for artist in top]),
        plays=plays,
        last=np.array([artist.last_played for artist in top], dtype=np.int64),
    ).titled(plays=title)


def missing(workspace: Workspace, listener_id: int) -> str:
    """What to say of the times without plays; nothing of members of a community, whose exports nobody here can ask for."""
    if workspace.listener(listener_id).community is not None:
        return ""
    return history_gaps([(gap.begins, gap.ends) for gap in workspace.gaps(listener_id)])


def month_rows(months: list[str], plays: list[int]) -> Rows:
    """Months as rows, newest first; their id counts from the first."""
    ids = np.arange(len(months), dtype=np.int64)[::-1]
    return Rows(ids, month=objects([browse.month(months[i]) for i in ids]), plays=np.array(plays, dtype=np.int64)[ids])
