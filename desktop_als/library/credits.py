"""The layers of names: to whom an artist's plays are credited, and which names are not the same whatever they look like.

The views (schema.py) apply the credits; the rows keep the artist as it was spelled, so that taking a credit away, or reading the
same file again, needs no thought. Functions that change something run in a step, see steps.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from desktop_als.library.crediting import Crediting
from desktop_als.library.names import search_key


@dataclass(frozen=True, slots=True)
class Credit:
    """A spelling whose plays are credited to others: its id, name and search key, their ids, and the plays that moved."""

    artist_id: int
    name: str
    key: str
    credited: tuple[int, ...]
    plays: int


_CREDITS = """
select id, name, key, list(credited order by credited) from credits join artists on id = artist group by all order by id
"""

_PLAYS = """
select artist, sum(plays)::bigint from (
    select artist, count(*) as plays from standing_plays where artist in (select artist from credits) group by artist
    union all
    select artist, sum(adds) from standing_counts where artist in (select artist from credits) group by artist
) group by artist
"""


_ALIKE = """
select count(distinct newer.id) from artists as newer join artists as older using (key)
where newer.id >= $first and older.id < newer.id and key <> ''
    and newer.id not in (select artist from credits) and older.id not in (select artist from credits)
"""


def credits_of(cursor: duckdb.DuckDBPyConnection, counted: bool = False) -> list[Credit]:
    """Every spelling that is credited to others, by id; with its plays only if ``counted``, for they take long to count."""
    plays = dict(cursor.execute(_PLAYS).fetchall()) if counted else {}
    return [
        Credit(artist, name, key, tuple(ends), plays.get(artist, 0))
        for artist, name, key, ends in cursor.execute(_CREDITS).fetchall()
    ]


def credit(cursor: duckdb.DuckDBPyConnection, merges: Iterable[tuple[Sequence[int], Sequence[int]]]) -> None:
    """Credit the artists of each pair's first half to those of its second, one pair after the other."""
    crediting = _read(cursor)
    for artists, to in merges:
        crediting.credit(artists, to)
    _write(cursor, crediting)


def restore(cursor: duckdb.DuckDBPyConnection, artists: Iterable[int]) -> None:
    """Let artists stand for themselves again."""
    crediting = _read(cursor)
    for artist in artists:
        crediting.restore(artist)
    _write(cursor, crediting)


def artist_called(cursor: duckdb.DuckDBPyConnection, name: str) -> int | None:
    """The id of the artist spelled exactly so, credited away or not."""
    found = cursor.execute("select min(id) from artists where name = ?", [name]).fetchall()[0][0]
    return None if found is None else int(found)


def learn_artist(cursor: duckdb.DuckDBPyConnection, name: str) -> int:
    """The id of the artist spelled so, who is entered if nobody is."""
    known = artist_called(cursor, name)
    if known is not None:
        return known
    (new,) = cursor.execute("select coalesce(max(id), 0) + 1 from artists").fetchall()[0]
    cursor.execute("insert into artists values (?, ?, ?)", [new, name, search_key(name)])
    return int(new)


def keep_apart(cursor: duckdb.DuckDBPyConnection, pairs: Iterable[tuple[int, int]]) -> None:
    """Remember that two artists are not the same; an artist with itself: that the name stands for one artist as it is."""
    for pair in {(min(pair), max(pair)) for pair in pairs} - names_apart(cursor):
        cursor.execute("insert into names_apart values (?, ?)", list(pair))


def names_apart(cursor: duckdb.DuckDBPyConnection) -> set[tuple[int, int]]:
    """The pairs of :func:`keep_apart`, the smaller id first."""
    return set(cursor.execute("select first, second from names_apart").fetchall())


def alike_since(cursor: duckdb.DuckDBPyConnection, first: int) -> int:
    """How many artists with ids from ``first`` on differ from others only in capitals or typographic signs."""
    return int(cursor.execute(_ALIKE, {"first": first}).fetchall()[0][0])


def _read(cursor: duckdb.DuckDBPyConnection) -> Crediting:
    return Crediting(cursor.execute("select artist, credited from credits order by all").fetchall())


def _write(cursor: duckdb.DuckDBPyConnection, crediting: Crediting) -> None:
    artists, ends = [], []
    for artist, end in crediting.pairs():
        artists.append(artist)
        ends.append(end)
    cursor.execute("delete from credits")
    cursor.execute("insert into credits select unnest(?::integer[]), unnest(?::integer[])", [artists, ends])
