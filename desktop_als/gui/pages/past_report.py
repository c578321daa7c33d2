"""A file that was imported before: its report, and the rows behind its counts."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.report import ReportView, Subject, sources_of
from desktop_als.gui.pages.source_rows import SourceRowsView
from desktop_als.gui.widgets.basics import EmptyState, button
from desktop_als.plays import Fate
from desktop_als.workspace import Source


class PastReport(QStackedWidget):
    """Shows nothing of a file until the library has told that it still holds it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._source: int | None = None
        self._fate: Fate | None = None
        self._asking = Latest(context.jobs, words.IMPORTED_FILES)
        self.report = ReportView(context)
        self.report.buttons.addWidget(button(words.ALL_FILES, self._leave))
        self.report.buttons.addStretch(1)
        self.rows = SourceRowsView(context)
        self._gone = EmptyState(words.GONE, words.GONE_TEXT, words.ALL_FILES, self._leave)
        for view in (self.report, self.rows, self._gone):
            self.addWidget(view)

    def look_at(self, source: int, part: str | None) -> None:
        """Turn to this file; :meth:`refresh` shows it. ``part`` is the fate of the rows to show."""
        self._source = source
        self._fate = Fate(part) if part in list(Fate) else None
        self.setCurrentWidget(self.report if self._fate is None else self.rows)

    def leave(self) -> None:
        """Nobody looks any more."""
        self._asking.drop()
        self.rows.leave()

    def refresh(self) -> None:
        """Read anew what the library says of the file."""
        workspace, wanted = self._context.workspace, self._source
        if wanted is not None:
            self._asking.ask(lambda: sources_of(workspace, [wanted]), self._show, self._fail)

    def _show(self, found: tuple[Source, ...]) -> None:
        if not found:
            self._tell(words.GONE, words.GONE_TEXT)
        elif self._fate is None:
            self.report.show_report(Subject(found))
            self.report.notice()
            self.setCurrentWidget(self.report)
        else:
            self.rows.show_rows_of(found[0], self._fate)
            self.setCurrentWidget(self.rows)

    def _fail(self, sentence: str) -> None:
        self._tell(words.NOT_LOADED, sentence)

    def _tell(self, title: str, text: str) -> None:
        self._gone.say(title, text)
        self.setCurrentWidget(self._gone)

    def _leave(self) -> None:
        self._context.go(Location("import"))
