"""Settings: how the services of one person become one history, and clocks that were wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common
from desktop_als.gui.messages import imports as import_words
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.findings import Clock, Findings, FindingsView, clock_of
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.settings_joined_plays import JoinedPlaysView, Showing
from desktop_als.gui.pages.settings_section import Section, in_a_row
from desktop_als.gui.pages.sources_table import TITLES
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Segmented, button, label
from desktop_als.gui.widgets.listener_choice import ListenerChoice, own_listeners
from desktop_als.workspace import Join, JoinedPlay, Joining, Workspace

COLUMNS = (
    Column("told", words.TOLD, "link", words.TOLD_HINT, width=180, stretch=2, link="settings"),
    Column("standing", words.STANDING, "text", width=180, stretch=2),
    Column("because", words.BECAUSE, "text", width=152),
    Column("plays", words.PLAYS, "number", width=88),
    Column("first", words.FIRST, "date", width=108),
    Column("last", words.LAST, "date", width=108),
)


@dataclass(frozen=True, slots=True)
class Services:
    """What there is to say of one listener's services."""

    listener: int
    chosen: Joining
    formats: tuple[str, ...]
    joins: tuple[Join, ...]
    apart: tuple[JoinedPlay, ...]

    @classmethod
    def read(cls, workspace: Workspace, listener: int | None) -> Services | None:
        """Ask the workspace; None where nobody has a history of their own."""
        if listener is None:
            return None
        joins = workspace.joins
        return cls(
            listener,
            joins.joining(listener),
            joins.formats(listener),
            joins.summary(listener),
            joins.apart_plays(listener),
        )


