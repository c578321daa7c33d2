"""The rows behind the counts of a report."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np

from desktop_als.library.records import SourceRow, SourceRows
from desktop_als.plays import Fate

# The names of those rows only that are asked for: a community has millions.
_PLAYS = """
select row, concat_ws(' · ', strftime(make_timestamp(played_at * 1000000), '%Y-%m-%d %H:%M:%S'), artists.name, tracks.title)
    as text
from (select * from plays where source = $source and {which} order by row limit $limit) as plays
join artists on artists.id = plays.artist left join tracks on tracks.id = plays.track
"""

_OTHERS = """
select row, concat_ws(' · ', artists.name, tracks.title, plays || ' plays') as text
from (select * from counts where source = $source order by row limit $limit) as counts
join artists on artists.id = counts.artist left join tracks on tracks.id = counts.track
union all
select row, concat_ws(' · ', name, album, rating) from ratings join artists on artists.id = ratings.artist
where source = $source
union all
select row, concat_ws(' · ', artists.name, tracks.title, mark)
from marks join artists on artists.id = marks.artist left join tracks on tracks.id = marks.track where source = $source
"""

_LEFT_OUT = "select row, text from left_out where source = $source and fate = $fate"

_QUERIES: dict[Fate, str] = {
    Fate.KEPT: f"{_PLAYS.format(which='superseded = 0 and counted')} union all {_OTHERS}",
    Fate.TOO_SHORT: _PLAYS.format(which="superseded = 0 and not counted"),
    Fate.DUPLICATES: f"{_PLAYS.format(which='superseded > 0')} union all {_LEFT_OUT}",
}


EVERY_ROW = 2**62

ROWS_AT_ONCE = 20_000
"""Rows handed over in one go. Meanwhile the interpreter's lock is held, and the window waits."""


def source_rows(cursor: duckdb.DuckDBPyConnection, source_id: int, fate: Fate, limit: int) -> SourceRows:
    """The rows of a source that met ``fate``, by their number in the file; at most ``limit``."""
    numbers, texts = [np.empty(0, np.int64)], [np.empty(0, np.object_)]
    for some in _some_rows(cursor, source_id, fate, limit):
        numbers.append(np.array([row for row, _ in some], np.int64))
        texts.append(np.array([text or "" for _, text in some], np.object_))
    return SourceRows(np.concatenate(numbers), np.concatenate(texts))


def every_row(cursor: duckdb.DuckDBPyConnection, source_id: int, fate: Fate) -> Iterator[SourceRow]:
    """All of them, a few thousand in memory at a time."""
    for some in _some_rows(cursor, source_id, fate, EVERY_ROW):
        yield from (SourceRow(row, text or "") for row, text in some)


def _some_rows(
    cursor: duckdb.DuckDBPyConnection, source_id: int, fate: Fate, limit: int
) -> Iterator[list[tuple[int, str | None]]]:
    query = _QUERIES.get(fate, _LEFT_OUT)
    values: dict[str, object] = {"source": source_id, "limit": limit}
    if "$fate" in query:
        values["fate"] = str(fate)
    found = cursor.execute(f"select * from ({query}) order by row limit $limit", values)
    while rows := found.fetchmany(ROWS_AT_ONCE):
        yield rows
