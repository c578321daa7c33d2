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
)

LEFT_OUT_AT_ONCE = 20_000
"""Rows handed over in one go. Meanwhile the interpreter's lock is held, and the window waits."""

_DIGEST = """
select
    (select sum(hash(listener, played_at, artist, track, ms_played, ending)::hugeint) from plays where source = $source),
    (select sum(hash(listener, artist, adds)::hugeint) from counts where source = $source),
    (select sum(hash(listener, artist, album, rating)::hugeint) from ratings where source = $source),
    (select sum(hash(id, name)::hugeint) from artists where id >= $artist),
    (select sum(hash(id, name, community)::hugeint) from listeners where id >= $listener)
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
    source: SourceInfo,
    marks: Marks,
    stored: Stored,
    log: RowLog,
    holds: bool,
) -> None:
    """Enter ``source`` with the id that ``marks`` foresaw, after its rows were stored; ``holds`` says whether any were.

    The rows that ``log`` tells of are written down beside it.
    """
    values = {
        "id": marks.source,
        "import_id": import_id,
        **asdict(source),
        **asdict(stored.tally),
        "first": stored.first,
        "last": stored.last,
        "imported_at": int(time.time()),
        "digest": _digest(cursor, marks),
        "holds": holds,
        "shift": 0,
    }
    places = ", ".join(f"${name}" for name in values)
    cursor.execute(f"insert into sources ({', '.join(values)}) values ({places})", values)
    _write_left_out(cursor, marks.source, log.rows)


def annotate(cursor: duckdb.DuckDBPyConnection, source_id: int, problem: str | None, notes: Sequence[str]) -> None:
    """Write the sentences of a report beside its source."""
    cursor.execute("update sources set problem = ?, notes = ? where id = ?", [problem, list(notes), source_id])


def tally(cursor: duckdb.DuckDBPyConnection, source_id: int) -> Tally:
    """What became of the rows of a source, as things stand."""
    (fates,) = cursor.execute(f"select [{', '.join(Fate)}] from sources where id = ?", [source_id]).fetchall()[0]
    return Tally(**dict(zip(Fate, fates, strict=True)))


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


def forget_from(cursor: duckdb.DuckDBPyConnection, marks: Marks, rows: bool = True) -> None:
    """Delete everything from ``marks`` on: all that was imported since. Without ``rows`` only the names it brought."""
    for statement in _DELETE if rows else _DELETE_NAMES:
        names = {name: value for name, value in asdict(marks).items() if f"${name}" in statement}
        cursor.execute(statement, names)


def _digest(cursor: duckdb.DuckDBPyConnection, marks: Marks) -> str:
    """Sum up what the newest source stored and the names it brought, whatever the order of its rows."""
    names = {"source": marks.source, "artist": marks.artist, "listener": marks.listener}
    return hashlib.sha256(repr(cursor.execute(_DIGEST, names).fetchall()).encode()).hexdigest()


def fingerprint(cursor: duckdb.DuckDBPyConnection) -> str:
    """Sum up the digests of all sources in their order, and what the person decided about their rows."""
    digests = cursor.execute("select id, digest from sources where holds order by id").fetchall()
    decided = [
        cursor.execute(f"select * from {layer} order by all").fetchall()
        for layer in schema.LAYERS
        if layer not in schema.SILENT
    ]
    return hashlib.sha256(repr((digests, decided)).encode()).hexdigest()
