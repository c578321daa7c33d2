"""Names: one artist spelled in several ways, two under one name, and what was decided about them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.merged_names import MergedTab
from desktop_als.gui.pages.name_proposals import ProposalsTab
from desktop_als.gui.pages.names_by_hand import ByHandTab
from desktop_als.gui.pages.namesakes import NamesakesTab
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.widgets.basics import PageHeader, Tabs

PLACES = {part: place for place, part in enumerate(words.TABS)}


class NamesPage(Page):
    """Each tab looks when it is seen and something has changed. A subject is the artist of whom a spelling is to be told."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.proposals = ProposalsTab(context)
        self.namesakes = NamesakesTab(context)
        self.merged = MergedTab(context)
        self.by_hand = ByHandTab(context)
        self._parts = (self.proposals, self.namesakes, self.merged, self.by_hand)
        self._stale_parts = set(self._parts)
        self._asking = Latest(context.jobs, words.NAMES)
        self.tabs = Tabs()
        for title, part in zip(words.TABS.values(), self._parts, strict=True):
            self.tabs.add(title, part)
        self.tabs.chosen.connect(self._refresh_tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(PageHeader(words.NAMES, words.FACTS))
        column.addWidget(self.tabs, 1)

    def open(self, location: Location) -> None:
        """Show a tab, or ask for a spelling of an artist. What was found is looked for anew only after a change."""
        subject, workspace = location.subject, self.context.workspace
        self._asking.drop()
        self.tabs.show_tab(PLACES["by-hand"] if subject is not None else PLACES.get(location.part or "", 0))
        if subject is not None:
            self._asking.ask(lambda: workspace.artist(subject).name, self.by_hand.begin, self.context.tell_failure)

    def refresh(self) -> None:
        """Look anew on the tab that is seen, on the others when they are."""
        self._stale_parts = set(self._parts)
        self._refresh_tab()

    @Slot()
    def _refresh_tab(self) -> None:
        part = self._parts[self.tabs.current]
        if part in self._stale_parts:
            self._stale_parts.discard(part)
            part.refresh()
