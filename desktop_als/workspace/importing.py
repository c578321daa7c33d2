"""The use case "drop files": find what can be read, read it, store it, and say what became of every row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_als.errors import HistoryError
from desktop_als.history import TABLE_ID, ColumnMapping, Part, TableGuess, clock, find_parts, read
from desktop_als.history.sample import SAMPLE_COMMUNITY, SAMPLE_FORMAT, sample_batches
from desktop_als.library import ImportSession, Library, SourceInfo, Stored, Support, condense
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
    none. ``mapping`` is what the columns of the tables mean, and makes tables of them whatever they look like. ``community``
    says that these are data sets of many people, so that a history of one is not taken for theirs.
    """

    listener: str | None = None
    format_id: str | None = None
    timezone: str | None = None
    mapping: ColumnMapping | None = None
    community: bool = False


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
        Cancelled: the person stopped; the library is as before.
        LibraryError: the library cannot be written and is as before.
    """
    if answers.timezone is not None:
        clock(answers.timezone)
    format_id = TABLE_ID if answers.mapping else answers.format_id

    def explain(guess: TableGuess) -> ColumnMapping | None:
        return answers.mapping or mappings.known(guess.mapping)

    progress(Progress("Looking at the files"))
    drops = list(find_parts(paths, cancel, format_id, explain))
    meter = _Meter(progress, sum(part.size for drop in drops for part in drop.parts))
    files: list[FileReport] = []
    with library.importing(_label(paths)) as session:
        for drop in drops:
            if drop.problem:
                number = session.refuse(drop.path.name, drop.problem)
                files.append(replace(_refused(drop.path.name, drop.problem, number), unclear=drop.unclear))
            for part in drop.parts:
                cancel.check()
                meter.begin(f"Reading {Path(part.path).name}")
                files.append(_import_part(library.folder, session, part, answers, cancel, meter))
        meter.begin("Saving")
        session.settle()
        own = {file.source: Path(file.path).name for file in files if file.listener is not None}
        for number, notes in join_notes(session, own).items():
            session.annotate(number, notes)
        alike = session.names_alike() if own else 0
    files = [_told(file, session.stored[file.source]) for file in files]
    return ImportReport(tuple(files), (*_keep_mapping(mappings, answers, files), *_names_note(alike)))


def import_sample(library: Library, cancel: CancelToken, progress: ProgressSink) -> ImportReport:
    """Add the invented community. A second time adds nothing.

    Raises:
        Cancelled: the person stopped; the library is as before.
    """
    progress(Progress("Inventing the sample"))
    info = SourceInfo(path=SAMPLE_COMMUNITY, format=SAMPLE_FORMAT.id, community=SAMPLE_COMMUNITY, listener=None)
    with library.importing(SAMPLE_COMMUNITY) as session:
        number = session.add(info, sample_batches(), cancel)
        progress(Progress("Saving the sample"))
    file = FileReport(SAMPLE_COMMUNITY, SAMPLE_FORMAT.id, SAMPLE_FORMAT.title, None, Tally(), source=number)
    return ImportReport((_told(file, session.stored[number]),))


def _label(paths: Sequence[Path]) -> str:
    """What was dropped, in a few words."""
    others = len(paths) - 1
    return paths[0].name + (f" and {others} more" if others else "") if paths else "nothing"


def _import_part(
    folder: Path, session: ImportSession, part: Part, answers: Answers, cancel: CancelToken, meter: _Meter
) -> FileReport:
    """Read a part into the session; what became of its rows is told when that is complete."""
    community = part.format.title if part.format.community else None
    if answers.community and community is None:
        problem = (
            f"{part.name} is the history of one person and no data set of many. Import it as somebody's own history."
        )
        return _refused(part.path, problem, session.refuse(part.path, problem))
    owner = None if community else answers.listener or part.listener or DEFAULT_LISTENER
    part = replace(part, zone=answers.timezone) if part.wall_clock else part
    log = RowLog(notes=_notes(part, answers))
    info = SourceInfo(path=part.path, format=part.format.id, community=community, listener=owner)
    told = meter.scan(part.size)
    batches: Iterable[Batch] = read(part, log, cancel, meter.advance)
    if part.format.condensed:
        batches = condense(batches, folder, Support(), log, cancel, meter.tell)
    try:
        number = session.add(info, batches, cancel, told, log)
    except HistoryError as error:
        return _refused(part.path, str(error), session.refuse(part.path, str(error)))
    session.annotate(number, log.notes)
    return FileReport(part.path, part.format.id, part.format.title, owner, Tally(), source=number)


def _told(file: FileReport, stored: Stored) -> FileReport:
    if file.format is None:
        return file
    problem = _unreadable_rows(Path(file.path).name, stored.tally)
    return replace(file, tally=stored.tally, first=stored.first, last=stored.last, problem=problem, notes=stored.notes)


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


def _names_note(alike: int) -> list[str]:
    if not alike:
        return []
    differ, them = ("1 new name of an artist differs", "it") if alike == 1 else (f"{alike:,} new names differ", "them")
    return [f"{differ} from others only in capitals or typographic signs. Merge {them} where you check the names."]


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


def _unreadable_rows(name: str, tally: Tally) -> str | None:
    if not tally.unreadable:
        return None
    bad = tally.unreadable
    rows = "1 row" if bad == 1 else f"{bad:,} rows"
    others = tally.rows_read - bad
    rest = "nothing else was in the file." if not others else f"the other {others:,} are accounted for in the report."
    return f"{rows} of {name} could not be read and {'was' if bad == 1 else 'were'} left out; {rest}"


class _Meter:
    """Turns bytes read into progress, at most thirty times a second."""

    def __init__(self, progress: ProgressSink, total: int) -> None:
        self._step = "Reading"
        self._progress = progress
        self._total = total
        self._done = 0
        self._told = 0.0

    def begin(self, step: str) -> None:
        """Tell at once that another step begins."""
        self._step = step
        self.advance(0)

    def scan(self, size: int) -> Callable[[float], None]:
        """For a file of ``size`` bytes of which only shares are told."""
        before = self._done

        def tell(share: float) -> None:
            self.advance(before + round(share * size) - self._done)

        return tell

    def tell(self, progress: Progress) -> None:
        """For work after the reading, of which only the step is told."""
        self.begin(progress.step)

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if count == 0 or now - self._told > 1 / 30:
            self._told = now
            self._progress(Progress(self._step, self._done, self._total))
