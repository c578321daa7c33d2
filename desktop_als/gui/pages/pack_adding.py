"""The card that adds a pack: first a look at what it holds, then the decision."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import communities as words
from desktop_als.gui.pages.deciding import stepped
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import Card, button, hairline, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.looking import LookingLine
from desktop_als.workspace import ModelInfo, PackInfo


class AddPackCard(Card):
    """Nothing is changed before :meth:`add`."""

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=theme.M)
        self._context = context
        self._looked_at: Path | None = None
        self._looking = LookingLine(context.jobs, words.LOOKING)
        self._adding = LookingLine(context.jobs, words.ADDING)
        self._choose = button(words.CHOOSE_PACK, self._choose_file)
        self._failure = label("", "warn", wrap=True)
        self._failure.hide()
        choices = QWidget()
        FlowLayout(choices).addWidget(self._choose)
        title, text = label(words.ADD_TITLE, "section-title", wrap=True), label(words.ADD_TEXT, "dim", wrap=True)
        for part in (title, text, choices, self._looking, self._adding, self._failure, self._make_found()):
            self.body.addWidget(part)

    def _make_found(self) -> QWidget:
        self._found = Card(padding=0)
        self._found.setFrameShape(Card.Shape.NoFrame)
        self._title = ElidedLabel("", "strong")
        self._coverage = label("", "accent", wrap=True)
        self._facts = label("", wrap=True)
        decision = QWidget()
        row = FlowLayout(decision, theme.S)
        row.addWidget(button(words.USE_PACK, self.add, "primary"))
        row.addWidget(button(words.NOT_NOW, self._forget))
        for part in (hairline(), self._title, self._coverage, self._facts, decision):
            self._found.body.addWidget(part)
        self._found.hide()
        return self._found

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, words.LOOK_PACK, "", f"{words.PACK_FILTER};;{words.ANY_FILE}")
        if chosen:
            self.look(Path(chosen))

    def look(self, path: Path) -> None:
        """Show what a file holds."""
        packs = self._context.workspace.packs
        self._forget()
        self._looking.look(
            lambda _cancel, _progress: packs.look(path),
            lambda info: self._show(info, path),
            self._fail,
            self._forget,
        )

    def _show(self, info: PackInfo, path: Path) -> None:
        self._looked_at = path
        self._title.set_text(info.title)
        self._coverage.setText(info.coverage.sentence if info.coverage else "")
        self._facts.setText(words.pack_facts(info))
        self._found.show()

    def add(self) -> None:
        """Use the pack that is looked at."""
        path, workspace = self._looked_at, self._context.workspace
        if path is None:
            return
        self._forget()
        self._adding.look(
            lambda cancel, progress: stepped(
                workspace, lambda: workspace.packs.add(path, cancel=cancel, progress=progress)
            ),
            self._tell,
            self._fail,
            lambda: self._fail(words.STOPPED),
        )

    def _tell(self, outcome: tuple[ModelInfo, int | None]) -> None:
        info, step = outcome
        self._context.tell(words.pack_added(info.title), step)
        self._context.changed()

    def _fail(self, sentence: str) -> None:
        self._failure.setText(sentence)
        self._failure.show()

    def _forget(self) -> None:
        self._looked_at = None
        self._found.hide()
        self._failure.hide()
