"""How a radio goes on: variety, adventure, and to whom everything must be new."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop_als.errors import NotFoundError
from desktop_als.gui import theme
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.listener_choice import Choice, ListenerChoice, people_or_members
from desktop_als.workspace import RadioOptions, Workspace

STEPS = 20
SLIDER_WIDTH = 120


class OptionsBar(QWidget):
    """``changed`` tells the options at every move."""

    changed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._options = RadioOptions()
        self.variety = Scale(context.theme, words.VARIETY, words.ALIKE, words.VARIED, words.VARIETY_HINT)
        self.adventure = Scale(context.theme, words.ADVENTURE, words.FAMILIAR, words.ADVENTUROUS, words.ADVENTURE_HINT)
        self.only_new = QCheckBox(words.ONLY_NEW)
        self.whose = ListenerChoice(context.jobs, words.WHOSE, self._who)
        new = QWidget()
        row = QHBoxLayout(new)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.only_new)
        row.addWidget(self.whose)
        flow = FlowLayout(gap=theme.XL)
        for part in (self.variety, self.adventure, new):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(flow)
        self.variety.moved.connect(lambda share: self._tell(replace(self._options, variety=share)))
        self.adventure.moved.connect(lambda share: self._tell(replace(self._options, adventure=share)))
        self.only_new.clicked.connect(self._tell_new)
        self.whose.activated.connect(lambda _: self._tell_new() if self.only_new.isChecked() else None)
        self.whose.filled.connect(self._place)

    def refresh(self, options: RadioOptions) -> None:
        """Show these options, and ask who there is."""
        self._options = options
        self.variety.show_share(options.variety)
        self.adventure.show_share(options.adventure)
        self.only_new.setChecked(options.only_new)
        self.whose.refresh(self._context.workspace)

    @Slot()
    def _tell_new(self) -> None:
        new = self.only_new.isChecked()
        self._tell(replace(self._options, only_new=new, whose=self.whose.listener if new else None))

    def _tell(self, options: RadioOptions) -> None:
        self._options = options
        self.changed.emit(options)

    def _who(self, workspace: Workspace) -> list[Choice]:
        """Those whom the library is about, and the listener at hand or of the options if it is another."""
        choices = people_or_members(workspace)
        for other in {self._options.whose, self._context.whose.id} - {number for number, _ in choices}:
            if other is not None:
                with contextlib.suppress(NotFoundError):
                    choices.insert(0, (other, workspace.listener(other).name))
        return choices

    @Slot()
    def _place(self) -> None:
        """Propose the listener at hand, until another was chosen."""
        wanted = self._options.whose if self._options.only_new else self._context.whose.id
        place = self.whose.findData(wanted)
        if place >= 0:
            self.whose.setCurrentIndex(place)
        self.only_new.setEnabled(self.whose.listener is not None)


class Scale(QWidget):
    """A slider between two words; ``moved`` tells the share, 0 to 1, when a person moves it."""

    moved = Signal(float)

    def __init__(self, themes: ThemeSource, name: str, low: str, high: str, hint: str) -> None:
        super().__init__()
        self._theme = themes
        self.setToolTip(hint)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 5)
        self.slider.setAccessibleName(name)
        self.slider.setAccessibleDescription(hint)
        self.slider.valueChanged.connect(lambda value: self.moved.emit(value / STEPS))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        for part in (label(name, "strong"), label(low, "dim"), self.slider, label(high, "dim")):
            row.addWidget(part)
        themes.changed.connect(self._dress)
        self._dress()

    def show_share(self, share: float) -> None:
        """Show a share without telling."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * STEPS))
        self.slider.blockSignals(False)

    @Slot()
    def _dress(self) -> None:
        self.slider.setFixedWidth(self._theme.scaled(SLIDER_WIDTH))
