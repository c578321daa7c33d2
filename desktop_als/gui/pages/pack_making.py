"""The card that makes a pack of the model in use."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.workspace import ModelInfo, PackInfo

LONGEST_TITLE = 100


class MakePackCard(Card):
    """Tells what a pack holds before one is made."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=theme.M)
        self._context = context
        self._asking = Latest(context.jobs, words.MAKE_TITLE)
        self._line = LookingLine(context.jobs, words.MAKING)
        self._model = label("", wrap=True)
        self.title = QLineEdit()
        self.title.setPlaceholderText(words.PACK_NAME)
        self.title.setAccessibleName(words.PACK_NAME)
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.textChanged.connect(self._offer)
        self.save = button(words.MAKE_PACK, self._choose_file)
        self._said = label("", wrap=True)
        self._has_model = False
        controls = QWidget()
        row = FlowLayout(controls, theme.S)
        row.addWidget(self.title)
        row.addWidget(self.save)
        parts = (
            label(words.MAKE_TITLE, "section-title", wrap=True),
            label(words.MAKE_TEXT, "dim", wrap=True),
            self._model,
            controls,
            self._line,
            self._said,
        )
        for part in parts:
            self.body.addWidget(part)
        self._said.hide()
        context.theme.changed.connect(self._dress)
        self._dress()

    def refresh(self) -> None:
        """Ask which model is in use."""
        self._asking.ask(self._context.workspace.model_info, self._show, self._say)

    def _show(self, info: ModelInfo | None) -> None:
        self._has_model = info is not None
        self._model.setText(words.NO_MODEL if info is None else words.model(info))
        if info is not None and not self.title.text():
            self.title.setText(info.title)
        self._offer()

    def _offer(self) -> None:
        self.title.setEnabled(self._has_model)
        self.save.setEnabled(self._has_model and bool(self.title.text().strip()) and not self._line.looking)

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.SAVE_PACK, str(Path.home() / f"pack{words.PACK_SUFFIX}"), words.PACK_FILTER
        )
        if chosen:
            self.make(Path(chosen))

    def make(self, path: Path) -> None:
        """Write a pack to a file."""
        packs, title = self._context.workspace.packs, self.title.text()
        self._said.hide()
        self._line.look(
            lambda cancel, progress: packs.make(path, title, cancel=cancel, progress=progress),
            lambda info: self._tell(info, path),
            self._say,
            lambda: self._say(words.STOPPED),
        )
        self._offer()

    def _tell(self, info: PackInfo, path: Path) -> None:
        self._say(words.pack_made(info, path.name))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.show()
        self._offer()

    def _dress(self) -> None:
        self.title.setFixedWidth(self._context.theme.scaled(280))
