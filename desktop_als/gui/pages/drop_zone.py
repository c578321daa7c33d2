"""Where files are dropped, with buttons for those who would rather choose. The window itself takes the drop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.choosing import choose_files, choose_folder
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel

FULL_HEIGHT = 168


class DropZone(QFrame):
    """``take`` gets what was chosen. The small one is a line for a page that shows something else."""

    def __init__(self, take: Callable[[list[Path]], None], *, small: bool = False) -> None:
        super().__init__()
        self._take = take
        role(self, "drop-zone")
        title = label(words.DROP_MORE_TITLE if small else words.DROP_TITLE, "strong" if small else "section-title")
        files = button(words.CHOOSE_FILES, lambda: self._choose(choose_files), "secondary" if small else "primary")
        folder = button(words.CHOOSE_A_FOLDER, lambda: self._choose(choose_folder))
        self.setAccessibleName(title.text())
        if small:
            row = QHBoxLayout(self)
            row.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
            row.setSpacing(theme.M)
            row.addWidget(title)
            row.addWidget(ElidedLabel(words.DROP_TEXT, "dim"), 1)
            row.addWidget(files)
            row.addWidget(folder)
            return
        self.setMinimumHeight(FULL_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        column.setSpacing(theme.S)
        column.addStretch(1)
        for line in (title, label(words.DROP_TEXT, "dim")):
            line.setWordWrap(True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addSpacing(theme.S)
        column.addWidget(_side_by_side(files, folder), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def _choose(self, ask: Callable[[QWidget], list[Path]]) -> None:
        if chosen := ask(self):
            self._take(chosen)


def _side_by_side(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    for widget in widgets:
        row.addWidget(widget)
    return holder
