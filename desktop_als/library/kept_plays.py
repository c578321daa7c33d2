"""Which of the staged plays are new, and how they are stored."""

from __future__ import annotations

import duckdb

from desktop_als.library.staging import listener_slices
from desktop_als.library.standing import COUNTS
from desktop_als.plays import UNKNOWN, Fate, Tally

# The same listener, artist, track, length and second, by a source of the same format or once more in this one. All other
# rows are stored, so that what stands (reconciling.py) does not hang on the order in which files come. Compared as the file
# tells it, before its clock was set right.
_FRESH = """
create or replace temp table fresh_plays as
select min(staged_plays.rowid) as place
from staged_plays
where listener between $first and $last and not exists (
    from plays join sources on sources.id = plays.source
    where format = $format and plays.listener between $first and $last
        and plays.listener = staged_plays.listener and plays.played_at - shift = staged_plays.played_at
        and plays.artist = staged_plays.artist and plays.track is not distinct from staged_plays.track
        and plays.ms_played = staged_plays.ms_played
)
group by listener, played_at, artist, track, ms_played
"""

_STORE = f"""
insert into plays
select listener, played_at, precision, artist, track, album, ms_played, {COUNTS}, track_ref, $source, row,
    ending, private, 0, null, null, null
from staged_plays where rowid in (select place from fresh_plays)
order by listener, played_at, row
"""

# Of communities, whose files hold millions of rows, the first hundred thousand.
_REMEMBER = f"""
insert into left_out
select $source, '{Fate.DUPLICATES}', staged_plays.row,
    concat_ws(' · ', strftime(make_timestamp(played_at * 1000000), '%Y-%m-%d %H:%M:%S'), artists.name, tracks.title)
from staged_plays join artists on artists.id = staged_plays.artist left join tracks on tracks.id = staged_plays.track
where staged_plays.listener between $first and $last and staged_plays.rowid not in (select place from fresh_plays)
limit 100000
"""

_TALLY = f"""
select count(*), count(*) filter ({COUNTS}), coalesce(min(played_at), -1), coalesce(max(played_at), -1)
from staged_plays where rowid in (select place from fresh_plays)
"""


def keep_plays(cursor: duckdb.DuckDBPyConnection, source_id: int, format_id: str) -> tuple[Tally, int, int]:
    """Store the staged plays that no source of this format has told.

    Returns:
        What became of the rows, and the first and the last second stored.
    """
    (staged,) = cursor.execute("select count(*) from staged_plays").fetchall()[0]
    tally, first, last = Tally(duplicates=staged), UNKNOWN, UNKNOWN
    for span in listener_slices(cursor, "staged_plays"):
        cursor.execute(_FRESH, span | {"format": format_id})
        cursor.execute(_REMEMBER, span | {"source": source_id})
        stored, counted, begins, ends = cursor.execute(_TALLY).fetchall()[0]
        if stored:
            cursor.execute(_STORE, {"source": source_id})
            tally += Tally(kept=counted, too_short=stored - counted, duplicates=-stored)
            first, last = begins if first == UNKNOWN else min(first, begins), max(last, ends)
    return tally, first, last
