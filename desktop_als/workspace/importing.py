"""The use case "drop files": find what can be read, read it, store it, and say what became of every row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.history import TABLE_ID, ColumnMapping, Drop, Part, TableGuess, clock, find_parts, read
from desktop_als.history.sample import SAMPLE_COMMUNITY, SAMPLE_FORMAT, sample_batches
from desktop_als.library import ImportSession, Library, SourceInfo, Support, condense
from desktop_als.plays import Batch, RowLog, Tally
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.join_notes import join_notes
from desktop_als.workspace.mappings import Mappings
from desktop_als.workspace.reports import FileReport, ImportReport

DEFAULT_LISTENER = "Me"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person said of the files; None is for the files to say.

    ``listener`` owns them and ``format_id`` is how they are read. ``timezone`` is the IANA name of the zone of times that tell
    none. ``mapping`` is what the columns of the tables mean, and makes tables of them whatever they look like.
    """

    listener: str | None = None
    format_id: str | None = None
    timezone: str | None = None
    mapping: ColumnMapping | None = None


def import_history(
    library: Library,
    mappings: Mappings,
    paths: Sequence[Path],
    answers: Answers,
    cancel: CancelToken,
    progress: ProgressSink,
) -> ImportReport:
    """Read every path. A file that cannot be read is told in its report and stops no other.

    Raises:
        HistoryError: there is no such format or time zone.
        Cancelled: the person stopped; everything this call had stored is taken out again.
        LibraryError: the library cannot be written; files stored before stay.
    """
    if answers.timezone is not None:
        clock(answers.timezone)
    format_id = TABLE_ID if answers.mapping else answers.format_id
    import_id = library.new_import()
    files: list[FileReport] = []

    def explain(guess: TableGuess) -> ColumnMapping | None:
        return answers.mapping or mappings.known(guess.mapping)

    try:
        progress(Progress("Looking at the files"))
        drops = list(find_parts(paths, cancel, format_id, explain))
        bytes_read = _Meter(progress, sum(part.size for drop in drops for part in drop.parts))
        for drop in drops:
            if drop.problem:
                with library.importing(drop.path.name, import_id) as session:
                    source = session.refuse(drop.path.name, drop.problem)
                files.append(replace(_refused(drop.path.name, drop.problem, source), unclear=drop.unclear))
            else:
                files.extend(_import_drop(library, import_id, drop, answers, cancel, bytes_read))
    except Cancelled:
        library.undo_import(import_id)
        raise
    return ImportReport(tuple(files), _keep_mapping(mappings, answers, files))


def import_sample(library: Library, cancel: CancelToken, progress: ProgressSink) -> ImportReport:
    """Add the invented community. A second time adds nothing.

    Raises:
        Cancelled: the person stopped; the library is as before.
    """
    import_id = library.new_import()
    progress(Progress("Inventing the sample"))
    info = SourceInfo(path=SAMPLE_COMMUNITY, format=SAMPLE_FORMAT.id, community=SAMPLE_COMMUNITY, listener=None)
    try:
        with library.importing(SAMPLE_COMMUNITY, import_id) as session:
            stored = session.add(info, sample_batches(), cancel)
            progress(Progress("Saving the sample"))
    except Cancelled:
        library.undo_import(import_id)
        raise
    return ImportReport(
        (
            FileReport(
                path=SAMPLE_COMMUNITY,
                format=SAMPLE_FORMAT.id,
                format_title=SAMPLE_FORMAT.title,
                listener=None,
                tally=stored.tally,
                first=stored.first,
                last=stored.last,
                source=stored.source,
            ),
        )
    )


def _import_drop(
    library: Library, import_id: int, drop: Drop, answers: Answers, cancel: CancelToken, meter: _Meter
) -> Iterator[FileReport]:
    """One transaction for the dropped file: reports leave only after its commit."""
    reports = []
    with library.importing(drop.path.name, import_id) as session:
        for part in drop.parts:
            cancel.check()
            meter.step = f"Reading {Path(part.path).name}"
            try:
                reports.append(_import_part(library, session, part, answers, cancel, meter))
            except HistoryError as error:
                reports.append(_refused(part.path, str(error), session.refuse(part.path, str(error))))
        meter.step = f"Saving {drop.path.name}"
        meter.advance(0)
    yield from reports


