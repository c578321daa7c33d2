"""What listeners were shown, day by day, and what is made of it: who rests, and who was overlooked.

Nothing was decided here, so it is no layer. What was shown today counts from tomorrow on: no list changes because somebody looks
at it. Days are local ones, numbered from the year 1 (:meth:`datetime.date.toordinal`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

import duckdb

from desktop_als.library.layers import insert_rows
from desktop_als.library.snapshots import OTHER

KEPT_DAYS = 400
"""What was shown earlier is forgotten."""


@dataclass(frozen=True, slots=True)
class MemoryOptions:
    """What is made of having been shown.

    Attributes:
        on: whether lists that were looked at are remembered at all.
        rest_after, rest_days: an artist that was shown on so many days, with no pause of ``rest_days`` between them, rests for
            ``rest_days`` days; 0 never rests.
        overlooked_after: an artist shown on so many days and never played is disliked weakly; 0 never is.
    """

    on: bool = True
    rest_after: int = 5
    rest_days: int = 14
    overlooked_after: int = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """Ids of the artists that rest, and on how many days those were shown that were never played."""

    resting: frozenset[int]
    overlooked: Mapping[int, int]


NOTHING = Shown(frozenset(), {})

_USUAL = MemoryOptions()

_DAYS = """
with forgotten as (
    select coalesce(credited, forgiven.artist) as artist, max(since) as since
    from forgiven left join credits on credits.artist = forgiven.artist where listener = $listener group by all
),
seen as (
    select coalesce(credited, exposures.artist) as artist, day
    from exposures left join credits on credits.artist = exposures.artist where listener = $listener and day < $today
)
select artist, list(distinct day order by day) from seen left join forgotten using (artist)
where day > coalesce(since, 0) group by artist
"""

_NEW = """
insert into exposures
select $listener, id, $today from artists
where id in (select unnest($artists::integer[])) and id not in (
    select artist from exposures where listener = $listener and day = $today
) and exists (from listeners where id = $listener)
"""

_UNITE = f"""
insert into exposures
select listeners.id, artists.id, day
from {OTHER}.exposures as told
join {OTHER}.listeners as listening on listening.id = told.listener
join {OTHER}.artists as named on named.id = told.artist
join artists on artists.name = named.name
join listeners on listeners.name = listening.name and listeners.community is not distinct from listening.community
except select listener, artist, day from exposures
"""

_HEARD = "select distinct artist from pairs where listener = ? and artist in (select unnest(?::integer[]))"


def options(cursor: duckdb.DuckDBPyConnection, listener: int) -> MemoryOptions:
    """What a listener chose, or the usual."""
    query = "select remembering, rest_after, rest_days, overlooked_after from memories where listener = ? limit 1"
    return next((MemoryOptions(*row) for row in cursor.execute(query, [listener]).fetchall()), _USUAL)


def set_options(cursor: duckdb.DuckDBPyConnection, listener: int, chosen: MemoryOptions) -> None:
    """Choose; in a step that may change "memories"."""
    cursor.execute("delete from memories where listener = ?", [listener])
    if chosen != _USUAL:
        insert_rows(cursor, "memories", [(listener, *astuple(chosen))])


def remember(cursor: duckdb.DuckDBPyConnection, listener: int, artists: Sequence[int], today: int) -> None:
    """Write down who was shown today, and forget what was shown long ago."""
    cursor.execute(_NEW, {"listener": listener, "artists": list(artists), "today": today})
    cursor.execute("delete from exposures where day < ?", [today - KEPT_DAYS])


def forgive(cursor: duckdb.DuckDBPyConnection, listener: int, artists: Iterable[int], today: int) -> None:
    """Let it not matter that artists were shown up to today; in a step that may change "forgiven"."""
    gone = list(artists)
    cursor.execute(
        "delete from forgiven where listener = ? and artist in (select unnest(?::integer[]))", [listener, gone]
    )
    insert_rows(cursor, "forgiven", [(listener, artist, today) for artist in gone])


def shown(cursor: duckdb.DuckDBPyConnection, listener: int, today: int) -> Shown:
    """What is made of what a listener was shown until yesterday, by standing artist."""
    chosen = options(cursor, listener)
    if not chosen.on:
        return NOTHING
    days = dict(cursor.execute(_DAYS, {"listener": listener, "today": today}).fetchall())
    often = {artist: len(on) for artist, on in days.items() if 0 < chosen.overlooked_after <= len(on)}
    if often:
        heard = cursor.execute(_HEARD, [listener, list(often)]).fetchall()
        often = {artist: count for artist, count in often.items() if (artist,) not in heard}
    return Shown(frozenset(artist for artist, on in days.items() if rests(on, chosen, today)), often)


def rests(days: Sequence[int], chosen: MemoryOptions, today: int) -> bool:
    """Whether an artist rests that was shown on these days, ascending and before today."""
    if not (chosen.rest_after and chosen.rest_days) or today - days[-1] > chosen.rest_days:
        return False
    since_pause = 1
    for later, earlier in zip(days[::-1], days[-2::-1], strict=False):
        if later - earlier > chosen.rest_days:
            break
        since_pause += 1
    return since_pause >= chosen.rest_after


def unite(cursor: duckdb.DuckDBPyConnection) -> None:
    """Add what the library attached as ``OTHER`` remembers of listeners and artists who are here too."""
    cursor.execute(_UNITE)
