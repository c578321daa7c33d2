"""Which of the staged totals tell more than the library knows, and how they are stored."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from desktop_als.library.records import Stored
from desktop_als.library.staging import Tell, listener_slices
from desktop_als.plays import Tally

# Two exports of one kind overlap, they do not add up: what counts for a pair is the largest of their totals.
_OVERLAP = """
create or replace temp table overlap as
with held as (
    select listener, artist, sum(adds)::bigint as held from counts
    where (source in (select id from sources where format = $format) or list_contains($drop::integer[], source))
        and listener between $first and $last
    group by listener, artist
)
select listener, artist, any_value(held) as held, sum(plays)::bigint as plays, min(staged_counts.rowid) as bearer
from staged_counts join held using (listener, artist)
where listener between $first and $last
group by listener, artist
"""

_STORE = """
insert into counts
select listener, artist, staged_counts.plays,
    case when held is null then staged_counts.plays when staged_counts.rowid = bearer then overlap.plays - held else 0 end,
    $source, row, track, last_played, null
from staged_counts left join overlap using (listener, artist)
where (held is null or overlap.plays > held) and listener between $first and $last
order by listener, artist
"""


def keep_counts(
    cursor: duckdb.DuckDBPyConnection, source_id: int, format_id: str, drop: Sequence[int], tell: Tell
) -> Stored:
    """Store the staged totals of pairs of which no earlier source of this format tells as many plays.

    ``drop`` are the sources of this format that are not entered yet.
    """
    (staged,) = cursor.execute("select count(*) from staged_counts").fetchall()[0]
    stored = 0
    spans = list(listener_slices(cursor, "staged_counts"))
    for done, span in enumerate(spans):
        tell(done / len(spans))
        cursor.execute(_OVERLAP, {"format": format_id, "drop": list(drop), **span})
        stored += cursor.execute(_STORE, {"source": source_id} | span).fetchall()[0][0]
    return Stored(Tally(kept=stored, duplicates=staged - stored))
