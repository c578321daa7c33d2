"""Files that the database reads itself, as views: ``lines`` as they are, ``incoming`` those that can be stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np

from desktop_als.errors import HistoryError
from desktop_als.plays import (
    FIRST_DAY,
    UNKNOWN,
    Fate,
    NameTable,
    ParquetScan,
    Precision,
    RowLog,
    RowsOf,
    Scan,
    TableScan,
)

_DAY = 86_400

ROWS_TOLD = 100_000
"""Of the lines that are not kept, so many are told word for word; a community may have millions."""

_RATING = "try_cast(number as float)"

# By what a line tells: the column with its number, and the columns that it brings beside listener and artist.
_NUMBER: dict[RowsOf, str] = {"plays": "time", "counts": "plays", "ratings": "rating"}
_BROUGHT: dict[RowsOf, str] = {
    "plays": f"""
        seconds as played_at, {int(Precision.SECOND)} as precision, track, null::varchar as album,
        {UNKNOWN} as ms_played, 0 as ending, false as private, null::varchar as track_ref
        """,
    "counts": f"try_cast(number as bigint) as plays, null::varchar as track, {UNKNOWN} as last_played",
    "ratings": f"""
        null::varchar as track, null::varchar as album, {_RATING} as rating,
        case when try_cast(time as bigint) between 0 and {int(time.time()) + _DAY}
            then try_cast(time as bigint) else {UNKNOWN} end as rated_at
        """,
}

# Several mistakes in one line, or one mistake met by several queries, are one unreadable row.
_REJECTED = """
select line, any_value(csv_line) as text
from reject_errors group by line order by line
"""

_NO_SUCH_LETTER = "\x01"
"""Parts the one column of a file that is read as lines."""

_BLOCK = 2**22

IsNameless = Callable[[str], str]
"""From the name of a column to SQL that tells whether nothing visible is in it."""


@contextmanager
def scanned(cursor: duckdb.DuckDBPyConnection, scan: Scan) -> Iterator[None]:
    """The views exist while this is entered.

    Raises:
        HistoryError: the file cannot be opened or is not what it seems.
    """
    names = scan.names if isinstance(scan, TableScan) else None
    for path in (scan.path, names.path) if isinstance(names, NameTable) else (scan.path,):
        _try_to_open(path)
    lines = _parquet_lines(cursor, scan) if isinstance(scan, ParquetScan) else _text_lines(cursor, scan)
    readable, in_calendar = _demands(scan.rows_of)
    try:
        cursor.execute(f"create or replace temp view lines as {lines}")
        cursor.execute(
            f"""
            create or replace temp view incoming as
            select listener, artist, {_BROUGHT[scan.rows_of]}, 0 as row
            from lines where {readable} and {in_calendar} and artist is not null
            """
        )
        yield
    finally:
        cursor.execute(
            """
            drop view if exists incoming; drop view if exists lines; drop table if exists item_names;
            drop table if exists reject_errors; drop table if exists reject_scans
            """
        )


def _try_to_open(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise HistoryError(
            f"{path.name} cannot be opened ({error.strerror}). Allow reading it and try again."
        ) from error


def tell_lost(cursor: duckdb.DuckDBPyConnection, scan: Scan, kept: int, is_nameless: IsNameless, log: RowLog) -> None:
    """Count the lines that are not among the ``kept`` ones and remember the first of them. Only while ``scanned``."""
    # Reads every column that matters, so that each line with a mistake is met.
    rows, *_ = cursor.execute("select count(*), count(listener), count(artist), count(number) from lines").fetchall()[0]
    if rows > kept:
        _tell_unfit(cursor, scan.rows_of, is_nameless, log)
    if isinstance(scan, TableScan):
        for line, text in cursor.execute(_REJECTED).fetchall():
            log.reject(Fate.UNREADABLE, line, text or "")


def _tell_unfit(cursor: duckdb.DuckDBPyConnection, rows_of: RowsOf, is_nameless: IsNameless, log: RowLog) -> None:
    readable, in_calendar = _demands(rows_of)
    lost = f"""
        from (
            select concat_ws(' ', listener, artist, number) as text, case
                when not {readable} then '{Fate.UNREADABLE}'
                when not {in_calendar} then '{Fate.OUTSIDE_CALENDAR}'
                when artist is null or {is_nameless("artist")} then '{Fate.NO_ARTIST}'
                when listener is null or {is_nameless("listener")} then '{Fate.UNREADABLE}'
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


def _demands(rows_of: RowsOf) -> tuple[str, str]:
    """SQL for what the number of a line must be: a number at all, and within the calendar."""
    match rows_of:
        case "counts":
            return "coalesce(try_cast(number as bigint) > 0, false)", "true"
        case "ratings":
            return f"coalesce({_RATING} > 0 and isfinite({_RATING}), false)", "true"
        case "marks":
            return "true", "true"
        case "plays":
            return "seconds is not null", f"seconds between {FIRST_DAY} and {int(time.time()) + _DAY}"


def _text_lines(cursor: duckdb.DuckDBPyConnection, scan: TableScan) -> str:
    table = f"""
        {_read_text(scan.path, scan.delimiter, scan.columns)},
            header={str(scan.header).lower()}, store_rejects=true)
        """
    named = f"select * from {table}"
    if scan.names is not None:
        _learn_names(cursor, scan.names)
        named = f"select lines.* replace (name as artist) from {table} as lines left join item_names on artist = item_names.item"
    if scan.rows_of != "plays":
        return f"select *, {_NUMBER[scan.rows_of]} as number from ({named})"
    track = "" if "track" in scan.columns else ", null::varchar as track"
    unix, iso = "try_cast(time as bigint)", "try_cast(epoch(try_cast(time as timestamp)) as bigint)"
    return f"select *, time as number, coalesce({iso}, {unix}) as seconds {track} from ({named})"


def _parquet_lines(cursor: duckdb.DuckDBPyConnection, scan: ParquetScan) -> str:
    table = f"read_parquet({_quoted(str(scan.path))})"
    try:
        types = {name: kind for name, kind, *_ in cursor.execute(f"describe select * from {table}").fetchall()}
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise HistoryError(
            f"{scan.path.name} is damaged or was not downloaded to its end. Download it again."
        ) from error
    lacking = [name for name in scan.columns.values() if name not in types]
    if lacking or not types[scan.columns["time"]].startswith("TIMESTAMP"):
        raise HistoryError(f"{scan.path.name} has other columns than a dump of listens, so nothing was read.")
    told = {meaning: f'"{name}"' for meaning, name in scan.columns.items()}
    return f"""
        select {told["listener"]}::varchar as listener, {told["artist"]}::varchar as artist,
            {told["track"]}::varchar as track, {told["time"]}::varchar as number,
            try_cast(epoch({told["time"]}) as bigint) as seconds
        from {table}
        """


def _read_text(path: Path, delimiter: str, columns: tuple[str, ...]) -> str:
    """The beginning of a call that reads a text table whose cells are never quoted.

    The strict parser, which notices that a line has too many cells, gives up on line ends of several kinds.
    """
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    return f"""
        read_csv({_quoted(str(path))}, delim={_quoted(delimiter)}, quote='', escape='', comment='', auto_detect=false,
            strict_mode={str(not _line_ends_differ(path)).lower()}, columns={{{types}}}"""


def _line_ends_differ(path: Path) -> bool:
    returns = feeds = both = 0
    last = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            returns += block.count(b"\r")
            if returns:
                both += (last + block).count(b"\r\n")
            feeds += block.count(b"\n")
            last = block[-1:]
    return returns > 0 and feeds > 0 and not returns == feeds == both


def _learn_names(cursor: duckdb.DuckDBPyConnection, names: Mapping[str, str] | NameTable) -> None:
    """Make the table ``item_names`` of each ``item`` and its ``name``."""
    if not isinstance(names, NameTable):
        _learn_pairs(cursor, "item_names", names)
        return
    item, artist = (names.columns.index(column) + 1 for column in ("item", "artist"))
    lines = f"{_read_text(names.path, _NO_SUCH_LETTER, ('line',))}, header=false, ignore_errors=true)"
    _learn_pairs(cursor, "item_aliases", names.aliases or {})
    cursor.execute(
        f"""
        create or replace temp table item_names as
        with told as (
            select cells[{item}] as item, min(cells[{artist}]) as name
            from (select string_split(line, {_quoted(names.delimiter)}) as cells from {lines})
            where cells[{artist}] <> '' group by all
        ), meant as (
            select item_aliases.item, told.name from item_aliases join told on item_aliases.name = told.item
        )
        from meant union all (from told anti join meant using (item));
        drop table item_aliases
        """
    )


def _learn_pairs(cursor: duckdb.DuckDBPyConnection, table: str, names: Mapping[str, str]) -> None:
    spelled = {
        "item": np.array([*names, None], object)[:-1],  # with None beside them, NumPy keeps the strings as they are
        "name": np.array([*names.values(), None], object)[:-1],
    }
    cursor.register("spelled_names", spelled)
    cursor.execute(
        f"create or replace temp table {table} as select item::varchar as item, name::varchar as name from spelled_names"
    )
    cursor.unregister("spelled_names")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
