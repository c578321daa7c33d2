"""The artists that are not to be on a taste card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.artist_box import ArtistBox
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.flow import FlowLayout


class LeftOut(QWidget):
    """A box to leave an artist out, and a button for each that is: a click puts it back."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self.box = ArtistBox(context.jobs, context.workspace.search, words.LEAVE_OUT_BOX)
        self.box.box.returnPressed.connect(self._add)
        self._chosen = QWidget()
        self._flow = FlowLayout(self._chosen, theme.S)
        line = QHBoxLayout()
        line.setSpacing(theme.S)
        line.addWidget(self.box, 1)
        line.addWidget(button(words.LEAVE_IT_OUT, self._add), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(line)
        column.addWidget(self._chosen)

    def _add(self) -> None:
        name = self.box.name
        self.box.take("")
        if name and name not in self.names:
            self._take((*self.names, name))

    def _remove(self, name: str) -> None:
        self._take(tuple(other for other in self.names if other != name))

    def _take(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._flow.clear()
        for name in names:
            made = button(f"{name}  ×", lambda name=name: self._remove(name), hint=words.BACK_IN_HINT)  # type: ignore[misc]
            made.setAccessibleName(name)
            made.setAccessibleDescription(words.BACK_IN_HINT)
            self._flow.addWidget(made)
        self.changed.emit()
