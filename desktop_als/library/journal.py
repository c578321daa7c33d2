"""What each import brought, how it is taken back, and the fingerprint of what is there."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass

import duckdb

from desktop_als.library import queries
from desktop_als.library.records import SourceInfo, Stored, Undone
from desktop_als.library.totals import renew_totals


@dataclass(frozen=True, slots=True)
class Marks:
    """The first ids that are not given out yet. What came after a moment is everything from its marks on."""

    source: int
    artist: int
    track: int
    listener: int


_DELETE = (
    "update plays set superseded_by = null where superseded_by >= $source",
    "update ratings set superseded_by = null where superseded_by >= $source",
    "delete from plays where source >= $source",
    "delete from counts where source >= $source",
    "delete from ratings where source >= $source",
    "delete from sources where id >= $source",
    "delete from artists where id >= $artist",
    "delete from tracks where id >= $track",
    "delete from listeners where id >= $listener",
)

_DIGEST = """
select
    (select sum(hash(listener, played_at, artist, track, ms_played, counted)::hugeint) from plays where source = $source),
    (select sum(hash(listener, artist, adds)::hugeint) from counts where source = $source),
    (select sum(hash(listener, artist, album, rating)::hugeint) from ratings where source = $source),
    (select sum(hash(id, name)::hugeint) from artists where id >= $artist),
    (select sum(hash(id, name, community)::hugeint) from listeners where id >= $listener)
"""


def newest_import(cursor: duckdb.DuckDBPyConnection) -> int:
    """The id of the import to be undone next, 0 for none."""
    return int(cursor.execute("select coalesce(max(id), 0) from imports").fetchall()[0][0])


def next_ids(cursor: duckdb.DuckDBPyConnection) -> Marks:
    """The ids that the next names and the next source will get."""
    return Marks(
        *cursor.execute(
            """
            select
                (select coalesce(max(id), 0) + 1 from sources), (select coalesce(max(id), 0) + 1 from artists),
                (select coalesce(max(id), 0) + 1 from tracks), (select coalesce(max(id), 0) + 1 from listeners)
            """
        ).fetchall()[0]
    )


def open_import(cursor: duckdb.DuckDBPyConnection, import_id: int, label: str, marks: Marks) -> None:
    """Write down where the ids stood before import ``import_id``, unless it is under way already."""
    cursor.execute(
        """
        insert into imports select $id, $label, $source, $artist, $track, $listener
        where not exists (from imports where id = $id)
        """,
        {"id": import_id, "label": label} | asdict(marks),
    )


def record_source(
    cursor: duckdb.DuckDBPyConnection, import_id: int, source: SourceInfo, marks: Marks, stored: Stored
) -> None:
    """Enter ``source`` with the id that ``marks`` foresaw, after its rows were stored."""
    values = {
        "id": marks.source,
        "import_id": import_id,
        **asdict(source),
        **asdict(stored.tally),
        "first": stored.first,
        "last": stored.last,
        "imported_at": int(time.time()),
        "digest": _digest(cursor, marks),
    }
    places = ", ".join(f"${name}" for name in values)
    cursor.execute(f"insert into sources ({', '.join(values)}) values ({places})", values)


def forget_from(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> None:
    """Delete everything from ``marks`` on: all that was imported since."""
    for statement in _DELETE:
        names = {name: value for name, value in asdict(marks).items() if f"${name}" in statement}
        cursor.execute(statement, names)


def undo(cursor: duckdb.DuckDBPyConnection, import_id: int) -> Undone:
    """Take back the newest import, ``import_id``: rows, sources, and the names that came with it."""
    label, *ids = cursor.execute(
        "select label, first_source, first_artist, first_track, first_listener from imports where id = ?", [import_id]
    ).fetchall()[0]
    before = queries.totals(cursor)
    forget_from(cursor, Marks(*ids))
    cursor.execute("delete from imports where id = ?", [import_id])
    renew_totals(cursor)
    after = queries.totals(cursor)
    return Undone(
        label=label,
        plays=before.plays - after.plays,
        ratings=before.ratings - after.ratings,
        sources=before.sources - after.sources,
        artists=before.artists - after.artists,
    )


def _digest(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> str:
    """Sum up what the newest source stored and the names it brought, whatever the order of its rows."""
    names = {"source": marks.source, "artist": marks.artist, "listener": marks.listener}
    return hashlib.sha256(repr(cursor.execute(_DIGEST, names).fetchall()).encode()).hexdigest()


def fingerprint(cursor: duckdb.DuckDBPyConnection) -> str:
    """Sum up the digests of all sources in their order."""
    digests = cursor.execute("select id, digest from sources order by id").fetchall()
    return hashlib.sha256(repr(digests).encode()).hexdigest()
