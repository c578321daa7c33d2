"""What the communities of a library hold, and how much of a listener's own plays they know."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from desktop_als.library.conditions import BySource
from desktop_als.library.rules import rules
from desktop_als.plays import UNKNOWN


@dataclass(frozen=True, slots=True)
class CommunityTotals:
    """A community and how much of it stands: 0 once all its files are left out.

    ``sources`` are the ids of its files, ``removals`` the rules that leave out all of one. ``first`` and ``last`` are Unix
    seconds, UNKNOWN without times.
    """

    name: str
    sources: tuple[int, ...]
    formats: tuple[str, ...]
    removals: tuple[int, ...] = ()
    listeners: int = 0
    plays: int = 0
    ratings: int = 0
    first: int = UNKNOWN
    last: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class Known:
    """How many of a listener's plays and artists are of artists that a community knows."""

    plays: int
    artists: int


_SOURCES = """
select community, list(id order by id), list(distinct format order by format)
from sources where holds and community is not null group by community order by community
"""

_TOTALS = """
select community, count(*), sum(plays)::bigint, sum(rated)::bigint,
    coalesce(min(first) filter (first <> -1), -1), max(last)
from listener_totals join listeners on id = listener where community is not null group by community
"""

# Each file is of one community, so that its rows need not be asked for their listeners.
_HEARD = """
    select source, artist from standing_plays
    union all select source, artist from standing_counts
    union all select source, artist from standing_ratings
"""

_ARTISTS = f"""
select community, count(distinct coalesce(credited, told.artist))
from (
    select distinct community, artist from ({_HEARD}) as heard join sources on sources.id = source
    where community is not null
) as told
left join credits on credits.artist = told.artist group by community
"""

# Names meet by their keys. An artist is known by each spelling that is credited to it.
_KNOWN = f"""
with own as (
    select key, sum(plays)::bigint as plays from pairs join artists on artists.id = artist where listener = ? group by key
),
wanted as (
    select id as artist, key from artists where key in (select key from own)
    union
    select credits.artist, key from credits join artists on artists.id = credited where key in (select key from own)
),
known as (
    select distinct community, key
    from ({_HEARD}) as heard join wanted on wanted.artist = heard.artist join sources on sources.id = source
    where community is not null
)
select community, sum(plays)::bigint, count(*) from known join own using (key) group by community
"""

_OWN = "select coalesce(sum(plays), 0)::bigint, count(distinct key) from pairs join artists on id = artist where listener = ?"


def communities(cursor: duckdb.DuckDBPyConnection) -> list[CommunityTotals]:
    """All communities by name, also those whose files are left out."""
    numbers = {name: others for name, *others in cursor.execute(_TOTALS).fetchall()}
    removals = {
        rule.condition.source: number
        for number, rule in rules(cursor).items()
        if isinstance(rule.condition, BySource) and rule.listener is None
    }
    return [
        CommunityTotals(
            name,
            tuple(sources),
            tuple(formats),
            tuple(removals[source] for source in sources if source in removals),
            *numbers.get(name, ()),
        )
        for name, sources, formats in cursor.execute(_SOURCES).fetchall()
    ]


def artists_of(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """By community, of how many artists something stands; takes longer than :func:`communities`."""
    return dict(cursor.execute(_ARTISTS).fetchall())


def own_plays(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> tuple[int, int]:
    """A listener's plays and artists, names with one key taken as one."""
    plays, artists = cursor.execute(_OWN, [listener_id]).fetchall()[0]
    return plays, artists


def known(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> dict[str, Known]:
    """By community, how much it knows of a listener's plays; communities that know nothing are missing."""
    found = cursor.execute(_KNOWN, [listener_id]).fetchall()
    return {community: Known(plays, artists) for community, plays, artists in found}
