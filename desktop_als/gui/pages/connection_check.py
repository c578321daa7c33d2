"""A button that tries the connection to a cluster, and a line that says what answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_als.errors import TrainingError
from desktop_als.gui import theme
from desktop_als.gui.jobs import Job, Send
from desktop_als.gui.messages import cluster as words
from desktop_als.gui.messages import common
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import Cluster, ClusterFacts


class ConnectionCheck(QWidget):
    """``cluster`` says which one. A cluster that answered is remembered. Tells when a try begins and when it has ended."""

    changed = Signal()

    def __init__(self, context: Context, cluster: Callable[[], Cluster]) -> None:
        super().__init__()
        self._context, self._cluster = context, cluster
        self._job: Job | None = None
        self._button = button(words.TRY, self._start_or_stop, hint=words.TRY_HINT)
        self._said = label("", "dim", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(self._button)
        row.addWidget(self._said, 1)
        context.jobs.progressed.connect(self._draw_running)

    @property
    def running(self) -> bool:
        """Whether the cluster is being tried, or let go of."""
        return self._job is not None

    def offer(self, *, offered: bool) -> None:
        """Whether there is what a try needs."""
        if self._job is None:
            self._button.setEnabled(offered)

    def give_way(self) -> None:
        """Stop a try whose answer is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._draw_running()

    @Slot()
    def forget(self) -> None:
        """The answer was about what the fields said before."""
        if self._job is None:
            self._say("")

    def _start_or_stop(self) -> None:
        if self._job is not None:
            self.give_way()
            return
        try:
            cluster = self._cluster()
        except TrainingError:
            self._say("")  # the fields tell
            return
        clusters = self._context.workspace.clusters

        def work(cancel: CancelToken, progress: ProgressSink, _: Send) -> ClusterFacts:
            facts = clusters.try_connection(cluster, cancel=cancel, progress=progress)
            clusters.remember(cluster)
            return facts

        self._job = self._context.jobs.submit(
            words.TRYING,
            work,
            lane="io",  # it waits for other machines, and nothing that computes should wait for it
            done=lambda facts: self._end(words.answered(facts)),
            failed=lambda sentence: self._end(sentence, "warn"),
            cancelled=lambda: self._end(words.TRY_STOPPED),
        )
        self._call_button(words.STOP_TRYING)
        self._draw_running()
        self.changed.emit()

    @Slot()
    def _draw_running(self) -> None:
        if self._job is not None:
            self._button.setEnabled(not self._job.cancel_asked)
            self._say(common.STOPPING if self._job.cancel_asked else self._job.progress.step)

    def _end(self, sentence: str, kind: str = "dim") -> None:
        self._job = None
        self._call_button(words.TRY)
        self._button.setEnabled(True)
        self._say(sentence, kind)
        self.changed.emit()

    def _call_button(self, text: str) -> None:
        self._button.setText(text)
        self._button.setAccessibleName(text)

    def _say(self, sentence: str, kind: str = "dim") -> None:
        role(self._said, kind)
        self._said.setText(sentence)
