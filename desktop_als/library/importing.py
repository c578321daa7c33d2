"""One transaction of an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from desktop_als.errors import HistoryError
from desktop_als.library import journal, superseding
from desktop_als.library.failures import plain_failures
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.kept_counts import keep_counts
from desktop_als.library.kept_plays import keep_plays
from desktop_als.library.kept_ratings import keep_ratings
from desktop_als.library.records import SourceInfo, Stored
from desktop_als.library.scans import stage_scan
from desktop_als.library.staging import Tell, empty_stages, ignore_share, stage_batch
from desktop_als.library.totals import renew_totals
from desktop_als.plays import UNKNOWN, Batch, Fate, TableScan, Tally
from desktop_als.progress import CancelToken

SCANNED = 0.5
"""Share of the time of a table's import that goes into reading it; the rest goes into storing it."""


class ImportSession:
    """Made by :meth:`desktop_als.library.store.Library.importing`; nothing stands before its block ends."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, import_id: int, label: str) -> None:
        self._cursor = cursor
        self._import = import_id
        self._label = label
        self._cancel = CancelToken()
        self._ids: dict[SourceInfo, int] = {}

    def add(
        self,
        source: SourceInfo,
        batches: Iterable[Batch],
        cancel: CancelToken | None = None,
        tell: Tell = ignore_share,
    ) -> Stored:
        """Store what is new in ``batches``; a source with nothing new leaves no trace.

        Args:
            source: where the rows come from.
            batches: the rows.
            cancel: stops a long statement too.
            tell: told how far the scan of a table is; readers tell of other batches themselves.

        Raises:
            Cancelled: ``cancel`` was raised; leave the block with it, so that nothing is kept.
            HistoryError: of the batches, or a file to be scanned cannot be opened. Nothing of this source is kept, and the
                block may go on with others.
        """
        self._cancel = cancel or self._cancel
        with plain_failures(), interrupted_by(self._cancel, self._cursor):
            marks = journal.next_ids(self._cursor)
            try:
                tally, samples = self._stage(source, batches, lambda share: tell(share * SCANNED))
            except HistoryError:
                journal.forget_from(self._cursor, marks)  # the names it brought so far
                raise
            self._cancel.check()
            stored = self._keep(source, marks, lambda share: tell(SCANNED + share * (1 - SCANNED)))
        return replace(stored, tally=stored.tally + tally, samples=tuple(samples))

    def finish(self, source: SourceInfo, tally: Tally) -> None:
        """Write down what became of all rows of ``source``, those that its reader rejected included."""
        if source not in self._ids:
            return
        with plain_failures():
            self._cursor.execute(
                f"update sources set {', '.join(f'{fate} = ${fate}' for fate in Fate)} where id = $id",
                {fate.value: getattr(tally, fate) for fate in Fate} | {"id": self._ids[source]},
            )

    def complete(self) -> None:
        """Bring the totals up to date; called at the end of the block.

        Raises:
            Cancelled: the person asked to stop while it ran.
        """
        if self._ids:
            with plain_failures(), interrupted_by(self._cancel, self._cursor):
                renew_totals(self._cursor)
        self._cancel.check()

    def _stage(
        self, source: SourceInfo, batches: Iterable[Batch], tell: Tell
    ) -> tuple[Tally, list[tuple[Fate, int, str]]]:
        empty_stages(self._cursor)
        tally = Tally()
        samples: list[tuple[Fate, int, str]] = []
        for batch in batches:
            self._cancel.check()
            if isinstance(batch, TableScan):
                log = stage_scan(self._cursor, source, batch, tell)
                tally += log.tally
                samples += log.samples
            else:
                stage_batch(self._cursor, source, batch)
        return tally, samples

    def _keep(self, source: SourceInfo, marks: journal.Marks, tell: Tell) -> Stored:
        cursor = self._cursor
        superseded = superseding.supersede(cursor, marks.source, source.format)
        plays, first, last = keep_plays(cursor, marks.source)
        ratings, first_rated, last_rated = keep_ratings(cursor, marks.source, tell)
        counts = keep_counts(cursor, marks.source, source.format, tell)
        tally = plays + ratings + counts + Tally(duplicates=superseded)
        known = [moment for moment in (first, first_rated) if moment != UNKNOWN]
        stored = Stored(tally, min(known, default=UNKNOWN), max(last, last_rated))
        if tally.kept or tally.too_short:
            journal.open_import(cursor, self._import, self._label, marks)
            journal.record_source(cursor, self._import, source, marks, stored)
            self._ids[source] = marks.source
        else:
            journal.forget_from(cursor, marks)
        return stored
