"""Communities: those in the library, data sets to be had, packs without people, and taste cards."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.community_list import CommunitiesTab
from desktop_als.gui.pages.community_offers import OffersTab
from desktop_als.gui.pages.packs import PacksTab
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.taste_cards import TasteCardsTab
from desktop_als.gui.widgets.basics import PageHeader, Tabs

PLACES = {part: place for place, part in enumerate(words.TABS)}


class CommunitiesPage(Page):
    """Each tab loads when it is seen and something has changed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.library = CommunitiesTab(context, self._show_offers)
        self.offers = OffersTab(context)
        self.packs = PacksTab(context)
        self.cards = TasteCardsTab(context)
        self._parts = (self.library, self.offers, self.packs, self.cards)
        self._stale_parts = set(self._parts)
        self.tabs = Tabs()
        seen = (self.library, self.offers, scrolling(self.packs), scrolling(self.cards))
        for title, widget in zip(words.TABS.values(), seen, strict=True):
            self.tabs.add(title, widget)
        self.tabs.chosen.connect(self._refresh_tab)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(PageHeader(words.COMMUNITIES, words.FACTS))
        column.addWidget(self.tabs, 1)

    def open(self, location: Location) -> None:
        """Show the tab that is asked for."""
        if location.part in PLACES:
            self.tabs.show_tab(PLACES[location.part])
        super().open(location)

    def refresh(self) -> None:
        """Load the tab that is seen; the others when they are."""
        self._stale_parts = set(self._parts)
        self._refresh_tab()

    def _show_offers(self) -> None:
        self.tabs.show_tab(PLACES["add"])

    @Slot()
    def _refresh_tab(self) -> None:
        part = self._parts[self.tabs.current]
        if part in self._stale_parts:
            self._stale_parts.discard(part)
            part.refresh()
