"""Tables of millions of lines, read by the database itself."""

from __future__ import annotations

import duckdb

from desktop_als.library.records import SourceInfo
from desktop_als.library.scan_views import scanned, tell_lost
from desktop_als.library.staging import Tell, stage_incoming
from desktop_als.plays import RowLog, Scan


def stage_scan(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, scan: Scan, tell: Tell) -> RowLog:
    """Add the good rows of the file to the stage and say what became of the others.

    Raises:
        HistoryError: the file cannot be opened or is not what it seems.
    """
    log = RowLog()
    with scanned(cursor, scan):
        staged = stage_incoming(cursor, source, scan.rows_of, tell)
        tell_lost(cursor, scan, staged, _was_heard_as_nothing, log)
    return log


def _was_heard_as_nothing(column: str) -> str:
    return f"{column} in (select spelling from heard_{column} where name = '')"
