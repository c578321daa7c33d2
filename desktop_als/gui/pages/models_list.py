"""The trained models, newest first, and which one is in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import common
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.widgets.basics import Card, button, hairline, label
from desktop_als.workspace import ModelInfo


class ModelsList(Card):
    """``use`` gets the name of the model that the person chose."""

    def __init__(self, use: Callable[[str], None]) -> None:
        super().__init__()
        self._use = use
        self.body.addWidget(label(words.MODELS, "section-title"))
        self._empty = label(words.NO_MODELS, "dim", wrap=True)
        self.body.addWidget(self._empty)
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, theme.S, 0)
        self._column.setSpacing(theme.S)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(scrolling(self._list), 1)
        self._shown: tuple[list[ModelInfo], str | None] = ([], None)

    def show_models(self, models: Sequence[ModelInfo], in_use: str | None) -> None:
        """Show these; nothing moves when they are the same as before."""
        if (list(models), in_use) == self._shown:
            return
        self._shown = list(models), in_use
        self._empty.setVisible(not models)
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, info in enumerate(models):
            if place:
                self._column.addWidget(hairline())
            self._column.addWidget(self._row(info, chosen=info.name == in_use))

    def _row(self, info: ModelInfo, *, chosen: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        said = QVBoxLayout()
        said.setSpacing(2)
        title, text = label(info.title, "strong"), label(words.model_settings(info), "dim")
        for line in (title, text):
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            line.setToolTip(words.model_settings(info))
            said.addWidget(line)
        row.addLayout(said, 1)
        if chosen:
            row.addWidget(label(words.IN_USE, "accent"))
        else:
            choose = button(words.USE, lambda: self._use(info.name))
            choose.setAccessibleName(f"{words.USE} {info.title}, {common.date(info.created_at)}")
            row.addWidget(choose)
        return holder
