"""Another library's sources, read into this one like files, and its layers united with ours; together one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb

from desktop_als.library import exposures, journal, queries, schema, snapshots, steps
from desktop_als.library.importing import ImportSession
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.layers import rows_of
from desktop_als.library.names import search_key
from desktop_als.library.records import SourceInfo, Totals
from desktop_als.library.snapshots import OTHER
from desktop_als.library.source_scan import SourceScan
from desktop_als.library.staging import Tell
from desktop_als.library.standing import settle
from desktop_als.library.totals import renew_totals
from desktop_als.library.uniting import United, mentioned_artists, unite_layers
from desktop_als.plays import Fate, LeftOut, RowLog, Tally
from desktop_als.progress import CancelToken

IMPORTED = 0.9
"""Share of the time of a merge that goes into its sources."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge brought: new sources, the library before and after it, and what became of the layers."""

    sources: int
    before: Totals
    after: Totals
    layers: United


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A source of the other library; ``here`` is its id in this one, None if it is not here."""

    id: int
    here: int | None
    info: SourceInfo
    tally: Tally
    stored: int
    imported_at: int
    problem: str | None
    notes: tuple[str, ...]


_ROWS_READ = " + ".join(Fate)
_STORED = " + ".join(
    f"(select count(*) from {OTHER}.{table} where source = theirs.id)"
    for table in ("plays", "counts", "ratings", "marks")
)

# The same drop of the same file: its plays would all be found to be here.
_SOURCES = f"""
select theirs.id, (
        select min(ours.id) from sources as ours
        where ours.path = theirs.path and ours.format = theirs.format and ours.imported_at = theirs.imported_at
            and ours.first - ours.shift = theirs.first - theirs.shift and ours.last - ours.shift = theirs.last - theirs.shift
            and ours.listener is not distinct from theirs.listener
            and ours.community is not distinct from theirs.community
            and ours.{_ROWS_READ.replace(" + ", " + ours.")} = theirs.{_ROWS_READ.replace(" + ", " + theirs.")}
    ),
    path, format, community, listener, {_STORED}, imported_at, problem, notes, {", ".join(Fate)}
from {OTHER}.sources as theirs order by theirs.id
"""

_SAME_ARTISTS = f"""
select theirs.id, min(artists.id) from {OTHER}.artists as theirs join artists using (name)
where theirs.id in ({mentioned_artists()}) group by theirs.id
"""

_SAME_LISTENERS = f"""
select theirs.id, listeners.id from {OTHER}.listeners as theirs
join listeners on listeners.name = theirs.name and listeners.community is not distinct from theirs.community
"""

_UNHEARD = f"""
select distinct name from {OTHER}.artists
where id in ({mentioned_artists()}) and name not in (select name from artists) order by name
"""


def merge(cursor: duckdb.DuckDBPyConnection, step: int, label: str, cancel: CancelToken, tell: Tell) -> Merged:
    """Add what the library attached as ``OTHER`` has and this one lacks, in a transaction.

    Args:
        step, label: of the step that it becomes, if anything came of it.
        cancel, tell: as everywhere.

    Raises:
        LibraryError: the file holds no library.
        Cancelled: ``cancel`` was raised; roll back.
    """
    snapshots.check_tables(cursor, OTHER)
    before, marks = queries.totals(cursor), journal.next_ids(cursor)
    layers = {layer: rows_of(cursor, layer) for layer in schema.LAYERS}
    had = _holding(cursor)
    session = ImportSession(cursor, step, label)
    sources: dict[int, int] = {}
    todo = list(_sources(cursor))
    for done, theirs in enumerate(todo):
        cancel.check()
        sources[theirs.id] = theirs.here or _add(session, theirs, cancel)
        tell(IMPORTED * (done + 1) / len(todo))
    session.complete()
    with interrupted_by(cancel, cursor):
        _learn(cursor)
        artists, listeners = (dict(cursor.execute(query).fetchall()) for query in (_SAME_ARTISTS, _SAME_LISTENERS))
        united = unite_layers(cursor, {"artist": artists, "listener": listeners, "source": sources})
        exposures.unite(cursor)
        came = _holding(cursor) - had
        if came or united.came:
            steps.record_merge(cursor, step, label, marks, layers)
            settle(cursor, check=cancel.check)
            renew_totals(cursor)
    tell(1)
    return Merged(came, before, queries.totals(cursor), united)


def _sources(cursor: duckdb.DuckDBPyConnection) -> Iterator[_Theirs]:
    for number, here, path, form, community, listener, stored, at, problem, notes, *fates in cursor.execute(
        _SOURCES
    ).fetchall():
        info = SourceInfo(path, form, community, listener)
        tally = Tally(**dict(zip(Fate, fates, strict=True)))
        yield _Theirs(number, here, info, tally, stored, at, problem, tuple(notes or ()))


def _add(session: ImportSession, theirs: _Theirs, cancel: CancelToken) -> int:
    """Read a source as its file was; returns its id here."""
    if theirs.info.format:
        log = _log(session.cursor, theirs)
        number = session.add(theirs.info, [SourceScan(theirs.id)], cancel, log=log)
    else:
        number = session.refuse(theirs.info.path, theirs.problem or "")
    session.annotate(number, theirs.notes, theirs.problem, theirs.imported_at)
    return number


def _log(cursor: duckdb.DuckDBPyConnection, theirs: _Theirs) -> RowLog:
    """What the reader had said of the rows that the other library does not store; all others are duplicates to it."""
    rows = cursor.execute(f"select fate, row, text from {OTHER}.left_out where source = ?", [theirs.id]).fetchall()
    read = replace(theirs.tally, kept=0, too_short=0, duplicates=0)
    unstored = theirs.tally.rows_read - read.rows_read - theirs.stored
    return RowLog(read + Tally(duplicates=unstored), [LeftOut(Fate(fate), row, text or "") for fate, row, text in rows])


def _learn(cursor: duckdb.DuckDBPyConnection) -> None:
    """Enter the artists that are only spoken of."""
    for (name,) in cursor.execute(_UNHEARD).fetchall():
        cursor.execute(
            "insert into artists select (select coalesce(max(id), 0) + 1 from artists), ?, ?", [name, search_key(name)]
        )


def _holding(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("select count(*) from sources where holds").fetchall()[0][0])
