"""The Settings page: its sections as tabs, each loaded when it is seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import settings as words
from desktop_als.gui.messages.sections import SECTIONS
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.settings_backup import BackupSection
from desktop_als.gui.pages.settings_counting import CountingSection
from desktop_als.gui.pages.settings_rules import RulesSection
from desktop_als.gui.pages.settings_section import Section
from desktop_als.gui.pages.settings_services import ServicesSection
from desktop_als.gui.pages.settings_steps import StepsSection
from desktop_als.gui.widgets.basics import PageHeader, Tabs

MAKERS: dict[str, Callable[[Context], Section]] = {
    "counting": CountingSection,
    "rules": RulesSection,
    "services": ServicesSection,
    "backup": BackupSection,
    "steps": StepsSection,
}


class SettingsPage(Page):
    """A location's ``part`` is one of the sections; without one it is the section that was seen last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sections: dict[str, Section] = {}
        self._stale_sections = set(MAKERS)
        self._places: dict[str, QVBoxLayout] = {}
        self.tabs = Tabs()
        for part in MAKERS:
            place = QWidget()
            self._places[part] = QVBoxLayout(place)
            self._places[part].setContentsMargins(0, 0, 0, 0)
            self.tabs.add(SECTIONS[part], place)
        self.tabs.chosen.connect(self._refresh_section)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(PageHeader(words.SETTINGS, words.FACTS))
        column.addWidget(self.tabs, 1)

    def section(self, part: str) -> Section:
        """A section, built when it is first asked for: all of them at once would take longer than a click may."""
        if part not in self._sections:
            self._sections[part] = made = MAKERS[part](self.context)
            self._places[part].addWidget(made)
        return self._sections[part]

    def open(self, location: Location) -> None:
        """Turn to a section."""
        if location.part in MAKERS:
            self.tabs.show_tab(list(MAKERS).index(location.part))
        super().open(location)

    def refresh(self) -> None:
        """Load the section that is seen; the others when they are."""
        self._stale_sections = set(MAKERS)
        self._refresh_section()

    @Slot()
    def _refresh_section(self) -> None:
        part = list(MAKERS)[self.tabs.current]
        if part in self._stale_sections:
            self._stale_sections.discard(part)
            self.section(part).refresh()
