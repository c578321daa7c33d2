"""What each import brought, how it is forgotten, and the fingerprint of what is there."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import numpy as np

from desktop_als.library import schema
from desktop_als.library.records import SourceInfo, Stored
from desktop_als.plays import Fate, LeftOut, RowLog, Tally


@dataclass(frozen=True, slots=True)
class Marks:
    """The first ids that are not given out yet. What came after a moment is everything from its marks on."""

    source: int
    artist: int
    track: int
    listener: int


_DELETE_NAMES = (
    "delete from artists where id >= $artist",
    "delete from tracks where id >= $track",
    "delete from listeners where id >= $listener",
)

_DELETE = (
    "update ratings set superseded_by = null where superseded_by >= $source",
    "delete from plays where source >= $source",
    "delete from counts where source >= $source",
    "delete from ratings where source >= $source",
    "delete from marks where source >= $source",
    "delete from left_out where source >= $source",
    "delete from sources where id >= $source",
    *_DELETE_NAMES,
    "delete from exposures where artist >= $artist or listener >= $listener",
)

LEFT_OUT_AT_ONCE = 20_000
"""Rows handed over in one go. Meanwhile the interpreter's lock is held, and the window waits."""

# By source, whatever the order of its rows; the names that an import brought belong to all of its sources.
_DIGESTS = """
update sources set digest = sha256(concat_ws(' ', told.sum, names.artists, names.listeners)::varchar)
from (
    select source, sum(part) as sum
    from (
        select source, sum(hash(listener, played_at, artist, track, ms_played, ending)::hugeint) as part
        from plays where source >= $source group by source
        union all
        select source, sum(hash(listener, artist, adds)::hugeint) from counts where source >= $source group by source
        union all
        select source, sum(hash(listener, artist, album, rating)::hugeint) from ratings where source >= $source
        group by source
        union all
        select source, sum(hash(listener, artist, track, mark)::hugeint) from marks where source >= $source group by source
    )
    group by source
) as told,
(
    select (select sum(hash(id, name)::hugeint) from artists where id >= $artist) as artists,
        (select sum(hash(id, name, community)::hugeint) from listeners where id >= $listener) as listeners
) as names
where sources.id = told.source
"""

_FORGET_UNUSED = """
delete from artists where id >= $artist and id not in (
    select artist from plays union all select artist from counts
    union all select artist from ratings union all select artist from marks
);
delete from tracks where id >= $track and id not in (
    select track from plays where track is not null union all select track from counts where track is not null
    union all select track from marks where track is not null
);
delete from listeners where id >= $listener and id not in (
    select listener from plays union all select listener from counts
    union all select listener from ratings union all select listener from marks
);
"""

_NEW_NAMES = """
select 1 from artists where id >= $artist union all select 1 from tracks where id >= $track
union all select 1 from listeners where id >= $listener limit 1
"""


def next_step(cursor: duckdb.DuckDBPyConnection) -> int:
    """The id of the next thing to be done; an import that brought nothing has used one too."""
    return int(
        cursor.execute(
            "select greatest((select coalesce(max(id), 0) from steps), (select coalesce(max(import_id), 0) from sources)) + 1"
        ).fetchall()[0][0]
    )


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


def record_source(
    cursor: duckdb.DuckDBPyConnection,
    import_id: int,
    info: SourceInfo,
    stored: Stored,
    log: RowLog,
    problem: str | None,
    notes: Sequence[str],
    imported_at: int | None,
) -> None:
    """Enter a source after its rows were stored; the rows that ``log`` tells of are written down beside it."""
    values = {
        "id": stored.source,
        "import_id": import_id,
        **asdict(info),
        **asdict(stored.tally),
        "first": stored.first,
        "last": stored.last,
        "imported_at": int(time.time()) if imported_at is None else imported_at,
        "digest": "",
        "holds": stored.holds,
        "shift": 0,
        "problem": problem,
        "notes": list(notes),
    }
    places = ", ".join(f"${name}" for name in values)
    cursor.execute(f"insert into sources ({', '.join(values)}) values ({places})", values)
    _write_left_out(cursor, stored.source, log.rows)


def write_notes(cursor: duckdb.DuckDBPyConnection, source_id: int, notes: Sequence[str]) -> None:
    """Replace the sentences of a report."""
    cursor.execute("update sources set notes = ? where id = ?", [list(notes), source_id])


def digest_sources(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> None:
    """Sum up what each source from ``marks`` on brought."""
    cursor.execute(_DIGESTS, {"source": marks.source, "artist": marks.artist, "listener": marks.listener})


def tallies(cursor: duckdb.DuckDBPyConnection, first: int) -> dict[int, Tally]:
    """What became of the rows of each source from ``first`` on, as things stand."""
    rows = cursor.execute(f"select id, [{', '.join(Fate)}] from sources where id >= ?", [first]).fetchall()
    return {number: Tally(**dict(zip(Fate, fates, strict=True))) for number, fates in rows}


def _write_left_out(cursor: duckdb.DuckDBPyConnection, source_id: int, rows: Sequence[LeftOut]) -> None:
    for start in range(0, len(rows), LEFT_OUT_AT_ONCE):
        fates, numbers, texts = zip(*rows[start : start + LEFT_OUT_AT_ONCE], strict=True)
        columns = {
            "fate": np.array([*map(str, fates), None], object)[:-1],
            "row": np.array(numbers, np.int64),
            "text": np.array([*texts, None], object)[:-1],
        }
        cursor.register("told", columns)
        cursor.execute("insert into left_out select ?, fate, row, text from told", [source_id])
        cursor.unregister("told")


def forget_from(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> None:
    """Delete everything from ``marks`` on: all that was imported since."""
    for statement in _DELETE:
        names = {name: value for name, value in asdict(marks).items() if f"${name}" in statement}
        cursor.execute(statement, names)


def forget_source(cursor: duckdb.DuckDBPyConnection, source_id: int, marks: Marks) -> None:
    """Delete the rows of a source that cannot be trusted, and the names from ``marks`` on that nobody else uses."""
    for table in ("plays", "counts", "ratings", "marks"):
        cursor.execute(f"delete from {table} where source = ?", [source_id])
    forget_unused(cursor, marks)


def forget_unused(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> None:
    """Delete the names from ``marks`` on that no row uses."""
    first = {"artist": marks.artist, "track": marks.track, "listener": marks.listener}
    if cursor.execute(_NEW_NAMES, first).fetchall():
        for statement in _FORGET_UNUSED.split(";")[:-1]:
            cursor.execute(statement, {name: value for name, value in first.items() if f"${name}" in statement})


def fingerprint(cursor: duckdb.DuckDBPyConnection) -> str:
    """Sum up the digests of all sources in their order, and what the person decided about their rows."""
    digests = cursor.execute("select id, digest from sources where holds order by id").fetchall()
    decided = [
        cursor.execute(f"select * from {layer} order by all").fetchall()
        for layer in schema.LAYERS
        if layer not in schema.SILENT
    ]
    return hashlib.sha256(repr((digests, decided)).encode()).hexdigest()
