"""The notice of a training that was cut off, by a crash or by the power."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.workspace import Interrupted


class CutOffNotice(Card):
    """Seen only when there is such a training."""

    def __init__(self, go_on: Callable[[], None], discard: Callable[[], None]) -> None:
        super().__init__()
        self._title = label("", "strong", wrap=True)
        self._text = label("", "dim", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(theme.XS)
        said.addWidget(self._title)
        said.addWidget(self._text)
        self._go_on = button(words.GO_ON, go_on, "primary")
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addLayout(said, 1)
        row.addWidget(button(words.DISCARD, discard))
        row.addWidget(self._go_on)
        self.body.addLayout(row)
        self.hide()

    def tell(self, training: Interrupted | None) -> None:
        """Say what was cut off, or nothing."""
        self.setVisible(training is not None)
        if training is not None:
            self._title.setText(words.cut_off(training))
            self._text.setText(words.going_on(training))
            self._go_on.setVisible(not training.library_changed)