class ServicesSection(Section):
    """The pairs of services, or the plays of one pair in their place."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, words.SERVICES_NAME)
        self._suspecting = Latest(context.jobs, words.CLOCKS_LOOKING, "io")
        self._found: Services | None = None
        self.listener = ListenerChoice(context.jobs, words.LISTENER, own_listeners)
        self.listener.picked.connect(self._load)
        self.policy = Segmented(words.POLICIES, words.POLICY)
        self.policy.chosen.connect(self._choose_policy)
        self.preferred = QComboBox()
        self.preferred.setAccessibleName(words.PREFERRED)
        self.preferred.activated.connect(self._prefer)
        self._policy_text = label("", "dim", wrap=True)
        self.clocks = FindingsView(self._set_clock)
        self.pane = TablePane(COLUMNS, context, words.SERVICES_NAME, self._follow)
        self._see_apart = button("", self._show_apart, "link")
        self.plays = JoinedPlaysView(context, self.change, self._show_services)
        self._views = QStackedWidget()
        self._views.addWidget(scrolling(self._services_view()))
        self._views.addWidget(self.plays)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._views)

    def refresh(self) -> None:
        """Read anew who there is and what was joined."""
        self.listener.refresh(self.context.workspace)
        if self._views.currentWidget() is self.plays:
            self.plays.refresh()

    def _services_view(self) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self._choices = QWidget()
        self._choices.setLayout(in_a_row(self.listener, self.policy, self.preferred))
        column.addWidget(self._choices)
        column.addWidget(self._policy_text)
        column.addWidget(self.clocks)
        column.addWidget(self.pane, 1)
        column.addWidget(self._see_apart)
        return view

    @Slot(object)
    def _load(self, listener: int | None) -> None:
        workspace = self.context.workspace
        self._suspecting.drop()
        self.pane.start_loading()
        self._loading.ask(lambda: Services.read(workspace, listener), self._show, self._fail)

    def _show(self, found: Services | None) -> None:
        self._found = found
        for one in (self._choices, self._policy_text):
            one.setVisible(found is not None)
        self._see_apart.setVisible(bool(found and found.apart))
        if found is None:
            self.clocks.show_findings(Findings(), 0)
            self.pane.show_rows(NO_ROWS)
            self.pane.show_nothing(words.NO_OWN, words.NO_OWN_TEXT)
            return
        self.listener.setVisible(self.listener.count() > 1)
        self._show_policy(found)
        self._see_apart.setText(words.see_apart(len(found.apart)))
        self._see_apart.setAccessibleName(self._see_apart.text())
        self.pane.show_rows(join_rows(found.joins))
        if not found.joins:
            self.pane.show_nothing(words.NO_PAIRS, words.NO_PAIRS_TEXT)
        workspace = self.context.workspace
        self._suspecting.ask(lambda: clocks(workspace, found.listener), self._show_clocks)

    def _show_policy(self, found: Services) -> None:
        self.policy.choose(found.chosen.policy)
        self._policy_text.setText(words.POLICY_TEXT[found.chosen.policy])
        self.preferred.setVisible(found.chosen.policy == "prefer")
        self.preferred.clear()
        for form in found.formats:
            self.preferred.addItem(TITLES.get(form, form), form)
        self.preferred.setCurrentIndex(max(0, self.preferred.findData(found.chosen.preferred)))

    def _show_clocks(self, found: tuple[Clock, ...]) -> None:
        self.clocks.show_findings(Findings(clocks=found), 0)

    def _fail(self, sentence: str) -> None:
        self._found = None
        self._see_apart.hide()
        self.pane.show_rows(NO_ROWS)
        self.pane.show_nothing(words.NOT_LOADED, sentence)

    @Slot(str)
    def _choose_policy(self, policy: str) -> None:
        found, joins = self._found, self.context.workspace.joins
        if found is None:
            return
        preferred = (found.chosen.preferred or next(iter(found.formats), None)) if policy == "prefer" else None
        self.change(
            words.JOINING,
            lambda: joins.choose(found.listener, policy, preferred),  # type: ignore[arg-type]
            words.JOINED[policy],
        )

    @Slot(int)
    def _prefer(self, _: int) -> None:
        found, joins, preferred = self._found, self.context.workspace.joins, self.preferred.currentData()
        if found is not None and preferred != found.chosen.preferred:
            self.change(
                words.JOINING, lambda: joins.choose(found.listener, "prefer", preferred), words.JOINED["prefer"]
            )

    def _set_clock(self, clock: Clock) -> None:
        joins = self.context.workspace.joins
        self.change(
            import_words.SETTING_CLOCK,
            lambda: joins.move_clocks([(clock.source, clock.seconds)]),
            words.CLOCK_SET,
        )

    def _follow(self, location: Location) -> None:
        found, joins = self._found, self.context.workspace.joins
        if found is None or location.subject is None:
            return
        join = found.joins[location.subject]
        self._show_plays(
            Showing(
                words.pair(TITLES.get(join.told, join.told), TITLES.get(join.standing, join.standing)),
                lambda: joins.joined_plays(found.listener, join.told, join.standing, words.PLAYS_SHOWN),
                words.TWO_PLAYS,
                joins.keep_apart,
                words.kept_apart,
                words.NONE_JOINED,
            )
        )

    def _show_apart(self) -> None:
        found, joins = self._found, self.context.workspace.joins
        if found is not None:
            self._show_plays(
                Showing(
                    words.KEPT_APART_TITLE,
                    lambda: joins.apart_plays(found.listener),
                    words.SAME_AGAIN,
                    joins.join_again,
                    words.joined_again,
                    words.NONE_APART,
                )
            )

    def _show_plays(self, showing: Showing) -> None:
        self._views.setCurrentWidget(self.plays)
        self.plays.show_plays(showing)

    def _show_services(self) -> None:
        self._views.setCurrentIndex(0)
        self.pane.table.setFocus()


def clocks(workspace: Workspace, listener: int) -> tuple[Clock, ...]:
    """The files of a listener whose clock looks wrong. Takes seconds in a large library."""
    files = {source.id: common.file_name(source.path) for source in workspace.sources()}
    return tuple(clock_of(one, files) for one in workspace.joins.clock_suspicions(listener))


def join_rows(joins: tuple[Join, ...]) -> Rows:
    """One row a pair, its id the place among them."""
    return Rows(
        np.arange(len(joins), dtype=np.int64),
        told=objects([TITLES.get(one.told, one.told) for one in joins]),
        standing=objects([TITLES.get(one.standing, one.standing) for one in joins]),
        because=objects([words.SAME_PLAY if one.paired else words.ITS_TIME for one in joins]),
        plays=np.array([one.plays for one in joins], dtype=np.int64),
        first=np.array([one.first for one in joins], dtype=np.int64),
        last=np.array([one.last for one in joins], dtype=np.int64),
    )
