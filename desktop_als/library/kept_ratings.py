"""Which of the staged ratings tell something new, and how they are stored."""

from __future__ import annotations

import duckdb

from desktop_als.library.records import Stored
from desktop_als.library.staging import Tell, listener_slices
from desktop_als.plays import UNKNOWN, Tally

# What one file says twice of the same thing is one rating, their mean. A rating that the library holds gives way to another
# one of the same listener and thing, unless the other is known to be older; undoing the other brings it back.
_FRESH = f"""
create or replace temp table fresh_ratings as
with told as (
    select listener, artist, album, avg(rating)::float as rating, max(rated_at) as rated_at, min(row) as row,
        count(*) as lines
    from staged_ratings where listener between $first and $last
    group by listener, artist, album
),
held as (from ratings where superseded_by is null and listener between $first and $last)
select told.*
from told left join held
    on told.listener = held.listener and told.artist = held.artist and told.album is not distinct from held.album
where held.listener is null
    or (told.rating <> held.rating and (least(told.rated_at, held.rated_at) = {UNKNOWN} or told.rated_at >= held.rated_at))
"""

_SUPERSEDE = """
update ratings set superseded_by = $source from fresh_ratings as fresh
where ratings.listener = fresh.listener and ratings.artist = fresh.artist
    and ratings.album is not distinct from fresh.album and superseded_by is null
"""

_STORE = """
insert into ratings
select listener, artist, album, rating, rated_at, $source, row, null, null from fresh_ratings order by listener, artist
"""

_TALLY = f"""
select coalesce(sum(lines), 0)::bigint, coalesce(min(rated_at) filter (rated_at <> {UNKNOWN}), {UNKNOWN}),
    coalesce(max(rated_at), {UNKNOWN})
from fresh_ratings
"""


def keep_ratings(cursor: duckdb.DuckDBPyConnection, source_id: int, tell: Tell) -> Stored:
    """Store the staged ratings that the library does not hold."""
    (staged,) = cursor.execute("select count(*) from staged_ratings").fetchall()[0]
    kept, firsts, last = 0, list[int](), UNKNOWN
    spans = list(listener_slices(cursor, "staged_ratings"))
    for done, span in enumerate(spans):
        tell(done / len(spans))
        cursor.execute(_FRESH, span)
        lines, begins, ends = cursor.execute(_TALLY).fetchall()[0]
        cursor.execute(_SUPERSEDE, {"source": source_id})
        cursor.execute(_STORE, {"source": source_id})
        kept += lines
        firsts += [begins] if begins != UNKNOWN else []
        last = max(last, ends)
    return Stored(Tally(kept=kept, duplicates=staged - kept), min(firsts, default=UNKNOWN), last)
