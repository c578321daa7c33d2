"""Import: whose history it is, the reading with its progress, and the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job, Send, Work
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.choosing import choose_files
from desktop_als.gui.pages.owner_form import OwnerForm
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.reading import ReadingView
from desktop_als.gui.pages.report import ReportView
from desktop_als.gui.widgets.basics import EmptyState, PageHeader, button
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import ImportReport, NextStep, Undone, Workspace

BringIn = Callable[[CancelToken, ProgressSink], ImportReport]


@dataclass(frozen=True, slots=True)
class Imported:
    """A report, the import that it is about (None when nothing was new), and what to do now."""

    report: ImportReport
    import_id: int | None
    next_step: NextStep


class ImportPage(Page):
    """One import at a time; what is dropped meanwhile waits for its turn."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._asked: Job | None = None
        self._import_id: int | None = None
        self._paths: list[Path] = []
        self._waiting: list[Path] = []
        self._next: Location | None = None
        self._empty = EmptyState(words.IMPORT_EMPTY_TITLE, words.IMPORT_EMPTY_TEXT, words.CHOOSE_FILES, self._choose)
        self._form = OwnerForm(self._start, self._drop_form)
        self._reading = ReadingView(self._cancel)
        self._report = ReportView(context.theme)
        self._go_on = button(words.TRAIN, self._go_to_next, "primary")
        self._undo = button(words.UNDO_THIS, self._undo_import)
        self._report.buttons.addWidget(self._go_on)
        self._report.buttons.addWidget(self._undo)
        self._report.buttons.addStretch(1)
        self._views = QStackedWidget()
        for view in (self._empty, self._form, self._reading, self._report):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.L)
        column.addWidget(PageHeader(words.IMPORT))
        column.addWidget(self._views, 1)
        context.jobs.progressed.connect(self._draw_progress)

    def begin(self, paths: list[Path]) -> None:
        """Ask whose history these files are, then import them."""
        if self._job is not None:
            self._waiting.extend(paths)
            self._draw_progress()
            return
        self._paths = list(paths)
        self._views.setCurrentWidget(self._form)
        self._form.ask(self._paths)
        self.context.jobs.forget(self._asked)
        workspace, asked = self.context.workspace, self._paths
        self._asked = self.context.jobs.submit(
            words.IMPORT,
            lambda cancel, *_: workspace.look(asked, cancel).listeners,
            lane="io",
            done=self._form.propose,
            quiet=True,
        )

    def begin_sample(self) -> None:
        """Add the invented community."""
        if self._job is None:
            workspace = self.context.workspace
            self._run(lambda cancel, progress: workspace.import_sample(cancel=cancel, progress=progress))

    def refresh(self) -> None:
        """Offer to undo the shown import only while it is the newest one."""
        if self._import_id is None:
            self._undo.hide()
            return
        self.context.jobs.forget(self._asked)
        self._asked = self.context.jobs.submit(
            words.IMPORT,
            asking(lambda: newest_import(self.context.workspace)),
            lane="query",
            done=lambda newest: self._undo.setVisible(newest == self._import_id),
            quiet=True,
        )

    def _choose(self) -> None:
        if chosen := choose_files(self):
            self.begin(chosen)

    def _drop_form(self) -> None:
        self._paths = []
        self._show_empty(words.IMPORT_EMPTY_TITLE, words.IMPORT_EMPTY_TEXT)

    def _start(self, listener: str | None) -> None:
        workspace, paths = self.context.workspace, self._paths
        self._run(
            lambda cancel, progress: workspace.import_history(
                paths, listener=listener, cancel=cancel, progress=progress
            )
        )

    def _run(self, bring_in: BringIn) -> None:
        self.context.jobs.forget(self._asked)
        self._import_id = None
        self._job = self.context.jobs.submit(
            words.IMPORTING,
            importing(self.context.workspace, bring_in),
            lane="io",
            done=self._show_report,
            failed=self._tell_failure,
            cancelled=self._tell_stopped,
        )
        self._draw_progress()
        self._views.setCurrentWidget(self._reading)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw_progress()

    @Slot()
    def _draw_progress(self) -> None:
        if self._job is not None:
            self._reading.show_progress(self._job, len(self._waiting))

    def _show_report(self, imported: Imported) -> None:
        self._job = None
        self._import_id = imported.import_id
        self._report.show_report(imported.report)
        self._undo.setVisible(imported.import_id is not None)
        self._set_next(imported.next_step)
        self._views.setCurrentWidget(self._report)
        self.context.changed()

    def _set_next(self, step: NextStep) -> None:
        texts = {"train": words.TRAIN, "browse": words.BROWSE, "import": words.CHOOSE_OTHERS}
        text = words.go_on(len(self._waiting)) if self._waiting else texts[step.action]
        self._next = None if step.action == "import" else Location("train" if step.action == "train" else "listeners")
        self._go_on.setText(text)
        self._go_on.setAccessibleName(text)

    def _go_to_next(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self.begin(waiting)
        elif self._next is not None:
            self.context.go(self._next)
        else:
            self._choose()

    def _tell_failure(self, sentence: str) -> None:
        self._job = None
        self._undo.setEnabled(True)
        self._show_empty(words.IMPORT_FAILED, sentence)
        self.context.changed()  # files that were stored before the failure stay

    def _tell_stopped(self) -> None:
        self._job = None
        self._show_empty(words.STOPPED_TITLE, words.STOPPED)
        self.context.changed()

    def _show_empty(self, title: str, text: str) -> None:
        self._empty.say(title, text)
        self._views.setCurrentWidget(self._empty)
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self.begin(waiting)

    def _undo_import(self) -> None:
        self._undo.setEnabled(False)
        workspace, import_id = self.context.workspace, self._import_id
        self.context.jobs.submit(
            words.UNDOING,
            asking(lambda: workspace.undo() if newest_import(workspace) == import_id else None),
            lane="io",
            done=self._tell_undone,
            failed=self._tell_failure,
            cancelled=self.context.changed,
        )

    def _tell_undone(self, undone: Undone | None) -> None:
        self._undo.setEnabled(True)
        self._import_id = None
        if undone is not None:
            self._show_empty(words.UNDONE_TITLE, common.undone(undone.label, undone.plays, undone.ratings))
        self.context.changed()


def newest_import(workspace: Workspace) -> int | None:
    """The import that an undo would take back."""
    return max((source.import_id for source in workspace.sources()), default=None)


def importing(workspace: Workspace, bring_in: BringIn) -> Work:
    """Import, and look at the library that came of it."""

    def work(cancel: CancelToken, progress: ProgressSink, _send: Send) -> Imported:
        before = newest_import(workspace)
        report = bring_in(cancel, progress)
        after = newest_import(workspace)
        return Imported(report, after if after != before else None, workspace.next_step())

    return work
