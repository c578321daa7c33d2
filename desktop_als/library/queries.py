"""What is read from the library. Every function takes a cursor of its caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np

from desktop_als.library import rules
from desktop_als.library.marks import Marked, marked
from desktop_als.library.records import ArtistTable, ListenerTable, Source, Totals
from desktop_als.plays import UNKNOWN, Doubles, History, Ints, Tally, Texts, TimedPlays

_SOURCES = """
select id, import_id, path, format, community, listener,
    [kept, duplicates, too_short, no_artist, not_music, unreadable, outside_calendar, not_rated], first, last, imported_at,
    holds, shift, problem, coalesce(notes, [])
from sources where holds or $all order by id
"""

_TOTALS = """
select count(*), count(*) filter (community is null), coalesce(sum(plays), 0)::bigint,
    coalesce(min(first) filter (first <> -1), -1), coalesce(max(last), -1),
    (select count(*) from artist_totals), (select count(*) from sources where holds), coalesce(sum(rated), 0)::bigint
from listeners left join listener_totals on listener = id
"""

_LISTENERS = """
select id as ids, name as names, community as communities,
    coalesce(plays, 0) as plays, coalesce(artists, 0) as artists, coalesce(first, -1) as first, coalesce(last, -1) as last,
    coalesce(rated, 0) as ratings
from listeners left join listener_totals on listener = id where id between ? and ? order by id
"""

_ARTISTS = """
select id as ids, name as names, key as keys,
    coalesce(listeners, 0) as listeners, coalesce(plays, 0) as plays, coalesce(rated, 0) as ratings
from artists left join artist_totals on artist_totals.artist = id
where id between ? and ? and (
    artist_totals.artist is not null or (exists (from packs) and id not in (select artist from credits))
)
order by id
"""

IDS_AT_ONCE = 20_000
"""Rows handed over in one go. Meanwhile the interpreter's lock is held, and the window waits: 20,000 names take 5 ms."""

_MONTHS = """
select strftime(make_timestamp(played_at * 1000000), '%Y-%m') as month, count(*)
from standing_plays where listener = ? group by month order by month
"""


def sources(cursor: duckdb.DuckDBPyConnection, every: bool = False) -> list[Source]:
    """The sources that brought rows, or every file that was read; oldest first."""
    return [
        Source(
            number, batch, path, kind, community, who, Tally(*fates), first, last, at, holds, shift, problem, (*notes,)
        )
        for (
            number,
            batch,
            path,
            kind,
            community,
            who,
            fates,
            first,
            last,
            at,
            holds,
            shift,
            problem,
            notes,
        ) in cursor.execute(_SOURCES, {"all": every}).fetchall()
    ]


def totals(cursor: duckdb.DuckDBPyConnection) -> Totals:
    """Counts over the whole library."""
    listeners, own, plays, first, last, artists, found, ratings = cursor.execute(_TOTALS).fetchall()[0]
    return Totals(listeners, own, artists, plays, found, first, last, ratings)


def listeners(cursor: duckdb.DuckDBPyConnection) -> ListenerTable:
    """Everybody, by id."""
    return ListenerTable(**_by_id(cursor, _LISTENERS, "listeners"))


def artists(cursor: duckdb.DuckDBPyConnection) -> ArtistTable:
    """Every artist with a counted play or a rating, by id; with those of packs, also without."""
    return ArtistTable(**_by_id(cursor, _ARTISTS, "artists"))


def listener_history(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> History:
    """Whom a listener played and rated, by artist id."""
    found = cursor.execute(
        "select artist, plays, last_played, rating from pairs where listener = ? order by artist", [listener_id]
    )
    columns = found.fetchnumpy()
    return history(columns, rules.unwanted(rules.rules_for(cursor, listener_id)), marked(cursor, listener_id))


def history(columns: dict[str, Any], unwanted: frozenset[int], said: Marked) -> History:
    """From the columns artist, plays, last_played and rating, by ascending artist."""
    ratings = _ratings(columns["rating"])
    return History(
        _ints(columns["artist"]),
        _ints(columns["plays"]),
        _ints(columns["last_played"]),
        None if np.isnan(ratings).all() else ratings,
        unwanted=unwanted | said.banned,
        known=said.known,
    )


def listener_plays(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> TimedPlays:
    """When a listener played whom: 16 bytes a play."""
    columns = cursor.execute(
        "select artist, played_at from counted_plays where listener = ? order by played_at, row", [listener_id]
    ).fetchnumpy()
    return timed_plays(columns)


def timed_plays(columns: dict[str, Any]) -> TimedPlays:
    """From the columns artist and played_at, oldest first."""
    return TimedPlays(_ints(columns["artist"]), _ints(columns["played_at"]))


def artist_names(cursor: duckdb.DuckDBPyConnection, artist_ids: Sequence[int]) -> dict[int, str]:
    """The names of a few artists."""
    return dict(
        cursor.execute(
            "select id, name from artists where id in (select unnest(?::integer[]))", [artist_ids]
        ).fetchall()
    )


def artist_listeners(cursor: duckdb.DuckDBPyConnection, artist_id: int, limit: int) -> tuple[Ints, Ints, Doubles]:
    """The listeners who played an artist most, before those who only rated it."""
    columns = cursor.execute(
        """
        select listener, plays, rating from pairs where artist = ?
        order by plays desc, rating desc nulls last, listener limit ?
        """,
        [artist_id, limit],
    ).fetchnumpy()
    return _ints(columns["listener"]), _ints(columns["plays"]), _ratings(columns["rating"])


def highest_rating(cursor: duckdb.DuckDBPyConnection) -> float:
    """Of all that stand; 0 without any."""
    return float(cursor.execute("select coalesce(max(rating), 0) from standing_ratings").fetchall()[0][0])


def listener_timeline(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> tuple[list[str], list[int]]:
    """Counted plays a month."""
    months = cursor.execute(_MONTHS, [listener_id]).fetchall()
    return [month for month, _ in months], [plays for _, plays in months]


def _by_id(cursor: duckdb.DuckDBPyConnection, query: str, table: str) -> dict[str, Any]:
    """The columns of ``query``, asked for a range of ids at a time."""
    (newest,) = cursor.execute(f"select coalesce(max(id), 0) from {table}").fetchall()[0]
    parts = [
        cursor.execute(query, [first, first + IDS_AT_ONCE - 1]).fetchnumpy()
        for first in range(1, max(2, newest + 1), IDS_AT_ONCE)
    ]
    return {name: np.concatenate([_plain(part[name]) for part in parts]) for name in parts[0]}


def _plain(column: Any) -> Any:
    return _texts(column) if column.dtype == object else _ints(column)


def _ints(column: Ints) -> Ints:
    return np.ma.filled(column, UNKNOWN).astype(np.int64, copy=False)


def _ratings(column: Doubles) -> Doubles:
    return np.ma.filled(column, np.nan).astype(np.float64, copy=False)


def _texts(column: Texts) -> Texts:
    """Plain objects: the database marks absent texts with a mask, we with None."""
    if not isinstance(column, np.ma.MaskedArray):
        return column
    texts = column.data.copy()
    texts[np.ma.getmaskarray(column)] = None
    return texts
