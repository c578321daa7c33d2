"""Settings: what was done and can be taken back."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import common
from desktop_als.gui.messages import settings as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.settings_section import Section
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import button, label
from desktop_als.workspace import Step, Undone

COLUMNS = (
    Column("made", words.MADE, "moment", width=200),
    Column("step", words.STEP, "text", width=240, stretch=1),
    Column("kind", words.STEP_KIND, "text", width=160),
)


class StepsSection(Section):
    """Newest first; the newest is the one that can be taken back."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loading = Latest(context.jobs, words.STEPS_NAME)
        self._undoing: Job | None = None
        self.undo = button(words.UNDO_NEWEST, self._undo)
        self.pane = TablePane(COLUMNS, context, words.STEPS_NAME)
        self.pane.table.setSortingEnabled(False)
        head = QHBoxLayout()
        head.setSpacing(theme.M)
        head.addWidget(label(words.STEPS_TEXT, "dim", wrap=True), 1)
        head.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(head)
        column.addWidget(self.pane, 1)

    def refresh(self) -> None:
        """Read the steps anew."""
        self.pane.start_loading()
        self._loading.ask(self.context.workspace.steps, self._show, self._fail)

    def _show(self, steps: list[Step]) -> None:
        self.undo.setEnabled(bool(steps) and self._undoing is None)
        self.pane.show_rows(step_rows(steps))
        if not steps:
            self.pane.show_nothing(words.NO_STEPS, words.NO_STEPS_TEXT)

    def _fail(self, sentence: str) -> None:
        self.undo.setEnabled(False)
        self.pane.show_nothing(words.NOT_LOADED, sentence)

    def _undo(self) -> None:
        self.undo.setEnabled(False)
        self._undoing = self.context.jobs.submit(
            common.UNDOING,
            asking(self.context.workspace.undo),
            lane="io",
            done=self._tell,
            failed=self._tell_failure,
        )

    def _tell(self, undone: Undone | None) -> None:
        self._undoing = None
        self.context.changed()
        self.context.tell(common.taken_back(undone) if undone else common.NOTHING_TO_UNDO, None)

    def _tell_failure(self, sentence: str) -> None:
        self._undoing = None
        self.context.tell_failure(sentence)
        self.refresh()


def step_rows(steps: list[Step]) -> Rows:
    """One row a step, in their order."""
    return Rows(
        np.array([step.id for step in steps], dtype=np.int64),
        made=np.array([step.made_at for step in steps], dtype=np.int64),
        step=objects([words.step(step) for step in steps]),
        kind=objects([words.STEP_KINDS.get(step.kind, step.kind) for step in steps]),
    )
