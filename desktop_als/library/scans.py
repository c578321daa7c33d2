"""Tab-separated files of millions of lines, read by the database itself."""

from __future__ import annotations

import time

import duckdb

from desktop_als.errors import HistoryError
from desktop_als.library.records import SourceInfo
from desktop_als.library.staging import stage_incoming
from desktop_als.plays import FIRST_DAY, UNKNOWN, Fate, Precision, RowLog, TableScan

_DAY = 86_400
# Control characters anywhere, blanks and zero-width characters at either end: as the readers of other formats clean names.
_EDGE = r"[\s\x00-\x1f\x{200B}-\x{200F}\x{2060}\x{FEFF}]+"
_UNWANTED = rf"[\x00-\x1f\x7f\x{{FFFE}}]+|^{_EDGE}|{_EDGE}$"

# Several mistakes in one line are one unreadable row.
_REJECTED = """
select line, any_value(csv_line) as text
from reject_errors group by line, scan_id, file_id order by line
"""


def stage_scan(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, scan: TableScan) -> RowLog:
    """Add the good rows of the file to the stage and tell what became of the others.

    Raises:
        HistoryError: the file cannot be opened.
    """
    try:
        scan.path.open("rb").close()
    except OSError as error:
        raise HistoryError(
            f"{scan.path.name} cannot be opened ({error.strerror}). Allow reading it and try again."
        ) from error
    log = RowLog()
    _view(cursor, scan)
    try:
        _judge(cursor, log)
        stage_incoming(cursor, source, counts=scan.is_counts)
    finally:
        cursor.execute("drop view incoming; drop view judged; drop table reject_errors; drop table reject_scans")
    return log


def _view(cursor: duckdb.DuckDBPyConnection, scan: TableScan) -> None:
    """Views over the file: ``judged`` has every row with its fate, ``incoming`` only those that are kept."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in scan.columns)
    if scan.is_counts:
        read = "try_cast(plays as bigint) as plays"
        unreadable, outside = "coalesce(plays, 0) <= 0", "false"
        kept = "plays"
    else:
        latest = int(time.time()) + _DAY
        read = f"{_text('track')} as track, epoch(try_cast(time as timestamp))::bigint as played_at"
        unreadable, outside = "played_at is null", f"played_at not between {FIRST_DAY} and {latest}"
        kept = (
            f"played_at, {int(Precision.SECOND)} as precision, track, null::varchar as album, {UNKNOWN} as ms_played, "
            "true as counted, null::varchar as track_ref"
        )
    cursor.execute(
        f"""
        create or replace temp view judged as
        select *, case
            when listener is null or {unreadable} then '{Fate.UNREADABLE}'
            when artist is null then '{Fate.NO_ARTIST}'
            when {outside} then '{Fate.OUTSIDE_CALENDAR}'
            else '{Fate.KEPT}' end as fate
        from (
            select listener, {_text("artist")} as artist, {read}
            from read_csv({_quoted(str(scan.path))}, delim='\t', quote='', escape='', comment='', header=false,
                auto_detect=false, columns={{{columns}}}, store_rejects=true)
        )
        """
    )
    cursor.execute(
        f"""
        create or replace temp view incoming as
        select listener, artist, {kept}, 0 as row from judged where fate = '{Fate.KEPT}'
        """
    )


def _judge(cursor: duckdb.DuckDBPyConnection, log: RowLog) -> None:
    """Count the rows that are not kept and remember the first of them."""
    fates = cursor.execute(f"select fate, count(*) from judged where fate <> '{Fate.KEPT}' group by fate").fetchall()
    for line, text in cursor.execute(_REJECTED).fetchall():
        log.reject(Fate.UNREADABLE, line, text or "")
    if not fates:
        return
    lost = cursor.execute(
        f"select fate, concat_ws(' ', columns(* exclude fate)) from judged where fate <> '{Fate.KEPT}' limit {log.SAMPLES_KEPT}"
    ).fetchall()
    for fate, count in fates:
        examples = [text for kind, text in lost if kind == fate]
        for text in examples:
            log.reject(Fate(fate), 0, text)
        log.reject(Fate(fate), 0, count=count - len(examples))


def _text(column: str) -> str:
    """SQL for a cleaned text: nothing invisible, no outer blanks, absent rather than empty.

    One regular expression, because translate() and trim() with these characters take ten times as long.
    """
    return f"nullif(regexp_replace({column}, {_quoted(_UNWANTED)}, '', 'g'), '')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
