"""The line under the list: how many artists it leaves out, why, and the way to see them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout


class Foot(QWidget):
    """``asked`` tells that a person wants to see them."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel("", "dim")
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._link = button(words.SHOW_HIDDEN, self.asked.emit, "link")
        self._link.setAccessibleName(words.HIDDEN)
        row = FlowLayout(self, theme.S)
        row.addWidget(self._text)
        row.addWidget(self._link)
        self.clear()

    def say(self, text: str) -> None:
        """Say what is hidden, or nothing."""
        self._text.set_text(text)
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Nothing is hidden."""
        self.say("")

    def offer(self, offered: bool) -> None:
        """Offer to show them, while they are not shown already."""
        self._link.setVisible(offered)
