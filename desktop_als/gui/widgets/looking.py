"""A line that says what is being looked for and how far that is, with a button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job, Jobs, Lane, Send
from desktop_als.gui.messages import common as words
from desktop_als.gui.widgets.basics import button
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.progress import CancelToken, ProgressSink

STEPS = 1000


class LookingLine(QWidget):
    """Runs one search at a time and is seen only meanwhile; a new one silences the one before."""

    def __init__(self, jobs: Jobs, title: str, lane: Lane = "io") -> None:
        """``title`` is what people read while it works."""
        super().__init__()
        self._jobs, self._title, self._lane = jobs, title, lane
        self._job: Job | None = None
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(title)
        self._step = ElidedLabel(title, "dim")
        self._stop = button(words.STOP, self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._bar)
        row.addWidget(self._step, 1)
        row.addWidget(self._stop)
        self.setFocusProxy(self._stop)
        self.hide()
        jobs.progressed.connect(self._draw)

    def keep_room(self) -> None:
        """Leave a gap when hidden, so that nothing jumps where searches begin by themselves."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def look(
        self,
        question: Callable[[CancelToken, ProgressSink], Any],
        done: Callable[[Any], object],
        failed: Callable[[str], object],
        stopped: Callable[[], object],
    ) -> None:
        """Run ``question`` in a worker; exactly one of the others is called when it ends, on the UI thread."""

        def work(cancel: CancelToken, progress: ProgressSink, _: Send) -> Any:
            return question(cancel, progress)

        self.drop()
        self._job = self._jobs.submit(
            self._title,
            work,
            lane=self._lane,
            done=lambda answer: self._end(lambda: done(answer)),
            failed=lambda sentence: self._end(lambda: failed(sentence)),
            cancelled=lambda: self._end(stopped),
        )
        self._stop.setEnabled(True)
        self._stop.setText(words.STOP)
        self._draw()
        self.show()

    def stop(self) -> None:
        """Ask it to end; it tells when it has."""
        if self._job is not None:
            self._job.cancel()
            self._stop.setEnabled(False)
            self._stop.setText(words.STOPPING)

    def drop(self) -> None:
        """Its answer is no longer wanted."""
        self._jobs.forget(self._job)
        self._job = None
        self.hide()

    @property
    def looking(self) -> bool:
        """True while it works."""
        return self._job is not None

    def _end(self, tell: Callable[[], object]) -> None:
        self._job = None
        self.hide()
        tell()

    @Slot()
    def _draw(self) -> None:
        if self._job is not None:
            self._step.set_text(words.running(self._job.progress.step or self._title, self._job.seconds_left(), 0))
            self._bar.setValue(round(STEPS * (self._job.progress.fraction or 0)))
