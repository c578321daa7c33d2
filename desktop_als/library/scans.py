"""Text tables of millions of lines, read by the database itself."""

from __future__ import annotations

import time
from collections.abc import Mapping

import duckdb
import numpy as np

from desktop_als.errors import HistoryError
from desktop_als.library.records import SourceInfo
from desktop_als.library.staging import Tell, stage_incoming
from desktop_als.plays import FIRST_DAY, UNKNOWN, Fate, Precision, RowLog, RowsOf, TableScan

_DAY = 86_400

ROWS_TOLD = 100_000
"""Of the lines that are not kept, so many are told word for word; a community may have millions."""
_SECONDS = "try_cast(epoch(try_cast(number as timestamp)) as bigint)"
_RATING = "try_cast(number as float)"

# By what a line tells: the column with its number, and the columns that it brings beside listener and artist.
_NUMBER: dict[RowsOf, str] = {"plays": "time", "counts": "plays", "ratings": "rating"}
_BROUGHT: dict[RowsOf, str] = {
    "plays": f"""
        {_SECONDS} as played_at, {int(Precision.SECOND)} as precision, track, null::varchar as album,
        {UNKNOWN} as ms_played, 0 as ending, false as private, null::varchar as track_ref
        """,
    "counts": f"try_cast(number as bigint) as plays, null::varchar as track, {UNKNOWN} as last_played",
    "ratings": f"""
        null::varchar as album, {_RATING} as rating,
        case when try_cast(time as bigint) between 0 and {int(time.time()) + _DAY}
            then try_cast(time as bigint) else {UNKNOWN} end as rated_at
        """,
}

# Several mistakes in one line, or one mistake met by several queries, are one unreadable row.
_REJECTED = """
select line, any_value(csv_line) as text
from reject_errors group by line order by line
"""


def stage_scan(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, scan: TableScan, tell: Tell) -> RowLog:
    """Add the good rows of the file to the stage and say what became of the others.

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
    staged = stage_incoming(cursor, source, scan.rows_of, tell)
    # Reads every column that matters, so that each line with a mistake is met.
    rows, *_ = cursor.execute("select count(*), count(listener), count(artist), count(number) from lines").fetchall()[0]
    if rows > staged:
        _tell_lost(cursor, scan, log)
    for line, text in cursor.execute(_REJECTED).fetchall():
        log.reject(Fate.UNREADABLE, line, text or "")
    cursor.execute("drop view incoming; drop view lines; drop table reject_errors; drop table reject_scans")
    cursor.execute("drop table if exists item_names")
    return log


def _view(cursor: duckdb.DuckDBPyConnection, scan: TableScan) -> None:
    """Views over the file: ``lines`` as they are, ``incoming`` those that can be stored."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in scan.columns)
    table = f"""
        read_csv({_quoted(str(scan.path))}, delim={_quoted(scan.delimiter)}, quote='', escape='', comment='',
            header={str(scan.header).lower()}, auto_detect=false, columns={{{columns}}}, store_rejects=true)
        """
    if scan.names is None:
        named = f"select * from {table}"
    else:
        _learn_names(cursor, scan.names)
        named = f"select lines.* replace (name as artist) from {table} as lines left join item_names on artist = item"
    cursor.execute(f"create temp view lines as select *, {_NUMBER[scan.rows_of]} as number from ({named})")
    readable, in_calendar = _demands(scan)
    cursor.execute(
        f"""
        create temp view incoming as
        select listener, artist, {_BROUGHT[scan.rows_of]}, 0 as row
        from lines where {readable} and {in_calendar} and artist is not null
        """
    )


def _learn_names(cursor: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
    spelled = {
        "item": np.array([*names, None], object)[:-1],  # with None beside them, NumPy keeps the strings as they are
        "name": np.array([*names.values(), None], object)[:-1],
    }
    cursor.register("spelled_names", spelled)
    cursor.execute("create or replace temp table item_names as select * from spelled_names")
    cursor.unregister("spelled_names")


def _demands(scan: TableScan) -> tuple[str, str]:
    """SQL for what the number of a line must be: a number at all, and within the calendar."""
    match scan.rows_of:
        case "counts":
            return "coalesce(try_cast(number as bigint) > 0, false)", "true"
        case "ratings":
            return f"coalesce({_RATING} > 0 and isfinite({_RATING}), false)", "true"
        case "marks":
            return "true", "true"
        case "plays":
            return f"{_SECONDS} is not null", f"{_SECONDS} between {FIRST_DAY} and {int(time.time()) + _DAY}"


def _tell_lost(cursor: duckdb.DuckDBPyConnection, scan: TableScan, log: RowLog) -> None:
    """Count the lines that are not kept and remember the first of them."""
    readable, in_calendar = _demands(scan)
    lost = f"""
        from (
            select concat_ws(' ', listener, artist, number) as text, case
                when not {readable} then '{Fate.UNREADABLE}'
                when not {in_calendar} then '{Fate.OUTSIDE_CALENDAR}'
                when artist is null or artist in (select spelling from heard_artist where name = '') then '{Fate.NO_ARTIST}'
                when listener is null or listener in (select spelling from heard_listener where name = '')
                    then '{Fate.UNREADABLE}'
                end as fate
            from lines
        ) where fate is not null
        """
    examples = cursor.execute(f"select fate, text {lost} limit {ROWS_TOLD}").fetchall()
    for name, count in cursor.execute(f"select fate, count(*) {lost} group by fate").fetchall():
        texts = [text for fate, text in examples if fate == name]
        for text in texts:
            log.reject(Fate(name), 0, text)
        setattr(log.tally, name, getattr(log.tally, name) + count - len(texts))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
