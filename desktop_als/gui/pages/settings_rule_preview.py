"""What a rule would change: plays, and the recommendations that leave and arrive."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import settings as words
from desktop_als.gui.messages.common import DASH
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.elided import ElidedLink
from desktop_als.workspace import Recommendation, RulePreview


class Seen(NamedTuple):
    """What a rule would change for the listener of this name, and whether there is a model to recommend anything."""

    name: str
    preview: RulePreview
    has_model: bool


class RulePreviewView(QWidget):
    """A sentence, and two short lists whose names are links."""

    def __init__(self, go: Callable[[Location], None]) -> None:
        super().__init__()
        self._go = go
        self._said = label("", "", wrap=True)
        self._lists = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)
        self._column.addWidget(self._said)
        self._column.addWidget(self._lists)
        self.say("")

    def say(self, sentence: str) -> None:
        """Show a sentence and no lists."""
        self._said.setText(sentence)
        self._lists.hide()
        self.setVisible(bool(sentence))

    def show_preview(self, seen: Seen) -> None:
        """Show what changes."""
        found = seen.preview
        self.say(words.preview(seen.name, found, seen.has_model))
        if not (found.leaving or found.arriving):
            return
        self._column.removeWidget(self._lists)
        self._lists.deleteLater()
        self._lists = QWidget()
        grid = QGridLayout(self._lists)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.XL)
        grid.setVerticalSpacing(theme.XS)
        for place, (title, rows) in enumerate(((words.LEAVING, found.leaving), (words.ARRIVING, found.arriving))):
            grid.setColumnStretch(place, 1)
            grid.addWidget(label(title, "strong", wrap=True), 0, place)
            self._fill(grid, place, rows)
        self._column.addWidget(self._lists)

    def _fill(self, grid: QGridLayout, place: int, rows: tuple[Recommendation, ...]) -> None:
        for line, row in enumerate(rows[: words.LISTS_SHOWN], start=1):
            where = Location("artist", row.artist_id)
            grid.addWidget(ElidedLink(row.artist, lambda where=where: self._go(where)), line, place)  # type: ignore[misc]
        if len(rows) > words.LISTS_SHOWN:
            more = label(words.and_more(len(rows) - words.LISTS_SHOWN), "dim")
            grid.addWidget(more, words.LISTS_SHOWN + 1, place, Qt.AlignmentFlag.AlignTop)
        elif not rows:
            grid.addWidget(label(DASH, "dim"), 1, place, Qt.AlignmentFlag.AlignTop)
