"""The Settings page: its sections as tabs, each loaded when it is seen."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

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


class SettingsPage(Page):
    """A location's ``part`` is one of the sections; without one it is the section that was seen last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counting = CountingSection(context)
        self.rules = RulesSection(context)
        self.services = ServicesSection(context)
        self.backup = BackupSection(context)
        self.steps = StepsSection(context)
        self._sections: dict[str, Section] = {
            "counting": self.counting,
            "rules": self.rules,
            "services": self.services,
            "backup": self.backup,
            "steps": self.steps,
        }
        self._stale_sections = set(self._sections.values())
        self.tabs = Tabs()
        for part, section in self._sections.items():
            self.tabs.add(SECTIONS[part], section)
        self.tabs.chosen.connect(self._refresh_section)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(PageHeader(words.SETTINGS, words.FACTS))
        column.addWidget(self.tabs, 1)

    def open(self, location: Location) -> None:
        """Turn to a section."""
        if location.part in self._sections:
            self.tabs.show_tab(list(self._sections).index(location.part))
        super().open(location)

    def refresh(self) -> None:
        """Load the section that is seen; the others when they are."""
        self._stale_sections = set(self._sections.values())
        self._refresh_section()

    @Slot()
    def _refresh_section(self) -> None:
        section = list(self._sections.values())[self.tabs.current]
        if section in self._stale_sections:
            self._stale_sections.discard(section)
            section.refresh()
