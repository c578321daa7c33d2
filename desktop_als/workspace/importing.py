"""The use case "drop files": find what can be read, read it, store it, and say what became of every row."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from desktop_als.errors import Cancelled, HistoryError
from desktop_als.history import Drop, Part, find_parts, read
from desktop_als.history.sample import SAMPLE_COMMUNITY, SAMPLE_FORMAT, sample_batches
from desktop_als.library import ImportSession, Library, SourceInfo
from desktop_als.plays import RowLog, Tally
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.reports import FileReport, ImportReport

DEFAULT_LISTENER = "Me"


def import_history(
    library: Library,
    paths: Sequence[Path],
    listener: str | None,
    format_id: str | None,
    cancel: CancelToken,
    progress: ProgressSink,
) -> ImportReport:
    """Read every path. A file that cannot be read is told in its report and stops no other.

    Raises:
        Cancelled: the person stopped; everything this call had stored is taken out again.
        LibraryError: the library cannot be written; files stored before stay.
    """
    import_id = library.new_import()
    files: list[FileReport] = []
    try:
        progress(Progress("Looking at the files"))
        drops = list(find_parts(paths, cancel, format_id))
        bytes_read = _Meter(progress, sum(part.size for drop in drops for part in drop.parts))
        for drop in drops:
            if drop.problem:
                with library.importing(drop.path.name, import_id) as session:
                    source = session.refuse(drop.path.name, drop.problem)
                files.append(_refused(drop.path.name, drop.problem, source))
            else:
                files.extend(_import_drop(library, import_id, drop, listener, cancel, bytes_read))
    except Cancelled:
        library.undo_import(import_id)
        raise
    return ImportReport(tuple(files))


def named_listeners(paths: Sequence[Path], cancel: CancelToken) -> list[str]:
    """Whose histories these files say they are, each once, in the order of the files. Only their beginnings are read."""
    parts = (part for drop in find_parts(paths, cancel) for part in drop.parts if not part.format.community)
    return list(dict.fromkeys(part.listener for part in parts if part.listener))


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
    library: Library, import_id: int, drop: Drop, listener: str | None, cancel: CancelToken, meter: _Meter
) -> Iterator[FileReport]:
    """One transaction for the dropped file: reports leave only after its commit."""
    reports = []
    with library.importing(drop.path.name, import_id) as session:
        for part in drop.parts:
            cancel.check()
            meter.step = f"Reading {Path(part.path).name}"
            try:
                reports.append(_import_part(session, part, listener, cancel, meter))
            except HistoryError as error:
                reports.append(_refused(part.path, str(error), session.refuse(part.path, str(error))))
        meter.step = f"Saving {drop.path.name}"
        meter.advance(0)
    yield from reports


def _import_part(
    session: ImportSession, part: Part, listener: str | None, cancel: CancelToken, meter: _Meter
) -> FileReport:
    community = part.format.title if part.format.community else None
    owner = None if community else listener or part.listener or DEFAULT_LISTENER
    log = RowLog()
    info = SourceInfo(path=part.path, format=part.format.id, community=community, listener=owner)
    told = meter.scan(part.size)
    stored = session.add(info, read(part, log, cancel, meter.advance), cancel, told, log)
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

    def advance(self, count: int) -> None:
        self._done += count
        now = time.monotonic()
        if count == 0 or now - self._told > 1 / 30:
            self._told = now
            self._progress(Progress(self.step, self._done, self._total))
