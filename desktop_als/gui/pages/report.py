"""What became of imported files: a sentence that adds up, a table of them, and the way to the rows behind each count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.jobs import Job
from desktop_als.gui.latest import Latest
from desktop_als.gui.location import Location
from desktop_als.gui.messages import common
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages import sources_table as table
from desktop_als.gui.pages.asking import asking
from desktop_als.gui.pages.findings import Clock, Findings, FindingsView, find
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.plays import Fate, Tally
from desktop_als.workspace import ImportReport, Source, Workspace, clock_shift

COLUMNS = (table.NAME, table.FORMAT, table.WHO, table.ROWS, *table.COUNTS, table.FIRST, table.LAST)
SENTENCES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """The files that a report is about: what the library holds of them, and what only their import could tell."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...] = ()
    problems: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, report: ImportReport, workspace: Workspace) -> Subject:
        """The files of an import that just ended."""
        ids = [file.source for file in report.files]
        problems = {file.source: file.problem for file in report.files if file.problem}
        return cls(sources_of(workspace, ids), report.notes, problems)

    def anew(self, workspace: Workspace) -> Subject:
        """The same files as the library holds them now; those that left it are left out."""
        return replace(self, sources=sources_of(workspace, [source.id for source in self.sources]))


def sources_of(workspace: Workspace, ids: Sequence[int]) -> tuple[Source, ...]:
    """The files of these ids, in their order."""
    known = {source.id: source for source in workspace.sources(every=True)}
    return tuple(known[number] for number in ids if number in known)


class ReportView(QWidget):
    """Shows one report, kept up to date by :meth:`refresh`. The page puts its buttons into ``buttons``."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject = Subject(())
        self._renewing = Latest(context.jobs, words.FILES)
        self._finding: Job | None = None
        self._sum = label("", "section-title", wrap=True)
        self._problems = label("", "warn", wrap=True)
        self._notes = label("", "dim", wrap=True)
        self._findings = FindingsView(self._set_clock)
        self.files = TableView(COLUMNS, context.theme, words.FILES)
        self.files.followed.connect(context.go)
        self.files.row_chosen.connect(self._show_counts)
        card = Card(padding=theme.XS)
        card.body.addWidget(self.files)
        self._counts = QWidget()
        self._flow = FlowLayout(self._counts)
        self._counted: tuple[int | None, list[tuple[Fate, int]]] | None = None
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.S)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for part in (self._sum, self._problems, self._notes, self._findings):
            column.addWidget(part)
        column.addWidget(card, 1)
        column.addWidget(self._counts)
        column.addLayout(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files that are shown."""
        return self._subject.sources

    def show_report(self, subject: Subject) -> None:
        """Show what is known of these files; :meth:`notice` looks for what must be looked for."""
        if [source.id for source in subject.sources] != [source.id for source in self.sources]:
            self._findings.show_findings(Findings(), SENTENCES_SHOWN)
        self._show(subject)

    def refresh(self) -> None:
        """Read anew what the library says of the shown files."""
        workspace, subject = self._context.workspace, self._subject

        def show(now: Subject) -> None:
            self.show_report(now)
            self.notice()

        self._renewing.ask(lambda: subject.anew(workspace), show)

    def notice(self) -> None:
        """Look for gaps and clocks. To compare two long histories takes seconds, in which no click must wait for its answer."""
        workspace, sources, jobs = self._context.workspace, self.sources, self._context.jobs
        jobs.forget(self._finding)
        self._finding = jobs.submit(
            words.FILES,
            asking(lambda: find(workspace, sources)),
            lane="io",
            done=lambda found: self._findings.show_findings(found, SENTENCES_SHOWN),
            quiet=True,
        )

    def _show(self, subject: Subject) -> None:
        self._subject = subject
        sources = subject.sources
        total = sum((source.tally for source in sources), Tally())
        self._sum.setText(words.adds_up(total))
        for fate in Fate:
            self.files.show_column(fate.value, shown=fate is Fate.KEPT or getattr(total, fate) > 0)
        told = (source.problem or subject.problems.get(source.id) for source in sources)
        self._say(self._problems, [problem for problem in told if problem])
        notes = [note for source in sources for note in (*source.notes, *_moved(source))]
        self._say(self._notes, [*notes, *subject.notes])
        chosen = self.files.chosen
        self.files.show_rows(table.source_rows(sources))
        self.files.choose_first()
        if chosen == self.files.chosen:
            self._show_counts(chosen)

    def _say(self, place: QLabel, sentences: Sequence[str]) -> None:
        shown = list(sentences[:SENTENCES_SHOWN])
        if len(sentences) > len(shown):
            shown.append(words.more_sentences(len(sentences) - len(shown)))
        place.setText(words.breakable("\n".join(shown)))
        place.setVisible(bool(shown))

    def _show_counts(self, chosen: int | None) -> None:
        """One link for each count of the chosen file."""
        source = next((source for source in self._subject.sources if source.id == chosen), None)
        occurred = words.occurred(source.tally) if source else []
        if (chosen, occurred) == self._counted:
            return  # a link that has the focus keeps it
        self._counted = chosen, occurred
        self._flow.clear()
        self._counts.setVisible(bool(occurred))
        if source is None or not occurred:
            return
        name = common.file_name(source.path)
        self._flow.addWidget(ElidedLabel(words.rows_of(name), "dim"))
        for fate, number in occurred:
            link = button(
                words.fate_count(fate, number),
                lambda fate=fate: self._context.go(Location("import", source.id, fate.value)),  # type: ignore[misc]
                "link",
            )
            link.setAccessibleName(words.open_rows(fate, number, name))
            self._flow.addWidget(link)

    def _set_clock(self, clock: Clock) -> None:
        joins, context = self._context.workspace.joins, self._context
        context.jobs.submit(
            words.SETTING_CLOCK,
            asking(lambda: joins.move_clocks([(clock.source, clock.seconds)])),
            lane="io",
            done=lambda _: context.changed(),
            failed=self._tell_failure,
            cancelled=context.changed,
        )

    def _tell_failure(self, sentence: str) -> None:
        self._say(self._problems, [sentence])
        self._findings.offer_again()


def _moved(source: Source) -> list[str]:
    if not source.shift:
        return []
    return [words.clock_moved(common.file_name(source.path), clock_shift(source.shift), later=source.shift > 0)]
