"""What the rows say of names: titles and albums that two artists share, and which listener plays which titles of one."""

from __future__ import annotations

import duckdb
import numpy as np

from desktop_als.plays import Ints

# Of the asked artists only, so that the large tables are passed over once each.
_WORKS = """
create or replace temp table asked_works as
with asked as (select unnest($first::integer[]) as artist union select unnest($second::integer[]))
select artist, 't' || lower(title) as work from tracks where artist in (from asked)
union
select artist, 'a' || lower(album) from plays where album is not null and artist in (from asked)
union
select artist, 'a' || lower(album) from ratings where album is not null and artist in (from asked);
"""

_SHARED = """
with asked as (select unnest($first::integer[]) as first, unnest($second::integer[]) as second)
select first, second, count(*) from asked
join asked_works as one on one.artist = first
join asked_works as other on other.artist = second and other.work = one.work
group by first, second
"""

_TITLES = """
select distinct listener, track from standing_plays where track is not null
    and (artist = $artist or artist in (select artist from credits where credited = $artist))
"""


def shared_works(cursor: duckdb.DuckDBPyConnection, first: Ints, second: Ints) -> Ints:
    """How many titles and albums the artists of each pair share.

    Args:
        cursor: where to ask.
        first, second: (n,) artist ids.

    Returns:
        (n,) int64.
    """
    cursor.execute(_WORKS, {"first": first.tolist(), "second": second.tolist()})
    found = cursor.execute(_SHARED, {"first": first.tolist(), "second": second.tolist()}).fetchall()
    shared = {(one, other): count for one, other, count in found}
    pairs = zip(first.tolist(), second.tolist(), strict=True)
    return np.fromiter((shared.get(pair, 0) for pair in pairs), np.int64, len(first))


def titles_heard(cursor: duckdb.DuckDBPyConnection, artist_id: int) -> tuple[Ints, Ints]:
    """Each pair of a listener and a title of an artist once: two arrays of ids of listeners and of tracks."""
    columns = cursor.execute(_TITLES, {"artist": artist_id}).fetchnumpy()
    return columns["listener"].astype(np.int64), columns["track"].astype(np.int64)
