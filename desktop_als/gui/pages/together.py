"""Two listeners and more: how much their tastes agree, what one borrows from the other, what to play for all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.errors import NotFoundError
from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import together as words
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.together_blend import BlendTab
from desktop_als.gui.pages.together_borrow import BorrowTab
from desktop_als.gui.pages.together_match import MatchTab
from desktop_als.gui.pages.together_people import Person, choices, people_bar
from desktop_als.gui.pages.together_tab import TogetherTab
from desktop_als.gui.widgets.basics import EmptyState, PageHeader, Tabs
from desktop_als.gui.widgets.listener_choice import own_listeners
from desktop_als.workspace import Workspace

BLEND = 2
"""The place of the tab that is for any number of listeners."""

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Company:
    """Who is compared (those who left the library are missing), who could be, and whether there is a model to ask."""

    people: tuple[Person, ...]
    offers: tuple[Person, ...]
    has_model: bool


class TogetherPage(Page):
    """Keeps who is compared as long as the window lives; a location that names a listener begins anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ids: list[int] = []
        self._came_by: Location | None = None
        self._people: tuple[Person, ...] = ()
        self._naming = Latest(context.jobs, words.LOADING)
        self.bar = people_bar(context)
        self.match, self.borrow, self.blend = MatchTab(context), BorrowTab(context), BlendTab(context)
        self._parts: tuple[TogetherTab, ...] = (self.match, self.borrow, self.blend)
        self._stale_parts: set[TogetherTab] = set()
        self.tabs = Tabs()
        for name, part in zip((words.MATCH_TAB, words.BORROW_TAB, words.BLEND_TAB), self._parts, strict=True):
            self.tabs.add(name, part)
        self._empty: EmptyState | None = None
        self._views = QStackedWidget()
        for view in (QWidget(), self.tabs):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.L)
        column.setSpacing(theme.M)
        column.addWidget(PageHeader(words.TOGETHER, words.FACTS))
        column.addWidget(self.bar)
        column.addWidget(self._views, 1)
        self.bar.added.connect(self._add)
        self.bar.removed.connect(self._remove)
        self.tabs.chosen.connect(self._refresh_tab)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who is compared, in the order in which they were chosen."""
        return self._people

    @property
    def empty(self) -> EmptyState | None:
        """What is said in place of the tabs, if so."""
        return self._empty if self._views.currentWidget() is self._empty else None

    def open(self, location: Location) -> None:
        """Begin with the listeners that a location names, unless it is how one came here, or names one who is compared."""
        named = named_by(location)
        if named and location != self._came_by:
            self._came_by = location
            if len(named) > 1 or named[0] not in self._ids:
                self._ids = named
        super().open(location)

    def refresh(self) -> None:
        """Ask who they are, then what is seen of them."""
        workspace, ids, whose = self.context.workspace, tuple(self._ids), self.context.whose.id
        self._naming.ask(lambda: company(workspace, ids, whose), self._show, self.context.tell_failure)

    @Slot(object)
    def _add(self, who: int) -> None:
        if who not in self._ids:
            self._ids.append(who)
            self.refresh()

    @Slot(object)
    def _remove(self, who: int) -> None:
        self._ids = [one for one in self._ids if one != who]
        self.refresh()

    def _show(self, found: Company) -> None:
        changed = found.people != self._people
        self._people, self._ids = found.people, [who for who, _ in found.people]
        self.bar.show_chosen(choices(found.people))
        self.bar.offer(words.SUGGESTED, choices(found.offers))
        if changed:
            for part in self._parts:
                part.forget()
        if not self._say_what_is_missing(found):
            self._views.setCurrentWidget(self.tabs)
            self._stale_parts = set(self._parts)
            self._offer_tabs(len(found.people))
            self._refresh_tab()

    def _offer_tabs(self, people: int) -> None:
        if people > 2:
            self.tabs.show_tab(BLEND)
        for place in range(BLEND):
            self.tabs.offer(place, people == 2)

    @Slot()
    def _refresh_tab(self) -> None:
        part = self._parts[self.tabs.current]
        if part in self._stale_parts and len(self._people) > 1:
            self._stale_parts.discard(part)
            part.refresh(self._people)

    def _say_what_is_missing(self, found: Company) -> bool:
        go = self.context.go
        if len(found.people) + len(found.offers) < 2:
            empty = EmptyState(words.ALONE, words.ALONE_TEXT, words.IMPORT, lambda: go(Location("import")))
        elif not found.has_model:
            empty = EmptyState(browse.NO_MODEL, words.NO_MODEL_TEXT, browse.TRAIN, lambda: go(Location("train")))
        elif len(found.people) < 2:
            empty = EmptyState(words.ONE_MORE if found.people else words.NOBODY, words.ONE_MORE_TEXT)
        else:
            return False
        if self._empty is not None:
            self._views.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = empty
        self._views.addWidget(empty)
        self._views.setCurrentWidget(empty)
        return True


def named_by(location: Location) -> list[int]:
    """The listeners that a location names, none, one or two."""
    if location.subject is None:
        return []
    other = location.part or ""
    return [location.subject, *([int(other)] if other.isdecimal() and int(other) != location.subject else [])]


def company(workspace: Workspace, ids: Sequence[int], whose: int | None) -> Company:
    """Who is compared; of nobody, the listener at hand is proposed, or the only two people there are. Runs in a worker."""
    own = own_listeners(workspace)
    if not ids:
        ids = [who for who, _ in own] if len(own) == 2 else [] if whose is None else [whose]
    people = _named(workspace, ids)
    has_model = workspace.model_info() is not None
    offers = [one for one in own if one not in people]
    if len(people) + len(offers) < 2:
        offers += [one for one in _members(workspace, people, has_model=has_model) if one not in (*people, *offers)]
    return Company(tuple(people), tuple(offers[:OFFERED]), has_model)


def _named(workspace: Workspace, ids: Sequence[int]) -> list[Person]:
    """Without those who left the library."""
    people = []
    for who in ids:
        with suppress(NotFoundError):
            people.append((who, workspace.listener(who).name))
    return people


def _members(workspace: Workspace, people: Sequence[Person], *, has_model: bool) -> list[Person]:
    """Of communities: who is most like the only listener there is, or who plays most."""
    if people and has_model:
        alike = workspace.together.similar_listeners(people[0][0], OFFERED).rows
        if alike:
            return _named(workspace, [row.listener_id for row in alike])
    table = workspace.listeners()
    most = (-table.plays - table.ratings).argsort(kind="stable")[: OFFERED + len(people)]
    return [(int(table.ids[place]), str(table.names[place])) for place in most.tolist()]
