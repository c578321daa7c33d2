"""Long work while it runs, in the place of what it will bring."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.messages import work as words
from desktop_als.gui.widgets.basics import Card, button, label

WIDTH = 560
STEPS = 1000


class ReadingView(QWidget):
    """The step, how far it is, how long it takes, and a way out."""

    def __init__(self, cancel: Callable[[], None], name: str = words.IMPORTING) -> None:
        """``name`` of the work is read to those who do not see."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(spacing=theme.M)
        card.setMaximumWidth(WIDTH)
        column.addWidget(card)
        column.addStretch(1)
        self._step = label("", "section-title", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self._line = label("", "dim")
        self._waiting = label("", "dim", wrap=True)
        self._cancel = button(words.CANCEL, cancel)
        for part in (self._step, self._bar, self._line, self._waiting):
            card.body.addWidget(part)
        card.body.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)

    def show_progress(self, job: Job, waiting: int) -> None:
        """Show the newest moment of the work, and how many other drops wait for it."""
        share = job.progress.fraction
        self._step.setText(words.STOPPING if job.cancel_asked else job.progress.step)
        self._bar.setRange(0, STEPS if share is not None else 0)
        self._bar.setValue(round((share or 0) * STEPS))
        self._line.setText(words.progress(share, job.seconds_left()))
        self._waiting.setText(words.waiting(waiting) if waiting else "")
        self._waiting.setVisible(waiting > 0)
        self._cancel.setEnabled(not job.cancel_asked)
