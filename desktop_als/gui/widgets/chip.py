"""The chip at the right of the bar: the job that runs, with its progress and a stop button, or the model in use."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.jobs import Job, Jobs
from desktop_als.gui.messages import common as words
from desktop_als.gui.theme import ThemeSource, role
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.elided import ElidedLabel

STEPS = 1000


class Chip(QFrame):
    """Shows the oldest visible job; the others are counted."""

    def __init__(self, themes: ThemeSource, jobs: Jobs) -> None:
        super().__init__()
        role(self, "chip")
        self._theme, self._jobs = themes, jobs
        self._resting = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, 0, theme.XS, 0)
        row.setSpacing(theme.S)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(88)
        self._bar.setAccessibleName(words.APP)
        self._words = ElidedLabel("", "dim")
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._stop = button("", self._cancel, "bare", hint=words.STOP)
        self._stop.setIconSize(QSize(14, 14))
        row.addWidget(self._bar)
        row.addWidget(self._words)
        row.addWidget(self._stop)
        jobs.running_changed.connect(self.refresh)
        jobs.progressed.connect(self.refresh)
        themes.changed.connect(self._dress)
        self._dress()

    def rest(self, text: str) -> None:
        """What to show while nothing runs."""
        self._resting = text
        self.refresh()

    def refresh(self) -> None:
        """Show the state of now."""
        running = self._jobs.running()
        for part in (self._bar, self._stop):
            part.setVisible(bool(running))
        if not running:
            self._words.set_text(self._resting)
            self.layout().setContentsMargins(theme.M, 0, theme.M, 0)  # type: ignore[union-attr]
            return
        self.layout().setContentsMargins(theme.M, 0, theme.XS, 0)  # type: ignore[union-attr]
        job = running[0]
        share = job.progress.fraction
        self._bar.setRange(0, STEPS if share is not None else 0)
        self._bar.setValue(round((share or 0) * STEPS))
        self._stop.setEnabled(not job.cancel_asked)
        self._words.set_text(self._line(job, len(running) - 1))
        self.setToolTip(escape(job.progress.step))

    def _line(self, job: Job, others: int) -> str:
        if job.cancel_asked:
            return words.STOPPING
        return words.running(job.title, job.seconds_left(), others)

    def _cancel(self) -> None:
        for job in self._jobs.running()[:1]:
            job.cancel()
        self.refresh()

    def _dress(self) -> None:
        self._stop.setIcon(icon("close", self._theme.scheme.dim, 14))
        self.setFixedHeight(self._theme.scaled(30))