def _import_part(
    library: Library, session: ImportSession, part: Part, answers: Answers, cancel: CancelToken, meter: _Meter
) -> FileReport:
    community = part.format.title if part.format.community else None
    owner = None if community else answers.listener or part.listener or DEFAULT_LISTENER
    part = replace(part, zone=answers.timezone) if part.wall_clock else part
    log = RowLog(notes=_notes(part, answers))
    info = SourceInfo(path=part.path, format=part.format.id, community=community, listener=owner)
    told = meter.scan(part.size)
    batches: Iterable[Batch] = read(part, log, cancel, meter.advance)
    if part.format.condensed:
        batches = condense(batches, library.folder, Support(), log, cancel, meter.tell)
    stored = session.add(info, batches, cancel, told, log)
    log.notes += join_notes(session, stored.source, part.name)
    problem, notes = _unreadable_rows(part, stored.tally), tuple(log.notes)
    session.annotate(stored, problem, notes)
    return FileReport(
        path=part.path,
        format=part.format.id,
        format_title=part.format.title,
        listener=owner,
        tally=stored.tally,
        first=stored.first,
        last=stored.last,
        problem=problem,
        notes=notes,
        source=stored.source,
    )


def _notes(part: Part, answers: Answers) -> list[str]:
    """What to say of the way in which a part is read."""
    notes: list[str] = []
    if part.wall_clock and part.zone is None:
        notes.append(
            f"{part.name} does not tell the time zone of its times, so they were taken as UTC. "
            "If that is not so, undo this import and repeat it with your time zone."
        )
    if part.mapping and answers.mapping is None:
        notes.append(f"The columns of {part.name} were read as you explained them before.")
    return notes


def _keep_mapping(mappings: Mappings, answers: Answers, files: Sequence[FileReport]) -> tuple[str, ...]:
    """Remember what was said of columns that could be read. What goes wrong with that is a note, no failure."""
    trouble = mappings.take_trouble()
    troubles = [trouble] if trouble else []
    if answers.mapping and any(file.tally.kept for file in files):
        try:
            mappings.remember(replace(answers.mapping, zone=answers.timezone or answers.mapping.zone))
        except HistoryError as error:
            troubles.append(str(error))
    return tuple(troubles)


def _refused(path: str, problem: str, source: int) -> FileReport:
    return FileReport(path, None, None, None, Tally(), problem=problem, source=source)


def _unreadable_rows(part: Part, tally: Tally) -> str | None:
    if not tally.unreadable:
        return None
    name, bad = Path(part.path).name, tally.unreadable
    rows = "1 row" if bad == 1 else f"{bad:,} rows"
    others = tally.rows_read - bad
    rest = "nothing else was in the file." if not others else f"the other {others:,} are accounted for in the report."
    return f"{rows} of {name} could not be read and {'was' if bad == 1 else 'were'} left out; {rest}"


class _Meter:
    """Turns bytes read into progress, at most thirty times a second."""

    def __init__(self, progress: ProgressSink, total: int) -> None:
        self.step = "Reading"
        self._progress = progress
        self._total = total
        self._done = 0
        self._told = 0.0

    def scan(self, size: int) -> Callable[[float], None]:
        """For a file of ``size`` bytes of which only shares are told."""
        before = self._done

        def tell(share: float) -> None:
            self.advance(before + round(share * size) - self._done)

        return tell

    def tell(self, progress: Progress) -> None:
        """For work after the reading, of which only the step is told."""
        self.step = progress.step
        self.advance(0)

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if count == 0 or now - self._told > 1 / 30:
            self._told = now
            self._progress(Progress(self.step, self._done, self._total))
