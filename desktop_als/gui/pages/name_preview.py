"""What a merge of names would change for a listener who can be chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import names as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.widgets.basics import label
from desktop_als.gui.widgets.listener_choice import ListenerChoice, people_or_members
from desktop_als.workspace import NamePreview

Question = Callable[[int], NamePreview]


class NamePreviewView(QWidget):
    """Asks the query lane, anew for every listener; ``say`` is shown while there is nothing to ask."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._workspace = context.workspace
        self._asking = Latest(context.jobs, words.COMPARING)
        self._question: Question | None = None
        self._whose = ListenerChoice(context.jobs, words.FOR_WHOM_NAME, people_or_members)
        self._whose.picked.connect(self._ask)
        self._said = label("", "dim", wrap=True)
        who = QHBoxLayout()
        who.setSpacing(theme.S)
        who.addWidget(label(words.FOR_WHOM, "strong"))
        who.addWidget(self._whose)
        who.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(who)
        column.addWidget(self._said)
        column.addStretch(1)

    def refresh(self) -> None:
        """Ask anew who there is, and what would change for them."""
        self._whose.refresh(self._workspace)

    def compare(self, question: Question) -> None:
        """Show what ``question``, which runs in a worker, tells of a listener."""
        self._question = question
        self._said.setText(words.COMPARING)
        if self._whose.is_filled:
            self._ask(self._whose.listener)

    def say(self, sentence: str) -> None:
        """Ask nothing."""
        self._question = None
        self._asking.drop()
        self._said.setText(sentence)

    @Slot(object)
    def _ask(self, listener: int | None) -> None:
        question, workspace = self._question, self._workspace
        if question is None:
            return
        if listener is None:
            self._said.setText(words.NOBODY)
            return
        self._asking.ask(
            lambda: words.preview(question(listener), has_model=workspace.model_info() is not None),
            self._said.setText,
            self._said.setText,
        )
