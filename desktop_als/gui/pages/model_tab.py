"""A tab that is one table of what the model in use answers, with the sentence that may come with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import browse
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.subject import SubjectTab, say_no_model
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.model import NO_ROWS
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows
from desktop_als.gui.widgets.basics import label
from desktop_als.workspace import Workspace

Answer = tuple[Rows, str | None]
"""Rows, and what is to be said of them."""


class ModelTab(SubjectTab):
    """Leads to training while there is no model."""

    def __init__(
        self,
        context: Context,
        name: str,
        columns: Sequence[Column],
        load: Callable[[Workspace, int], Answer],
        nothing: str,
    ) -> None:
        """``load`` runs in a worker; ``nothing`` is said of no rows that come without a sentence."""
        super().__init__()
        self.context = context
        self.subject: int | None = None
        self._load, self._nothing = load, nothing
        self._loading = Latest(context.jobs, name)
        self.note = label("", "dim", wrap=True)
        self.note.hide()
        self.pane = TablePane(columns, context, name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.M)
        self.column.addWidget(self.note)
        self.column.addWidget(self.pane, 1)

    def refresh(self, subject: int) -> None:
        """Ask the model."""
        self.subject = subject
        workspace = self.context.workspace

        def question() -> Answer | None:
            return None if workspace.model_info() is None else self._load(workspace, subject)

        self.pane.start_loading()
        self._loading.ask(question, self._show, self._fail)

    def forget(self) -> None:
        """Show placeholders."""
        self.subject = None
        self._loading.drop()
        self.note.hide()
        self.pane.forget_rows()

    def shown(self, rows: Rows) -> None:
        """A subclass does what else there is to do once other rows are shown, or none."""

    def _show(self, answer: Answer | None) -> None:
        rows, note = answer or (NO_ROWS, None)
        self.note.setText(note or "")
        self.note.setVisible(bool(note) and len(rows) > 0)
        self.pane.show_rows(rows)
        if answer is None:
            say_no_model(self.pane, self.context)
        elif not len(rows):
            self.pane.show_nothing(browse.NOTHING_HERE, note or self._nothing)
        self.shown(rows)

    def _fail(self, sentence: str) -> None:
        self.note.hide()
        self.pane.show_rows(NO_ROWS)
        self.pane.show_nothing(browse.NOT_LOADED, sentence)
        self.shown(NO_ROWS)
