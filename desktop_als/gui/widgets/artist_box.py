"""A box for the name of an artist, with links beneath it to those of the library that are meant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.latest import Latest
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import SearchHit

LONG_NAME = 40


class ArtistBox(QWidget):
    """``edited`` tells of every letter; ``settled`` that a link was chosen, or that the typing ended."""

    edited = Signal()
    settled = Signal()

    def __init__(self, jobs: Jobs, search: Callable[[str], list[SearchHit]], name: str) -> None:
        """``name`` stands in the empty box, and is read to those who do not see."""
        super().__init__()
        self._search = search
        self._asking = Latest(jobs, name)
        self.box = QLineEdit()
        self.box.setPlaceholderText(name)
        self.box.setAccessibleName(name)
        self.box.textEdited.connect(self._propose)
        self.box.editingFinished.connect(self.settled)
        self._links = QWidget()
        self._flow = FlowLayout(self._links, theme.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.box)
        column.addWidget(self._links)
        column.addStretch(1)
        self.setFocusProxy(self.box)

    @property
    def name(self) -> str:
        """What was typed."""
        return self.box.text().strip()

    def take(self, name: str) -> None:
        """Fill in a name, which needs no proposals."""
        self._asking.drop()
        self._flow.clear()
        self.box.setText(name)

    @Slot(str)
    def _propose(self, text: str) -> None:
        self.edited.emit()
        if text.strip():
            self._asking.ask(lambda: _artists(self._search(text)), self._show)
        else:
            self.take("")

    def _show(self, names: list[str]) -> None:
        self._flow.clear()
        for name in names:
            if name != self.name:
                short = name if len(name) <= LONG_NAME else f"{name[:LONG_NAME]}…"
                link = button(short, lambda name=name: self._choose(name), "link")  # type: ignore[misc]
                link.setAccessibleName(name)
                self._flow.addWidget(link)

    def _choose(self, name: str) -> None:
        self.take(name)
        self.box.setFocus()
        self.settled.emit()


def _artists(hits: list[SearchHit]) -> list[str]:
    return [hit.name for hit in hits if hit.kind == "artist"]
