"""A dump of any size, condensed to totals of listeners and artists with some support, in bounded memory.

The sums are made in a database of their own beside the library's, which is gone afterwards. What fits into memory is added up
there, the rest waits on disk; a dump of a billion plays leaves some tens of millions of totals.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from desktop_als.library.failures import plain_failures
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.scan_views import scanned, tell_lost
from desktop_als.plays import UNKNOWN, Batch, CountBatch, PlayBatch, RowLog, Scan
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

MEMORY = "1GB"
"""What the database may take beside that of the library."""

HEARD_AT_ONCE = 2_000_000
"""Rows that are added up together."""

SUMS_AT_ONCE = 10_000_000
"""Sums are added up among themselves when they have become twice as many as after the last time, and at least so many."""

PAIRS_AT_ONCE = 500_000
ROWS_PER_BATCH = 10_000

_FOLDER = "condensing"

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

_PAIRS = f"""
create table people as
select row_number() over ()::integer as id, listener as name from (select distinct listener from sums);
create table acts as
select row_number() over ()::integer as id, artist as name from (select distinct artist from sums);
create table pairs as
{_ADD_UP} (
    select people.id as listener, acts.id as artist, plays, last_played
    from sums join people on people.name = listener join acts on acts.name = artist
) group by listener, artist order by listener;
drop table sums;
"""

_DROP_RARE = """
delete from pairs where COLUMN in (select COLUMN from pairs group by COLUMN having count(*) < $least)
"""

_SOME_PAIRS = """
select people.name, acts.name, plays, last_played
from pairs join people on people.id = listener join acts on acts.id = artist
where listener between $first and $last
"""

_NUMBERS = (
    "select coalesce(sum(plays), 0)::bigint, count(distinct listener), count(distinct artist), max(listener) from pairs"
)


@dataclass(frozen=True, slots=True)
class Support:
    """What a total needs to be kept: an artist so many listeners, a listener so many artists, counting only what is kept."""

    least_listeners: int = 5
    least_artists: int = 5


def condense(
    batches: Iterable[Batch],
    folder: Path,
    support: Support,
    log: RowLog,
    cancel: CancelToken,
    progress: ProgressSink = ignore_progress,
) -> Iterator[CountBatch]:
    """Totals of each listener and artist with enough support, with the time of the last play where the plays have times.

    Args:
        batches: plays and totals with the names of their listeners.
        folder: that of the library; there must be room for about 25 bytes a pair, twice.
        support: what a total needs to be kept.
        log: told what became of the rows of scans, and in a note how much was kept.
        cancel: stops long statements too.
        progress: told of the steps after the reading; readers tell of that themselves.

    Raises:
        HistoryError: of the batches, or a file to be scanned cannot be opened.
        LibraryError: the disk is full or cannot be written.
        Cancelled: the person asked to stop.
    """
    with plain_failures(), _workbench(folder) as cursor, interrupted_by(cancel, cursor):
        sums = _Sums(cursor)
        for batch in batches:
            cancel.check()
            sums.add(batch, log)
        progress(Progress("Adding up the plays"))
        sums.close()
        progress(Progress("Leaving out what few people play"))
        plays, *_ = cursor.execute(_NUMBERS).fetchall()[0]
        _drop_rare(cursor, support, cancel)
        kept, listeners, artists, last = cursor.execute(_NUMBERS).fetchall()[0]
        log.notes.append(
            f"Of {plays:,} plays, {kept:,} were kept: those by {listeners:,} listeners of {artists:,} artists. "
            f"Left out were artists with fewer than {support.least_listeners} listeners, "
            f"and listeners with fewer than {support.least_artists} artists."
        )
        yield from _count_batches(cursor, last or 0, cancel)


def remove_leftovers(folder: Path) -> None:
    """Delete what a killed process left of :func:`condense` in the ``folder`` of a library. Only while nothing is condensed."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


