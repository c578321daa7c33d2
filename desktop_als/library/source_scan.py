"""The rows of one source of another library, read by the database itself."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from desktop_als.library.records import SourceInfo
from desktop_als.library.snapshots import OTHER
from desktop_als.library.staging import ROWS_AT_ONCE, Tell, stage_incoming
from desktop_als.plays import RowsOf


@dataclass(frozen=True, slots=True)
class SourceScan:
    """All rows of source ``source`` of the library attached as ``OTHER``, as they were read."""

    source: int


_TRACK = f"left join {OTHER}.tracks on tracks.id = told.track"
_NAMES = f"""
join {OTHER}.artists on artists.id = told.artist join {OTHER}.listeners on listeners.id = told.listener
where told.source = SOURCE and told.rowid between FIRST and LAST
"""

_ROWS: dict[RowsOf, str] = {
    "plays": f"""
        select listeners.name as listener, artists.name as artist, tracks.title as track, played_at - shift as played_at,
            precision, album, ms_played, ending, private, track_ref, row
        from {OTHER}.plays as told join {OTHER}.sources on sources.id = told.source {_TRACK}
        """,
    "counts": f"""
        select listeners.name as listener, artists.name as artist, tracks.title as track, plays, last_played, row
        from {OTHER}.counts as told {_TRACK}
        """,
    "ratings": f"""
        select listeners.name as listener, artists.name as artist, null::varchar as track, album, rating, rated_at, row
        from {OTHER}.ratings as told
        """,
    "marks": f"""
        select listeners.name as listener, artists.name as artist, tracks.title as track, mark, row
        from {OTHER}.marks as told {_TRACK}
        """,
}


def stage_source(cursor: duckdb.DuckDBPyConnection, source: SourceInfo, scan: SourceScan, tell: Tell) -> int:
    """Add the rows of ``scan`` to the stages of their kinds; returns how many."""
    staged = 0
    for place, (rows_of, select) in enumerate(_ROWS.items()):
        (first, last) = cursor.execute(
            f"select min(rowid), max(rowid) from {OTHER}.{rows_of} where source = ?", [scan.source]
        ).fetchall()[0]
        for start in () if first is None else range(first, last + 1, ROWS_AT_ONCE):
            numbers = {"SOURCE": scan.source, "FIRST": start, "LAST": min(last, start + ROWS_AT_ONCE - 1)}
            view = f"{select} {_NAMES}"
            for name, number in numbers.items():
                view = view.replace(name, str(int(number)))
            cursor.execute(f"create or replace temp view incoming as {view}")
            staged += stage_incoming(cursor, source, rows_of)
        tell((place + 1) / len(_ROWS))
    cursor.execute("drop view if exists incoming")
    return staged
