"""How a radio goes on: variety, adventure, and to whom everything must be new."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.errors import NotFoundError
from desktop_als.gui import theme
from desktop_als.gui.messages import radio as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.listener_choice import Choice, ListenerChoice, people_or_members
from desktop_als.gui.widgets.slider import Stops, evenly
from desktop_als.workspace import RadioOptions, Workspace

PARTS = 20
SLIDER_WIDTH = 100
"""At any size of the text: at large text the words around a slider need the room more."""


class OptionsBar(QWidget):
    """``changed`` tells the options at every move."""

    changed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._options = RadioOptions()
        self.variety = Stops(words.VARIETY, evenly(PARTS, 1.0, words.percent), self._options.variety)
        self.adventure = Stops(words.ADVENTURE, evenly(PARTS, 1.0, words.percent), self._options.adventure)
        self.only_new = QCheckBox(words.ONLY_NEW)
        self.only_new.setToolTip(words.ONLY_NEW_HINT)
        self.whose = ListenerChoice(context.jobs, words.WHOSE, self._who)
        new = QWidget()
        row = QHBoxLayout(new)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.only_new)
        row.addWidget(self.whose)
        flow = FlowLayout(gap=theme.XL)
        flow.addWidget(_between(words.VARIETY, words.ALIKE, self.variety, words.VARIED, words.VARIETY_HINT))
        flow.addWidget(
            _between(words.ADVENTURE, words.FAMILIAR, self.adventure, words.ADVENTUROUS, words.ADVENTURE_HINT)
        )
        flow.addWidget(new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(flow)
        self.variety.moved.connect(self._tell)
        self.adventure.moved.connect(self._tell)
        self.only_new.clicked.connect(self._tell)
        self.whose.activated.connect(self._pick)
        self.whose.filled.connect(self._place)

    def refresh(self, options: RadioOptions) -> None:
        """Show these options, and ask who there is."""
        self._options = options
        self.variety.choose(options.variety)
        self.adventure.choose(options.adventure)
        self.only_new.setChecked(options.only_new)
        self.whose.refresh(self._context.workspace)

    @Slot()
    def _tell(self) -> None:
        new = self.only_new.isChecked()
        whose = self.whose.listener if new else self._options.whose
        self._options = RadioOptions(self.variety.chosen or 0.0, self.adventure.chosen or 0.0, new, whose)
        self.changed.emit(self._options)

    @Slot()
    def _pick(self) -> None:
        self._options = replace(self._options, whose=self.whose.listener)
        self._tell()

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
        """Show for whom it is; while that is nobody, propose the listener at hand."""
        whose = self._options.whose
        place = self.whose.findData(self._context.whose.id if whose is None else whose)
        if place >= 0:
            self.whose.setCurrentIndex(place)
        self.only_new.setEnabled(self.whose.listener is not None)


def _between(name: str, low: str, slider: Stops, high: str, hint: str) -> QWidget:
    """A slider, what it is called, and what its ends mean."""
    holder = QWidget()
    holder.setToolTip(hint)
    slider.setFixedWidth(SLIDER_WIDTH)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    for part in (label(name, "strong"), label(low, "dim"), slider, label(high, "dim")):
        row.addWidget(part)
    return holder
