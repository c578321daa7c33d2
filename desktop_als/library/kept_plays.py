"""Which of the staged plays are new, and how they are stored."""

from __future__ import annotations

import duckdb

from desktop_als.library.staging import listener_slices
from desktop_als.plays import UNKNOWN, Tally

# A play is a duplicate when the one before it, among those of the same listener, artist, track and length, started at the
# same second, or so close that the first could not have been heard to its end (then of 30 seconds and more only: shorter
# ones are skipped through again and again). A row that the library holds goes before a new one of the same second.
# What is superseded is not compared: it does not count any more, so its better telling must not fall victim to it.
_FRESH = """
create or replace temp table fresh_plays as
with span as (
    select min(played_at) - 86400 as begins, max(played_at) + 86400 as ends
    from staged_plays where listener between $first and $last
),
together as (
    select listener, artist, track, ms_played, played_at, true as held, row, null as place
    from plays, span
    where listener between $first and $last
        and played_at between begins and ends and superseded_by is null
    union all
    select listener, artist, track, ms_played, played_at, false, row, rowid
    from staged_plays where listener between $first and $last
),
beside as (
    select *,
        played_at - lag(played_at) over neighbours as since,
        case when lead(held) over neighbours then lead(played_at) over neighbours - played_at end as until
    from together
    window neighbours as (
        partition by listener, artist, track, ms_played order by played_at, held desc, row, place
    )
)
select place from beside
where not held
    and coalesce(since > 0, true)
    and (track is null or ms_played < 30000 or coalesce(least(since, until) * 1000 >= 0.9 * ms_played, true))
"""

_STORE = """
insert into plays
select listener, played_at, precision, artist, track, album, ms_played, counted, track_ref, $source, row, null
from staged_plays where rowid in (select place from fresh_plays)
order by listener, played_at, row
"""

_TALLY = """
select count(*), count(*) filter (counted), coalesce(min(played_at), -1), coalesce(max(played_at), -1)
from staged_plays where rowid in (select place from fresh_plays)
"""


def keep_plays(cursor: duckdb.DuckDBPyConnection, source_id: int) -> tuple[Tally, int, int]:
    """Store the staged plays that the library does not hold.

    Returns:
        What became of the rows, and the first and the last second stored.
    """
    (staged,) = cursor.execute("select count(*) from staged_plays").fetchall()[0]
    tally, first, last = Tally(duplicates=staged), UNKNOWN, UNKNOWN
    for span in listener_slices(cursor, "staged_plays"):
        cursor.execute(_FRESH, span)
        stored, counted, begins, ends = cursor.execute(_TALLY).fetchall()[0]
        if stored:
            cursor.execute(_STORE, {"source": source_id})
            tally += Tally(kept=counted, too_short=stored - counted, duplicates=-stored)
            first, last = begins if first == UNKNOWN else min(first, begins), max(last, ends)
    return tally, first, last
