"""A dump of any size, condensed to totals of listeners and artists with some support, in bounded memory.

The sums are made in a database of their own beside the library's, which is gone afterwards. A dump of a billion plays leaves
some tens of millions of totals.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from desktop_als.errors import LibraryError
from desktop_als.library.failures import plain_failures
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.summing import Sums
from desktop_als.plays import Batch, CountBatch, RowLog
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

MEMORY = "1GB"
"""What the database may take beside that of the library. 20 million plays took the process to 630 MB in all."""

PAIRS_AT_ONCE = 500_000
ROWS_PER_BATCH = 10_000

_FOLDER = "condensing"

# Names become numbers, by which the many rounds of leaving out are quick.
_PAIRS = """
create table people as
select row_number() over ()::integer as id, listener as name from (select distinct listener from sums);
create table acts as
select row_number() over ()::integer as id, artist as name from (select distinct artist from sums);
create table pairs as
select people.id as listener, acts.id as artist, sum(plays)::bigint as plays, max(last_played) as last_played
from sums join people on people.name = listener join acts on acts.name = artist
group by people.id, acts.id order by people.id;
drop table sums;
"""

_DROP_RARE = """
delete from pairs where COLUMN in (select COLUMN from pairs group by COLUMN having count(*) < $least)
"""

_NUMBERS = """
select coalesce(sum(plays), 0)::bigint, count(distinct listener), count(distinct artist), coalesce(max(listener), 0), count(*)
from pairs
"""

_SOME_PAIRS = """
select people.name, acts.name, plays, last_played
from pairs join people on people.id = listener join acts on acts.id = artist
where listener between $first and $last
"""


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
        folder: that of the library, on whose disk the sums wait.
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
        sums = Sums(cursor)
        for batch in batches:
            cancel.check()
            sums.add(batch, log)
        progress(Progress("Adding up the plays"))
        sums.close()
        cursor.execute(_PAIRS)
        progress(Progress("Leaving out what few people play"))
        plays, *_ = cursor.execute(_NUMBERS).fetchall()[0]
        _drop_rare(cursor, support, cancel)
        kept, listeners, artists, *_ = cursor.execute(_NUMBERS).fetchall()[0]
        log.notes.append(
            f"Of {plays:,} plays, {kept:,} were kept: those by {listeners:,} listeners of {artists:,} artists. "
            f"Left out were artists with fewer than {support.least_listeners} listeners, "
            f"and listeners with fewer than {support.least_artists} artists."
        )
        yield from _count_batches(cursor, cancel)


def remove_leftovers(folder: Path) -> None:
    """Delete what a killed process left of :func:`condense` in the ``folder`` of a library. Only while nothing is condensed."""
    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


@contextmanager
def _workbench(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    remove_leftovers(folder)
    bench = folder / _FOLDER
    try:
        bench.mkdir(parents=True)
    except OSError as error:
        raise LibraryError(
            f"The folder {folder} cannot be written ({error.strerror}). Allow writing to it or make room."
        ) from error
    try:
        with closing(duckdb.connect(bench / "sums.duckdb")) as connection:
            connection.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
            yield connection
    finally:
        remove_leftovers(folder)


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


def _count_batches(cursor: duckdb.DuckDBPyConnection, cancel: CancelToken) -> Iterator[CountBatch]:
    *_, last, pairs = cursor.execute(_NUMBERS).fetchall()[0]
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
