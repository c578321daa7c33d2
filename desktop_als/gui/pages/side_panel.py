"""Beside the list: why the chosen artist is in it, and what steers it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.steering_panel import SteeringPanel
from desktop_als.gui.widgets.basics import Segmented
from desktop_als.gui.widgets.reasons import ReasonsCard

HEIGHT = 220
WHY, STEER = "why", "steer"


class SidePanel(QWidget):
    """Two cards, one of them seen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self.reasons = ReasonsCard(context.theme, context.go)
        self.steering = SteeringPanel(context)
        self.tabs = Segmented(((WHY, words.WHY), (STEER, words.STEER)), words.SIDE)
        self._stack = QStackedWidget()
        self._areas: dict[str, QWidget] = {WHY: scrolling(self.reasons), STEER: self.steering}
        for area in self._areas.values():
            self._stack.addWidget(area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._show)

    def sizeHint(self) -> QSize:
        """Enough to see that there is more."""
        return QSize(self.reasons.minimumWidth(), self._theme.scaled(HEIGHT))

    @property
    def steers(self) -> bool:
        """True while the controls are seen."""
        return self.tabs.key == STEER

    def show_tab(self, key: str) -> None:
        """Bring a card to the front."""
        self.tabs.choose(key)
        self._show(key)

    @Slot(str)
    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._areas[key])