@contextmanager
def _workbench(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    remove_leftovers(folder)
    bench = folder / _FOLDER
    bench.mkdir(parents=True)
    try:
        with closing(duckdb.connect(bench / "sums.duckdb")) as connection:
            connection.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false; {_TABLES}")
            yield connection
    finally:
        remove_leftovers(folder)


class _Sums:
    """Adds plays up as they come, so that what waits is always about as much as the result."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self._heard = 0
        self._sums_before = 0

    def add(self, batch: Batch, log: RowLog) -> None:
        """Take the rows of ``batch``."""
        match batch:
            case PlayBatch():
                self._hear(batch, "1", "played_at")
            case CountBatch():
                self._hear(batch, "plays", "last_played")
            case _ if isinstance(batch, Scan):
                self._hear_scan(batch, log)
            case _:
                raise TypeError(f"{type(batch).__name__} cannot be condensed.")

    def close(self) -> None:
        """Turn all that was heard into pairs of numbers."""
        self._cursor.execute(_FOLD)
        self._cursor.execute(_PAIRS)

    def _hear(self, batch: PlayBatch | CountBatch, plays: str, last_played: str) -> None:
        if batch.listener is None:
            raise ValueError("Whose plays these are is not told, so they cannot be condensed.")
        unknown = np.full(len(batch), UNKNOWN)
        times = batch.played_at if isinstance(batch, PlayBatch) else batch.last_played
        columns: dict[str, object] = {"listener": batch.listener, "artist": batch.artist}
        columns |= {last_played: unknown if times is None else times}
        if isinstance(batch, CountBatch):
            columns |= {"plays": batch.plays}
        self._cursor.register("coming", columns)
        self._cursor.execute(f"insert into heard select listener, artist, {plays}, {last_played} from coming")
        self._cursor.unregister("coming")
        self._heard += len(batch)
        if self._heard >= HEARD_AT_ONCE:
            self._fold()

    def _hear_scan(self, scan: Scan, log: RowLog) -> None:
        plays, last_played = ("1", "played_at") if scan.rows_of == "plays" else ("plays", "last_played")
        named = f"not ({_is_nameless('artist')} or listener is null or {_is_nameless('listener')})"
        with scanned(self._cursor, scan):
            self._cursor.execute(
                f"""
                insert into sums {_ADD_UP} (
                    select listener, artist, {plays} as plays, {last_played} as last_played from incoming where {named}
                ) group by listener, artist
                """
            )
            (kept,) = self._cursor.execute(f"select count(*) from incoming where {named}").fetchall()[0]
            tell_lost(self._cursor, scan, kept, _is_nameless, log)
        self._fold_sums()

    def _fold(self) -> None:
        self._cursor.execute(_FOLD)
        self._heard = 0
        self._fold_sums()

    def _fold_sums(self) -> None:
        (size,) = self._cursor.execute("select count(*) from sums").fetchall()[0]
        if size > max(SUMS_AT_ONCE, 2 * self._sums_before):
            self._cursor.execute(_FOLD_SUMS)
            (self._sums_before,) = self._cursor.execute("select count(*) from sums").fetchall()[0]


def _is_nameless(column: str) -> str:
    return f"regexp_full_match({column}, '[\\s\\pZ\\pC]*')"


def _drop_rare(cursor: duckdb.DuckDBPyConnection, support: Support, cancel: CancelToken) -> None:
    """Again and again: a listener who leaves takes support from artists."""
    demands = {"artist": support.least_listeners, "listener": support.least_artists}
    gone = 1
    while gone:
        gone = 0
        for column, least in demands.items():
            cancel.check()
            statement = _DROP_RARE.replace("COLUMN", column)
            gone += cursor.execute(statement, {"least": least}).fetchall()[0][0]


def _count_batches(cursor: duckdb.DuckDBPyConnection, last: int, cancel: CancelToken) -> Iterator[CountBatch]:
    (pairs,) = cursor.execute("select count(*) from pairs").fetchall()[0]
    step = max(1, (last + 1) * PAIRS_AT_ONCE // max(1, pairs))
    row = 1
    for first in range(0, last + 1, step):
        cursor.execute(_SOME_PAIRS, {"first": first, "last": first + step - 1})
        while rows := cursor.fetchmany(ROWS_PER_BATCH):
            cancel.check()
            listeners, artists, plays, last_played = zip(*rows, strict=True)
            yield CountBatch(
                row=np.arange(row, row + len(rows)),
                artist=np.array(artists, object),
                plays=np.array(plays, np.int64),
                listener=np.array(listeners, object),
                last_played=np.array(last_played, np.int64),
            )
            row += len(rows)
