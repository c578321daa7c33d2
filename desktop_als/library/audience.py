"""Who listens to whom, for questions about several listeners. Every function takes a cursor of its caller."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from desktop_als.plays import Ints

# The list holds the asked artist, too: then one look through all pairs is enough.
_SHARED = """
with heard as materialized (select listener, artist from pairs where artist in $artists)
select artist, count(*) from heard where listener in (select listener from heard where artist = $asked) group by artist
"""

_OWN = """
select id from listeners join listener_totals on listener = id where community is null
order by plays + rated desc, id limit ?
"""


def own_listeners(cursor: duckdb.DuckDBPyConnection, limit: int) -> list[int]:
    """Ids of the listeners of no community, who play most first."""
    return [row[0] for row in cursor.execute(_OWN, [limit]).fetchall()]


def artists_of_listeners(cursor: duckdb.DuckDBPyConnection) -> tuple[Ints, Ints]:
    """Ids of everybody who plays or rates somebody, ascending, and of how many artists."""
    columns = cursor.execute("select listener, artists from listener_totals order by listener").fetchnumpy()
    return columns["listener"], columns["artists"]


def listeners_of(cursor: duckdb.DuckDBPyConnection, artist_id: int) -> Ints:
    """Ids of all who play or rate an artist."""
    listeners: Ints = cursor.execute("select listener from pairs where artist = ?", [artist_id]).fetchnumpy()[
        "listener"
    ]
    return listeners


def heard_by(cursor: duckdb.DuckDBPyConnection, listener_ids: Sequence[int]) -> tuple[Ints, Ints]:
    """The pairs of these listeners, as their ids and those of their artists."""
    # A list is looked for in each block of the table; a table of ids would be joined to all of it, which takes 100 times as long.
    query = "select listener, artist from pairs where listener in $listeners"
    columns = cursor.execute(query, {"listeners": list(listener_ids)}).fetchnumpy()
    return columns["listener"], columns["artist"]


def shared_listeners(cursor: duckdb.DuckDBPyConnection, artist_id: int, artist_ids: Sequence[int]) -> list[int]:
    """How many listeners of one artist play or rate each of the others, too."""
    found = cursor.execute(_SHARED, {"asked": artist_id, "artists": [artist_id, *artist_ids]}).fetchall()
    counts: dict[int, int] = dict(found)
    return [counts.get(artist, 0) for artist in artist_ids]
