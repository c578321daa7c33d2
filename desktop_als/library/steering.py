"""The layers of steering: what listeners say of artists, and how their plays count. Read as names are credited now.

What was said of a spelling holds for whoever it is credited to, unless something was said of that artist itself; of several
spellings the newest word holds. Functions that change something run in a step, see steps.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb

from desktop_als.library.layers import insert_rows
from desktop_als.library.marks import marked
from desktop_als.library.names import search_key
from desktop_als.steering import Opinion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion (None: none, whatever an export or another spelling says), when a snooze ends, and when it was said.

    Moments are Unix seconds, -1 where there is none.
    """

    opinion: Opinion | None
    until: int = -1
    said_at: int = -1

    def holds(self, now: float) -> bool:
        """Whether it says something at a moment: a snooze ends."""
        return self.opinion is not None and (self.opinion is not Opinion.SNOOZED or now < self.until)

    def repeats(self, other: Said | None) -> bool:
        """Whether it says nothing new after the other one."""
        return other is not None and (self.opinion, self.until) == (other.opinion, other.until)


@dataclass(frozen=True, slots=True)
class Weight:
    """What the plays of an artist count, and when that was said."""

    weight: float
    said_at: int = -1


@dataclass(frozen=True, slots=True)
class Tuning:
    """Days after which a play counts half (None: as in the training), what every play counts, and when that was said."""

    half_life: float | None = None
    strength: float = 1.0
    said_at: int = -1


_STANDING = """
select coalesce(credited, told.artist) as standing, {columns}
from {layer} as told left join credits on credits.artist = told.artist where listener = ?
qualify row_number() over (partition by standing order by (told.artist = standing) desc, said_at desc, told.artist) = 1
"""

_CALLED = """
with asked as (select unnest($names::varchar[]) as name, unnest($keys::varchar[]) as key),
exact as (
    select name, min(id) as artist from artists where name in (select name from asked) group by name
),
alike as (
    select key, arg_max(id, (coalesce(listeners, 0), -id)) as artist
    from artists left join artist_totals on artist_totals.artist = id
    where key <> '' and key in (select key from asked) group by key
)
select asked.name, coalesce(credited, exact.artist, alike.artist) as standing
from asked left join exact using (name) left join alike using (key)
left join credits on credits.artist = coalesce(exact.artist, alike.artist)
where standing is not null order by all
"""


def opinions(cursor: duckdb.DuckDBPyConnection, listener: int) -> dict[int, Said]:
    """What a listener said, by standing artist; also snoozes that are over."""
    rows = _standing(cursor, "opinions", "opinion, until, said_at", listener)
    return {artist: Said(opinion and Opinion(opinion), until, at) for artist, opinion, until, at in rows}


def say(cursor: duckdb.DuckDBPyConnection, listener: int, said: Mapping[int, Said]) -> None:
    """Put these opinions in the place of what was said of these artists."""
    _remove(cursor, "opinions", listener, said)
    still = opinions(cursor, listener).keys() | marked(cursor, listener).banned
    rows = [
        (listener, artist, each.opinion and each.opinion.value, each.until, each.said_at)
        for artist, each in said.items()
        if each.opinion or artist in still
    ]
    insert_rows(cursor, "opinions", rows)


def weights(cursor: duckdb.DuckDBPyConnection, listener: int) -> dict[int, Weight]:
    """What the plays of artists count, by standing artist."""
    return {artist: Weight(*told) for artist, *told in _standing(cursor, "weights", "weight, said_at", listener)}


def weigh(cursor: duckdb.DuckDBPyConnection, listener: int, told: Mapping[int, Weight]) -> None:
    """Put these weights in the place of those that the artists had."""
    _remove(cursor, "weights", listener, told)
    still = weights(cursor, listener)
    rows = [
        (listener, artist, each.weight, each.said_at)
        for artist, each in told.items()
        if each.weight != 1 or artist in still
    ]
    insert_rows(cursor, "weights", rows)


def tuning(cursor: duckdb.DuckDBPyConnection, listener: int) -> Tuning:
    """How a listener tunes what their plays count."""
    query = "select half_life, strength, said_at from tunings where listener = ? order by said_at desc limit 1"
    return next((Tuning(*row) for row in cursor.execute(query, [listener]).fetchall()), Tuning())


def tune(cursor: duckdb.DuckDBPyConnection, listener: int, told: Tuning) -> None:
    """Put it in the place of what held."""
    cursor.execute("delete from tunings where listener = ?", [listener])
    if (told.half_life, told.strength) != (None, 1):
        insert_rows(cursor, "tunings", [(listener, told.half_life, told.strength, told.said_at)])


def listener_name(cursor: duckdb.DuckDBPyConnection, listener: int) -> str | None:
    """The name of a listener, None when they are not in the library."""
    found = cursor.execute("select name from listeners where id = ?", [listener]).fetchone()
    return None if found is None else str(found[0])


def by_standing(cursor: duckdb.DuckDBPyConnection, told: Mapping[int, T]) -> dict[int, T]:
    """What is told of artists, by those who are credited where they were; who left the library is missing."""
    rows = cursor.execute(
        "select id, coalesce(credited, id) as standing from artists left join credits on artist = id "
        "where id in (select unnest(?::integer[])) order by id = standing, id",
        [list(told)],
    )
    return {standing: told[artist] for artist, standing in rows.fetchall()}


def artists_called(cursor: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, list[int]]:
    """The standing artists of these names, spelled exactly so or else the best known one that is spelled alike."""
    asked = list(dict.fromkeys(names))
    rows = cursor.execute(_CALLED, {"names": asked, "keys": [search_key(name) for name in asked]})
    found: dict[str, list[int]] = {}
    for name, artist in rows.fetchall():
        found.setdefault(name, []).append(artist)
    return found


def _standing(cursor: duckdb.DuckDBPyConnection, layer: str, columns: str, listener: int) -> list[tuple[Any, ...]]:
    return cursor.execute(_STANDING.format(layer=layer, columns=columns), [listener]).fetchall()


def _remove(cursor: duckdb.DuckDBPyConnection, layer: str, listener: int, artists: Iterable[int]) -> None:
    cursor.execute(
        f"delete from {layer} where listener = ? and artist in (select unnest(?::integer[]))", [listener, list(artists)]
    )
