"""What the rows say of names: titles and albums that two artists share, and which listener plays which titles of one."""

from __future__ import annotations

import duckdb
import numpy as np

from desktop_als.plays import Ints

# Of the asked artists only, so that the large tables are passed over once each.
_WORKS = """
create or replace temp table asked_works as
with asked as (select first as artist from asked_pairs union select second from asked_pairs)
select artist, 't' || lower(title) as work from tracks where artist in (from asked)
union
select artist, 'a' || lower(album) from plays where album is not null and artist in (from asked)
union
select artist, 'a' || lower(album) from ratings where album is not null and artist in (from asked);
"""

_SHARED = """
select place, count(*) as works from asked_pairs
join asked_works as one on one.artist = first
join asked_works as other on other.artist = second and other.work = one.work
group by place
"""

# A title goes by the first of its tracks, for spellings of one artist have tracks of their own.
_TITLES = """
with own as (
    select id, min(id) over (partition by lower(title)) as title from tracks
    where artist = $artist or artist in (select artist from credits where credited = $artist)
)
select distinct listener, title from standing_plays join own on own.id = track
"""


def shared_works(cursor: duckdb.DuckDBPyConnection, first: Ints, second: Ints) -> Ints:
    """How many titles and albums the artists of each pair share.

    Args:
        cursor: where to ask.
        first, second: (n,) artist ids; each pair once.

    Returns:
        (n,) int64.
    """
    cursor.register("asked_pairs", {"place": np.arange(len(first)), "first": first, "second": second})
    cursor.execute(_WORKS)
    found = cursor.execute(_SHARED).fetchnumpy()
    cursor.unregister("asked_pairs")
    shared = np.zeros(len(first), np.int64)
    shared[found["place"]] = found["works"]
    return shared


def titles_heard(cursor: duckdb.DuckDBPyConnection, artist_id: int) -> tuple[Ints, Ints]:
    """Each pair of a listener and a title of an artist once: two arrays of ids of listeners and of titles."""
    columns = cursor.execute(_TITLES, {"artist": artist_id}).fetchnumpy()
    return columns["listener"].astype(np.int64), columns["title"].astype(np.int64)
