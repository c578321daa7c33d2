"""One transaction of an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from desktop_als.errors import HistoryError
from desktop_als.library import journal, steps
from desktop_als.library.failures import plain_failures
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.kept_counts import keep_counts
from desktop_als.library.kept_marks import keep_marks
from desktop_als.library.kept_plays import keep_plays
from desktop_als.library.kept_ratings import keep_ratings
from desktop_als.library.records import SourceInfo, Stored
from desktop_als.library.scans import stage_scan
from desktop_als.library.source_scan import SourceScan, stage_source
from desktop_als.library.staging import Tell, empty_stages, ignore_share, stage_batch
from desktop_als.library.standing import settle
from desktop_als.library.totals import renew_totals
from desktop_als.plays import UNKNOWN, Batch, RowLog, Scan, Tally
from desktop_als.progress import CancelToken

SCANNED = 0.5
"""Share of the time of a table's import that goes into reading it; the rest goes into storing it."""


class ImportSession:
    """Made by :meth:`desktop_als.library.store.Library.importing`; nothing stands before its block ends."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, import_id: int, label: str) -> None:
        self.cursor = cursor
        self._import = import_id
        self._label = label
        self._cancel = CancelToken()
        self._holds = False

    def add(
        self,
        source: SourceInfo,
        batches: Iterable[Batch | SourceScan],
        cancel: CancelToken | None = None,
        tell: Tell = ignore_share,
        log: RowLog | None = None,
    ) -> Stored:
        """Store what is new in ``batches``.

        Args:
            source: where the rows come from.
            batches: the rows.
            cancel: stops a long statement too.
            tell: told how far the scan of a table is; readers tell of other batches themselves.
            log: what the reader says of the rows that are not in ``batches``, complete when these are at their end.

        Returns:
            What became of all rows, those of ``log`` included.

        Raises:
            Cancelled: ``cancel`` was raised; leave the block with it, so that nothing is kept.
            HistoryError: of the batches, or a file to be scanned cannot be opened. Nothing of this source is kept, and the
                block may go on with others.
        """
        self._cancel = cancel or self._cancel
        log = log or RowLog()
        with plain_failures(), interrupted_by(self._cancel, self.cursor):
            marks = journal.next_ids(self.cursor)
            try:
                self._stage(source, batches, log, lambda share: tell(share * SCANNED))
            except HistoryError:
                journal.forget_from(self.cursor, marks)  # the names it brought so far
                raise
            self._cancel.check()
            return self._keep(source, marks, log, lambda share: tell(SCANNED + share * (1 - SCANNED)))

    def refuse(self, path: str, problem: str) -> int:
        """Write down that a file could not be read; returns the id of its report."""
        with plain_failures():
            marks = journal.next_ids(self.cursor)
            refused = SourceInfo(path, format="")
            journal.record_source(self.cursor, self._import, refused, marks, Stored(Tally()), RowLog(), holds=False)
            journal.annotate(self.cursor, marks.source, problem, ())
            return marks.source

    def annotate(self, stored: Stored, problem: str | None, notes: tuple[str, ...]) -> None:
        """Write the sentences of its report beside a source."""
        with plain_failures():
            journal.annotate(self.cursor, stored.source, problem, notes)

    def complete(self) -> None:
        """Bring the totals up to date; called at the end of the block.

        Raises:
            Cancelled: the person asked to stop while it ran.
        """
        if self._holds:
            with plain_failures(), interrupted_by(self._cancel, self.cursor):
                renew_totals(self.cursor)
        self._cancel.check()

    def _stage(self, source: SourceInfo, batches: Iterable[Batch | SourceScan], log: RowLog, tell: Tell) -> None:
        empty_stages(self.cursor)
        for batch in batches:
            self._cancel.check()
            if isinstance(batch, Scan):
                found = stage_scan(self.cursor, source, batch, tell)
                log.tally += found.tally
                log.rows += found.rows
            elif isinstance(batch, SourceScan):
                stage_source(self.cursor, source, batch, tell)
            else:
                stage_batch(self.cursor, source, batch)

    def _keep(self, source: SourceInfo, marks: journal.Marks, log: RowLog, tell: Tell) -> Stored:
        cursor = self.cursor
        plays, first, last = keep_plays(cursor, marks.source, source.format)
        ratings, first_rated, last_rated = keep_ratings(cursor, marks.source, tell)
        counts = keep_counts(cursor, marks.source, source.format, tell)
        tally = plays + ratings + counts + keep_marks(cursor, marks.source)
        known = [moment for moment in (first, first_rated) if moment != UNKNOWN]
        stored = Stored(log.tally + tally, min(known, default=UNKNOWN), max(last, last_rated), marks.source)
        holds = bool(tally.kept or tally.too_short)
        if holds:
            steps.open_import(cursor, self._import, self._label, marks)
        else:
            journal.forget_from(cursor, marks, rows=False)
        journal.record_source(cursor, self._import, source, marks, stored, log, holds)
        if holds:
            settle(cursor, staged=True, check=self._cancel.check)
            stored = replace(stored, tally=journal.tally(cursor, marks.source))
        self._holds = self._holds or holds
        return stored
