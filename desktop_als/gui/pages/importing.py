"""Import: the files that are there, the questions before more come, the reading, and the reports."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common, imports
from desktop_als.gui.messages import work as words
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.imported import BringIn, Imported, importing, newest_import
from desktop_als.gui.pages.imported_files import StartView
from desktop_als.gui.pages.page import Context, Page
from desktop_als.gui.pages.past_report import PastReport
from desktop_als.gui.pages.questions import Answers, Questions
from desktop_als.gui.pages.reading import ReadingView
from desktop_als.gui.pages.report import ReportView
from desktop_als.gui.widgets.basics import PageHeader, button
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import ImportReport, NextStep, Undone


class ImportPage(Page):
    """One import at a time; what is dropped meanwhile waits for its turn.

    A location with a subject is a file that was imported before; without one it is where the import at hand has come to.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._job: Job | None = None
        self._import_id: int | None = None
        self._waiting: list[Path] = []
        self._next: Location | None = None
        self._newest = Latest(context.jobs, words.IMPORT)
        self._start = StartView(context, self.begin)
        self._questions = Questions(context, self._import_files, self._drop_questions)
        self._reading = ReadingView(self._cancel)
        self._report = ReportView(context)
        self._past = PastReport(context)
        self._go_on = button(words.TRAIN, self._go_to_next, "primary")
        self._undo = button(words.UNDO_THIS, self._undo_import)
        self._undo.hide()
        for made in (self._go_on, self._undo, button(imports.MORE, self._begin_anew)):
            self._report.buttons.addWidget(made)
        self._report.buttons.addStretch(1)
        self._views = QStackedWidget()
        for view in (self._start, self._questions, self._reading, self._report, self._past):
            self._views.addWidget(view)
        self._at_hand: QWidget = self._start
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        column.setSpacing(theme.L)
        column.addWidget(PageHeader(words.IMPORT))
        column.addWidget(self._views, 1)
        context.jobs.progressed.connect(self._draw_progress)

    # Where the page is

    def open(self, location: Location) -> None:
        """Show a file that was imported before, the rows behind one of its counts, or the import at hand."""
        if location.subject is not None:
            self._past.look_at(location.subject, location.part)
            self._views.setCurrentWidget(self._past)
        else:
            self._past.leave()
            self._views.setCurrentWidget(self._at_hand)
        super().open(location)

    def refresh(self) -> None:
        """Read anew what the library says of the files that are seen."""
        shown = self._views.currentWidget()
        if shown is self._start:
            self._start.refresh()
        elif shown is self._past:
            self._past.refresh()
        elif shown is self._report:
            self._report.refresh()
            self._newest.ask(lambda: newest_import(self.context.workspace), self._offer_undo)

    def _come_to(self, view: QWidget) -> None:
        """The import at hand goes on; who looks at an earlier file is not disturbed."""
        seen = self._views.currentWidget() is self._at_hand
        self._at_hand = view
        if seen:
            self._views.setCurrentWidget(view)

    # Before an import

    def begin(self, paths: list[Path]) -> None:
        """Ask what must be known of these files, then import them."""
        if self._job is not None:
            self._waiting.extend(paths)
            self._draw_progress()
            return
        self._come_to(self._questions)
        self._questions.begin(paths)

    def begin_sample(self) -> None:
        """Add the invented community."""
        if self._job is None:
            workspace = self.context.workspace
            self._run(lambda cancel, progress: workspace.import_sample(cancel=cancel, progress=progress))

    def _begin_anew(self) -> None:
        self._show_start("", "")

    def _drop_questions(self) -> None:
        self._show_start("", "")

    def _show_start(self, title: str, text: str) -> None:
        """Where the next import begins, with what became of the last one."""
        self._start.say(title, text)
        self._come_to(self._start)
        self._start.refresh()
        if self._waiting:
            self._begin_waiting()

    def _begin_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self.begin(waiting)

    # While one runs

    def _import_files(self, answers: Answers) -> None:
        if not answers.paths:
            self._show_start(imports.ALL_LEFT_OUT, imports.ALL_LEFT_OUT_TEXT)
            return
        workspace = self.context.workspace

        def bring_in(cancel: CancelToken, progress: ProgressSink) -> ImportReport:
            for mapping in answers.mappings:
                workspace.remember_mapping(mapping)
            return workspace.import_history(
                answers.paths,
                listener=answers.listener,
                timezone=answers.timezone,
                cancel=cancel,
                progress=progress,
            )

        self._run(bring_in)

    def _run(self, bring_in: BringIn) -> None:
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
        self._come_to(self._reading)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._draw_progress()

    @Slot()
    def _draw_progress(self) -> None:
        if self._job is not None:
            self._reading.show_progress(self._job, len(self._waiting))

    # After it

    def _show_report(self, imported: Imported) -> None:
        self._job = None
        self._import_id = imported.import_id
        self._undo.setVisible(imported.import_id is not None)
        self._set_next(imported.next_step)
        self._report.show_report(imported.subject)
        self._come_to(self._report)
        self.context.changed()

    def _set_next(self, step: NextStep) -> None:
        texts = {"train": words.TRAIN, "browse": words.BROWSE, "import": words.CHOOSE_OTHERS}
        text = words.go_on(len(self._waiting)) if self._waiting else texts[step.action]
        self._next = None if step.action == "import" else Location("train" if step.action == "train" else "listeners")
        self._go_on.setText(text)
        self._go_on.setAccessibleName(text)

    def _go_to_next(self) -> None:
        if self._waiting:
            self._begin_waiting()
        elif self._next is not None:
            self.context.go(self._next)
        else:
            self._begin_anew()

    def _tell_failure(self, sentence: str) -> None:
        self._job = None
        self._undo.setEnabled(True)
        self._show_start(words.IMPORT_FAILED, sentence)
        self.context.changed()

    def _tell_stopped(self) -> None:
        self._job = None
        self._show_start(words.STOPPED_TITLE, words.STOPPED)
        self.context.changed()

    def _offer_undo(self, newest: int | None) -> None:
        """Only while the shown import is the newest one."""
        self._undo.setVisible(self._import_id is not None and newest == self._import_id)

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
            self._show_start(words.UNDONE_TITLE, common.undone(undone.label, undone.plays, undone.ratings))
        self.context.changed()
