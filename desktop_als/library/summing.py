"""Plays added up to sums of a listener and an artist as they come, in bounded memory: what does not fit waits on disk."""

from __future__ import annotations

import duckdb
import numpy as np

from desktop_als.library.scan_views import scanned, tell_lost
from desktop_als.plays import UNKNOWN, Batch, CountBatch, Ints, ParquetScan, PlayBatch, RowLog, Scan, TableScan

HEARD_AT_ONCE = 2_000_000
"""Rows that are added up together."""

SUMS_AT_ONCE = 10_000_000
"""Sums are added up among themselves when they have become twice as many as after the last time, and at least so many."""

_TABLES = """
create table heard (listener varchar, artist varchar, plays bigint, last_played bigint);
create table sums (listener varchar, artist varchar, plays bigint, last_played bigint);
"""

_ADD_UP = "select listener, artist, sum(plays)::bigint as plays, max(last_played) as last_played from"

_FOLD = f"""
insert into sums {_ADD_UP} heard group by listener, artist;
truncate heard;
"""

_FOLD_SUMS = f"""
create table fewer as {_ADD_UP} sums group by listener, artist;
drop table sums;
alter table fewer rename to sums;
"""

_TAKE_SCANNED_SUMS = """
insert into sums select listener, artist, plays, last_played from scanned_sums;
drop table scanned_sums;
"""


class Sums:
    """The table ``sums`` (listener, artist, plays, last_played) of an empty database; a pair may stand there several times."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute(_TABLES)
        self._cursor = cursor
        self._heard = 0
        self._sums_before = 0

    def add(self, batch: Batch, log: RowLog) -> None:
        """Take the rows of ``batch``; ``log`` is told of the rows of a scan that are no good.

        Raises:
            HistoryError: a file to be scanned cannot be opened.
            TypeError: it holds neither plays nor totals.
            ValueError: it does not tell whose plays it holds.
        """
        match batch:
            case PlayBatch():
                self._hear(batch, np.ones(len(batch), np.int64), batch.played_at)
            case CountBatch():
                self._hear(batch, batch.plays, batch.last_played)
            case TableScan() | ParquetScan():
                self._hear_scan(batch, log)
            case _:
                raise TypeError(f"{type(batch).__name__} cannot be added up.")

    def close(self) -> None:
        """Add up what waits."""
        self._cursor.execute(_FOLD)

    def _hear(self, batch: PlayBatch | CountBatch, plays: Ints, last_played: Ints | None) -> None:
        if batch.listener is None:
            raise ValueError("Whose plays these are is not told, so they cannot be added up.")
        heard: dict[str, object] = {
            "listener": batch.listener,
            "artist": batch.artist,
            "plays": plays,
            "last_played": np.full(len(batch), UNKNOWN) if last_played is None else last_played,
        }
        self._cursor.register("incoming", heard)
        self._cursor.execute("insert into heard select listener, artist, plays, last_played from incoming")
        self._cursor.unregister("incoming")
        self._heard += len(batch)
        if self._heard >= HEARD_AT_ONCE:
            self._cursor.execute(_FOLD)
            self._heard = 0
            self._fold_sums()

    def _hear_scan(self, scan: Scan, log: RowLog) -> None:
        with scanned(self._cursor, scan):
            self._cursor.execute(_scanned_sums(scan))
            (kept,) = self._cursor.execute("select coalesce(sum(lines), 0)::bigint from scanned_sums").fetchall()[0]
            self._cursor.execute(_TAKE_SCANNED_SUMS)
            tell_lost(self._cursor, scan, kept, _is_nameless, log)
        self._fold_sums()

    def _fold_sums(self) -> None:
        (size,) = self._cursor.execute("select count(*) from sums").fetchall()[0]
        if size > max(SUMS_AT_ONCE, 2 * self._sums_before):
            self._cursor.execute(_FOLD_SUMS)
            (self._sums_before,) = self._cursor.execute("select count(*) from sums").fetchall()[0]


def _scanned_sums(scan: Scan) -> str:
    plays, last = ("count(*)", "played_at") if scan.rows_of == "plays" else ("sum(plays)::bigint", "last_played")
    return f"""
        create or replace table scanned_sums as
        select listener, artist, {plays} as plays, max({last}) as last_played, count(*) as lines
        from incoming where not ({_is_nameless("artist")} or listener is null or {_is_nameless("listener")})
        group by listener, artist
        """


def _is_nameless(column: str) -> str:
    return f"regexp_full_match({column}, '[\\s\\pZ\\pC]*')"
