"""What each import brought, how it is taken back, and the fingerprint of what is there."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, astuple, dataclass

import duckdb

from desktop_als.library import queries
from desktop_als.library.records import SourceInfo, Stored, Undone


@dataclass(frozen=True, slots=True)
class Marks:
    """The first ids that are not given out yet. What came after a moment is everything from its marks on."""

    source: int
    artist: int
    track: int
    listener: int


_DELETE = (
    "update plays set superseded_by = null where superseded_by >= $source",
    "delete from plays where source >= $source",
    "delete from counts where source >= $source",
    "delete from sources where id >= $source",
    "delete from artists where id >= $artist",
    "delete from tracks where id >= $track",
    "delete from listeners where id >= $listener",
)

_DIGEST = """
select
    (select sum(hash(listener, played_at, artist, track, ms_played, counted)::hugeint) from plays where source = $source),
    (select sum(hash(listener, artist, adds)::hugeint) from counts where source = $source),
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
    values = [
        marks.source,
        import_id,
        *astuple(source),
        *astuple(stored.tally),
        stored.first,
        stored.last,
        int(time.time()),
    ]
    cursor.execute(f"insert into sources values ({'?, ' * len(values)} ?)", [*values, _digest(cursor, marks)])


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
        sources=before.sources - after.sources,
        artists=before.artists - after.artists,
    )


def renew_totals(cursor: duckdb.DuckDBPyConnection) -> None:
    """Sum up what listeners and artists have after a change."""
    cursor.execute("delete from listener_totals")
    cursor.execute("delete from artist_totals")
    cursor.execute(
        """
        insert into listener_totals
        select listener, plays, artists, coalesce(first, -1), coalesce(last, -1)
        from (select listener, sum(plays)::bigint as plays, count(*) as artists from pairs group by listener)
        left join (
            select listener, min(played_at) as first, max(played_at) as last from counted_plays group by listener
        ) using (listener)
        order by listener
        """
    )
    cursor.execute(
        """
        insert into artist_totals
        select artist, sum(plays)::bigint, count(*) from pairs group by artist order by artist
        """
    )


def _digest(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> str:
    """Sum up what the newest source stored and the names it brought, whatever the order of its rows."""
    names = {"source": marks.source, "artist": marks.artist, "listener": marks.listener}
    return hashlib.sha256(repr(cursor.execute(_DIGEST, names).fetchall()).encode()).hexdigest()


def fingerprint(cursor: duckdb.DuckDBPyConnection) -> str:
    """Sum up the digests of all sources in their order."""
    digests = cursor.execute("select id, digest from sources order by id").fetchall()
    return hashlib.sha256(repr(digests).encode()).hexdigest()
