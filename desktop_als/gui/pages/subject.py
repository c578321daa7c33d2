"""What the page of a listener and the page of an artist share: a title with facts, and tabs that load when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import EmptyState, PageHeader, Tabs
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Described:
    """What stands above the tabs of a subject."""

    title: str
    facts: str


class SubjectTab(QWidget):
    """One tab. What is ``steered`` changes with each opinion, and is asked anew whenever it is seen."""

    steered: ClassVar[bool] = False

    def refresh(self, subject: int) -> None:
        """Load what the tab shows of a subject; what is there stays until then."""
        raise NotImplementedError

    def forget(self) -> None:
        """What is there belongs to another subject: drop it, and every answer still to come."""
        raise NotImplementedError


class TableTab(SubjectTab):
    """A tab that is one table."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column],
        load: Callable[[Workspace, int], Rows],
        nothing: str,
    ) -> None:
        """``load`` runs in a worker; ``nothing`` says why there are no rows."""
        super().__init__()
        self._workspace = context.workspace
        self._load = load
        self._nothing = nothing
        self._loading = Latest(context.jobs, name)
        self.pane = TablePane(columns, context, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)

    def refresh(self, subject: int) -> None:
        """Load the rows."""
        self.pane.start_loading()
        self._loading.ask(lambda: self._load(self._workspace, subject), self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders."""
        self._loading.drop()
        self.pane.forget_rows()

    def _show(self, rows: Rows) -> None:
        self.pane.show_rows(rows)
        if not len(rows):
            self.pane.show_nothing(browse.NOTHING_HERE, self._nothing)

    def _fail(self, sentence: str) -> None:
        self.pane.show_nothing(browse.NOT_LOADED, sentence)


class SubjectPage(Page):
    """Knows its subject; a subclass says what describes it and which tabs it has."""

    def __init__(
        self,
        context: Context,
        parts: Sequence[str],
        tabs: Sequence[tuple[str, SubjectTab]],
        back: Location,
        back_text: str,
    ) -> None:
        """``parts``: what a location calls the tabs. ``back`` is offered when the subject has left the library."""
        super().__init__(context)
        self._subject: int | None = None
        self._describing = Latest(context.jobs, browse.LOADING)
        self._places = {part: place for place, part in enumerate(parts)}
        self._parts = [tab for _, tab in tabs]
        self._stale_parts = set(self._parts)
        self.header = PageHeader("")
        self.tabs = Tabs()
        for title, tab in tabs:
            self.tabs.add(title, tab)
        self.tabs.chosen.connect(self._refresh_tab)
        self.gone = EmptyState(browse.GONE, "", back_text, lambda: context.go(back))
        there = QWidget()
        self.buttons = FlowLayout(gap=theme.S)
        column = QVBoxLayout(there)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(self.header)
        column.addLayout(self.buttons)
        column.addWidget(self.tabs, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(there)
        self._stack.addWidget(self.gone)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    @property
    def subject(self) -> int | None:
        """The library's id of what is shown."""
        return self._subject

    def describe(self, workspace: Workspace, subject: int) -> Described:
        """What it is; runs in a worker.

        Raises:
            NotFoundError: the subject has left the library.
        """
        raise NotImplementedError

    def open(self, location: Location) -> None:
        """Show another subject, and the tab that is named."""
        if location.subject != self._subject:
            self._subject = location.subject
            self._describing.drop()
            self.header.set_title("")
            self.header.set_facts("")
            for tab in self._parts:
                tab.forget()
        if location.part is not None and location.part in self._places:
            self.tabs.show_tab(self._places[location.part])
        super().open(location)

    def refresh(self) -> None:
        """Load the facts and the tab that is seen; the others when they are."""
        subject = self._subject
        if subject is None:
            return
        workspace = self.context.workspace
        self._describing.ask(lambda: self.describe(workspace, subject), self._show, self._fail)
        self._stack.setCurrentIndex(0)
        self._stale_parts = set(self._parts)
        self._refresh_tab()

    @Slot()
    def _refresh_tab(self) -> None:
        tab = self._parts[self.tabs.current]
        if (tab.steered or tab in self._stale_parts) and self._subject is not None:
            self._stale_parts.discard(tab)
            tab.refresh(self._subject)

    def _show(self, described: Described) -> None:
        self.header.set_title(described.title)
        self.header.set_facts(described.facts)

    def _fail(self, sentence: str) -> None:
        self.gone.say(browse.GONE, sentence)
        self._stack.setCurrentWidget(self.gone)


def say_no_model(pane: TablePane, context: Context) -> None:
    """Lead from a table that needs a model to the page that makes one."""
    pane.show_rows(NO_ROWS)
    go_train = partial(context.go, Location("train"))
    pane.show_nothing(browse.NO_MODEL, browse.NO_MODEL_TEXT, browse.TRAIN, go_train)
