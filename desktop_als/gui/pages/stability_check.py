"""A line that tells whether the stability of the model in use was checked, and a button that does it in the background."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job, Send
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import stability as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.theme import role
from desktop_als.gui.widgets.basics import button, label
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import STABILITY_RUNS


class StabilityCheck(QWidget):
    """Hidden without a model. The check waits in the compute lane, so a training that is to begin asks it to :meth:`give_way`."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asking = Latest(context.jobs, words.CHECK)
        self._job: Job | None = None
        self._said = label(words.UNCHECKED, "dim", wrap=True)
        self._button = button(words.CHECK, self._start_or_stop, hint=words.CHECK_HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        row.setSpacing(theme.M)
        row.addWidget(self._said, 1)
        row.addWidget(self._button)
        self.hide()
        context.jobs.progressed.connect(self._draw_running)

    def refresh(self) -> None:
        """Ask what is known of the model in use."""
        workspace = self._context.workspace
        self._asking.ask(lambda: workspace.stability.count() if workspace.model_info() else None, self._show)

    def give_way(self) -> None:
        """Stop a check, so that what is to be computed next need not wait. Finished runs are kept."""
        if self._job is not None:
            self._job.cancel()

    def _show(self, runs: int | None) -> None:
        self.setVisible(runs is not None)
        if runs is not None and self._job is None:
            self._say(words.checked(runs))
            self._button.setVisible(runs < STABILITY_RUNS)

    def _start_or_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._button.setEnabled(False)
            return
        workspace = self._context.workspace

        def work(cancel: CancelToken, progress: ProgressSink, _: Send) -> int:
            return workspace.stability.measure(cancel=cancel, progress=progress)

        self._job = self._context.jobs.submit(
            words.CHECKING,
            work,
            lane="compute",
            done=lambda _: self._end(),
            failed=lambda sentence: self._end(sentence, "warn"),
            cancelled=lambda: self._end(words.STOPPED),
        )
        self._call_button(words.STOP)
        self._draw_running()

    @Slot()
    def _draw_running(self) -> None:
        if self._job is not None:
            self._say(self._job.progress.step)

    def _end(self, sentence: str = "", kind: str = "dim") -> None:
        self._job = None
        self._call_button(words.CHECK)
        self._button.setEnabled(True)
        if sentence:
            self._say(sentence, kind)
        else:
            self._context.changed()  # the lists have more to tell
            self.refresh()

    def _call_button(self, text: str) -> None:
        self._button.setText(text)
        self._button.setAccessibleName(text)

    def _say(self, sentence: str, kind: str = "dim") -> None:
        role(self._said, kind)
        self._said.setText(sentence)
