"""One transaction of an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import duckdb

from desktop_als.errors import HistoryError
from desktop_als.library import journal, steps
from desktop_als.library.credits import alike_since
from desktop_als.library.failures import plain_failures
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.kept_counts import keep_counts
from desktop_als.library.kept_marks import keep_marks
from desktop_als.library.kept_plays import keep_plays
from desktop_als.library.kept_ratings import keep_ratings
from desktop_als.library.play_stage import ROWS_AT_ONCE, PlayStage
from desktop_als.library.records import SourceInfo, Stored
from desktop_als.library.scans import stage_scan
from desktop_als.library.source_scan import SourceScan, stage_source
from desktop_als.library.staging import Tell, empty_stages, ignore_share, stage_batch
from desktop_als.library.standing import settle
from desktop_als.library.totals import renew_totals
from desktop_als.plays import Batch, ParquetScan, PlayBatch, RowLog, TableScan, Tally
from desktop_als.progress import CancelToken

SCANNED = 0.5
"""Share of the time of a table's import that goes into reading it; the rest goes into storing it."""


@dataclass(slots=True)
class _Pending:
    """A source whose rows are not all compared yet. ``log`` tells of those that its reader left out."""

    info: SourceInfo
    log: RowLog
    stored: Stored
    problem: str | None = None
    notes: list[str] = field(default_factory=list)
    imported_at: int | None = None


