"""What listeners and artists have in sum, kept in tables of their own."""

from __future__ import annotations

import duckdb

RENEW_TOTALS = """
delete from listener_totals;
delete from artist_totals;

insert into listener_totals
select listener, plays, artists, played, rated, coalesce(first, -1), coalesce(last, -1)
from (
    select listener, sum(plays)::bigint as plays, count(*) as artists,
        count(*) filter (plays > 0) as played, count(rating) as rated
    from pairs group by listener
)
left join (
    select listener, min(moment) as first, max(moment) as last
    from (
        select listener, played_at as moment from counted_plays
        union all
        select listener, rated_at from standing_ratings where rated_at <> -1
    )
    group by listener
) using (listener)
order by listener;

insert into artist_totals
select artist, sum(plays)::bigint, count(*), count(*) filter (plays > 0), count(rating)
from pairs group by artist order by artist;
"""


def renew_totals(cursor: duckdb.DuckDBPyConnection) -> None:
    """Sum up what listeners and artists have after a change."""
    cursor.execute(RENEW_TOTALS)
