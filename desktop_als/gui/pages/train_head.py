"""The head of the Train page: its title and facts, the presets, and the buttons that open the settings and begin or stop."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.messages import work
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import PageHeader, Segmented, button

DEFAULT_PRESET = "balanced"
TUNE = "tune"
TITLE_WIDTH = 240
"""Pixels at 100 % that the title and its facts have beside the controls; with less, they stand above them."""
IN_A_ROW, STACKED = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class TrainHead(QWidget):
    """Tells of another preset, whether the settings are to be seen, and when to begin or stop."""

    preset_chosen = Signal()
    settings_toggled = Signal(bool)
    pressed = Signal()

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__()
        self._theme = themes
        self._header = PageHeader(work.TRAIN)
        self._presets = Segmented(words.PRESETS, words.PRESET_NAME)
        self._presets.choose(DEFAULT_PRESET)
        self._presets.chosen.connect(self.preset_chosen)
        self._settings = button(words.ADVANCED, lambda: self.settings_toggled.emit(self._settings.isChecked()))
        self._settings.setCheckable(True)
        self._begin = button(work.TRAIN, self.pressed.emit, "primary")
        self._begin.setEnabled(False)
        self._lay_out()
        themes.changed.connect(self._arrange)

    @property
    def preset(self) -> str:
        """The key of the chosen preset."""
        return self._presets.key

    def set_facts(self, facts: str) -> None:
        """Change the line under the title."""
        self._header.set_facts(facts)

    def call_button(self, text: str, *, enabled: bool) -> None:
        """What the button that begins or stops says, and whether it can be pressed."""
        self._begin.setEnabled(enabled)
        if text != self._begin.text():
            self._begin.setText(text)
            self._begin.setAccessibleName(text)
            self._arrange()

    def enable_presets(self, *, enabled: bool) -> None:
        """Whether another preset can be chosen."""
        self._presets.setEnabled(enabled)

    def offer_settings(self, *, offered: bool, shown: bool) -> None:
        """Whether the settings can be looked at, and whether they are."""
        self._settings.setEnabled(offered)
        self._settings.setChecked(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row where there is room."""
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        controls = sum(part.sizeHint().width() + theme.M for part in (self._presets, self._settings, self._begin))
        beside = controls + self._theme.scaled(TITLE_WIDTH) <= self.width()
        self._row.setDirection(IN_A_ROW if beside else STACKED)
        self._controls.setDirection(IN_A_ROW if controls <= self.width() else STACKED)

    def _lay_out(self) -> None:
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        for control in (self._settings, self._begin):
            row.addWidget(control)
        self._controls = QBoxLayout(IN_A_ROW)
        self._controls.setSpacing(theme.S)
        for part in (self._presets, buttons):
            self._controls.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        self._row = QBoxLayout(IN_A_ROW, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.M)
        self._row.addWidget(self._header, 1)
        self._row.addLayout(self._controls)
        self._row.setAlignment(self._controls, Qt.AlignmentFlag.AlignBottom)
