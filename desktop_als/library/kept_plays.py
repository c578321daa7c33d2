"""Which of the staged plays are new, and how they are stored."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np

from desktop_als.library.learning import text_column
from desktop_als.library.records import Stored
from desktop_als.library.staging import listener_slices
from desktop_als.library.standing import COUNTS
from desktop_als.plays import UNKNOWN, Fate, Tally

# The same listener, artist, track, length and second, by a source of the same format or once more among these. All other
# rows are stored, so that what stands (reconciling.py) does not hang on the order in which files come. Compared as the file
# tells it, before its clock was set right.
_FRESH = """
create or replace temp table fresh_plays as
select min(staged_plays.rowid) as place
from staged_plays join staged_formats using (source)
where listener between $first and $last {unknown}
group by listener, played_at, artist, track, ms_played, format
"""

_COUNT = "select count(*) from staged_plays where listener between $first and $last"

_UNKNOWN = """
and not exists (
    from plays join sources on sources.id = plays.source
    where plays.listener between $first and $last
        and plays.listener = staged_plays.listener and plays.played_at - shift = staged_plays.played_at
        and plays.artist = staged_plays.artist and plays.track is not distinct from staged_plays.track
        and plays.ms_played = staged_plays.ms_played and sources.format = staged_formats.format
)
"""

# Nearly always all rows are, and then nothing is looked up.
_ALL, _SOME = "true", "rowid in (from fresh_plays)"

_STORE = f"""
insert into plays
select listener, played_at, precision, artist, track, album, ms_played, {COUNTS}, track_ref, source, row,
    ending, private, 0, null, null, null
from staged_plays where listener between $first and $last and {{fresh}}
order by listener, played_at, row
"""

# Of communities, whose files hold millions of rows, the first hundred thousand.
_REMEMBER = f"""
insert into left_out
select source, '{Fate.DUPLICATES}', staged_plays.row,
    concat_ws(' · ', strftime(make_timestamp(played_at * 1000000), '%Y-%m-%d %H:%M:%S'), artists.name, tracks.title)
from staged_plays join artists on artists.id = staged_plays.artist left join tracks on tracks.id = staged_plays.track
where staged_plays.listener between $first and $last and staged_plays.rowid not in (from fresh_plays)
limit 100000
"""

_TALLY = f"""
select source, count(*), count(*) filter (fresh), count(*) filter (fresh and counts),
    coalesce(min(played_at) filter (fresh), {UNKNOWN}), coalesce(max(played_at) filter (fresh), {UNKNOWN})
from (
    select source, played_at, {{fresh}} as fresh, {COUNTS} as counts from staged_plays
    where listener between $first and $last
)
group by source
"""


def keep_plays(cursor: duckdb.DuckDBPyConnection, formats: Mapping[int, str]) -> dict[int, Stored]:
    """Store the staged plays that no source of their format has told.

    Args:
        cursor: with the table ``staged_plays``.
        formats: of the sources in it.

    Returns:
        What became of the rows of each source.
    """
    listed = {"source": np.array([*formats], np.int32), "format": text_column(formats.values())}
    cursor.register("listed", listed)
    cursor.execute("create or replace temp table staged_formats as from listed")
    cursor.unregister("listed")
    kept: dict[int, Stored] = {}
    for span in listener_slices(cursor, "staged_plays"):
        held = cursor.execute("select 1 from plays where listener between $first and $last limit 1", span).fetchall()
        (found,) = cursor.execute(_FRESH.format(unknown=_UNKNOWN if held else ""), span).fetchall()[0]
        (rows,) = cursor.execute(_COUNT, span).fetchall()[0]
        fresh = _ALL if found == rows else _SOME
        for source, staged, stored, counted, first, last in cursor.execute(_TALLY.format(fresh=fresh), span).fetchall():
            tally = Tally(kept=counted, too_short=stored - counted, duplicates=staged - stored)
            kept[source] = kept.get(source, Stored(Tally(), source=source)) + Stored(tally, first, last, source)
        cursor.execute(_STORE.format(fresh=fresh), span)
        if found < rows:
            cursor.execute(_REMEMBER, span)
    return kept