class ImportSession:
    """Made by :meth:`desktop_als.library.store.Library.importing`; nothing stands before its block ends.

    Attributes:
        stored: by the ids that :meth:`add` gave, what became of the rows; known when the block has ended.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, import_id: int, label: str) -> None:
        self.stored: dict[int, Stored] = {}
        self.cursor = cursor
        self._import = import_id
        self._label = label
        self._cancel = CancelToken()
        self._marks: journal.Marks | None = None
        self._stage = PlayStage()
        self._pending: dict[int, _Pending] = {}

    def add(
        self,
        source: SourceInfo,
        batches: Iterable[Batch | SourceScan],
        cancel: CancelToken | None = None,
        tell: Tell = ignore_share,
        log: RowLog | None = None,
    ) -> int:
        """Take the rows of a source; what is new in them is stored by the end of the block.

        Args:
            source: where the rows come from.
            batches: the rows.
            cancel: stops a long statement too.
            tell: told how far the scan of a table is; readers tell of other batches themselves.
            log: what the reader says of the rows that are not in ``batches``, complete when these are at their end.

        Returns:
            The id of the source.

        Raises:
            Cancelled: ``cancel`` was raised; leave the block with it, so that nothing is kept.
            HistoryError: of the batches, or a file to be scanned cannot be opened. Nothing of this source is kept, and the
                block may go on with others.
        """
        self._cancel = cancel or self._cancel
        with plain_failures(), interrupted_by(self._cancel, self.cursor):
            number = self._open(source, log or RowLog())
            before = journal.next_ids(self.cursor)
            empty_stages(self.cursor, number)
            try:
                scanned = self._take(number, batches, lambda share: tell(share * SCANNED))
            except HistoryError:
                self._stage.drop(number)
                del self._pending[number]
                journal.forget_source(self.cursor, number, before)
                raise
            self._cancel.check()
            self._keep_others(number, scanned, before, lambda share: tell(SCANNED + share * (1 - SCANNED)))
        return number

    def refuse(self, path: str, problem: str) -> int:
        """Write down that a file could not be read; returns the id of its report."""
        with plain_failures():
            number = self._open(SourceInfo(path, format=""), RowLog())
            self._pending[number].problem = problem
            return number

    def annotate(self, source_id: int, notes: Iterable[str], problem: str | None = None, at: int | None = None) -> None:
        """Add sentences to the report of a source; ``at`` is when it was imported (Unix seconds), if not now."""
        waiting = self._pending[source_id]
        waiting.notes += notes
        waiting.problem = problem or waiting.problem
        waiting.imported_at = at

    def names_alike(self) -> int:
        """How many of the artists that came with this import differ from others only in capitals or typographic signs."""
        with plain_failures():
            return alike_since(self.cursor, self._marks.artist) if self._marks else 0

    def settle(self) -> None:
        """Store what waits and bring up to date what stands. Nothing can be added after it, but :meth:`annotate` can.

        Raises:
            Cancelled: the person asked to stop while it ran.
        """
        with plain_failures(), interrupted_by(self._cancel, self.cursor):
            self._store_plays()
            if self._pending and self._marks is not None:
                self._record(self._marks)
        self._cancel.check()

    def complete(self) -> None:
        """Called at the end of the block."""
        if not self.stored:
            self.settle()
        for number, waiting in self._pending.items():
            stored = self.stored[number]
            if len(waiting.notes) > len(stored.notes):
                journal.write_notes(self.cursor, number, waiting.notes)
                self.stored[number] = replace(stored, notes=tuple(waiting.notes))

    def _open(self, source: SourceInfo, log: RowLog) -> int:
        if self._marks is None:
            self._marks = journal.next_ids(self.cursor)
        number = max(self._pending, default=self._marks.source - 1) + 1
        self._pending[number] = _Pending(source, log, Stored(Tally(), source=number))
        return number

    def _take(self, number: int, batches: Iterable[Batch | SourceScan], tell: Tell) -> bool:
        """Stage the rows; returns whether a table of plays was scanned."""
        waiting = self._pending[number]
        scanned = False
        for batch in batches:
            self._cancel.check()
            match batch:
                case PlayBatch():
                    self._stage.add(number, waiting.info, batch)
                    if len(self._stage) >= ROWS_AT_ONCE:
                        self._store_plays()
                case TableScan() | ParquetScan():
                    found = stage_scan(self.cursor, waiting.info, batch, tell)
                    waiting.log.tally += found.tally
                    waiting.log.rows += found.rows
                    scanned = scanned or batch.rows_of == "plays"
                case SourceScan():
                    stage_source(self.cursor, waiting.info, batch, tell)
                    scanned = True
                case _:
                    stage_batch(self.cursor, waiting.info, batch)
        return scanned

    def _store_plays(self) -> None:
        if len(self._stage):
            self._stage.spill(self.cursor)
            self._keep_plays()

    def _keep_plays(self) -> None:
        formats = {number: waiting.info.format for number, waiting in self._pending.items()}
        for number, stored in keep_plays(self.cursor, formats).items():
            self._pending[number].stored += stored

    def _keep_others(self, number: int, scanned: bool, before: journal.Marks, tell: Tell) -> None:
        waiting = self._pending[number]
        if scanned:
            self._keep_plays()
        waiting.stored += keep_ratings(self.cursor, number, tell)
        drop = [other for other, its in self._pending.items() if its.info.format == waiting.info.format]
        waiting.stored += keep_counts(self.cursor, number, waiting.info.format, drop, tell)
        waiting.stored += keep_marks(self.cursor, number)
        if not waiting.stored.holds:
            journal.forget_unused(self.cursor, before)

    def _record(self, marks: journal.Marks) -> None:
        """Enter the sources, settle what stands, and renew the sums."""
        holding = any(waiting.stored.holds for waiting in self._pending.values())
        if holding:
            steps.open_import(self.cursor, self._import, self._label, marks)
        for waiting in self._pending.values():
            waiting.stored = replace(waiting.stored, tally=waiting.stored.tally + waiting.log.tally)
            journal.record_source(
                self.cursor,
                self._import,
                waiting.info,
                waiting.stored,
                waiting.log,
                waiting.problem,
                waiting.notes,
                waiting.imported_at,
            )
        if holding:
            journal.digest_sources(self.cursor, marks)
            settle(self.cursor, since=marks.source, check=self._cancel.check)
            renew_totals(self.cursor)
        tallies = journal.tallies(self.cursor, marks.source)
        self.stored = {
            number: replace(waiting.stored, tally=tallies[number], notes=tuple(waiting.notes))
            for number, waiting in self._pending.items()
        }
