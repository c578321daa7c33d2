"""What listeners and artists have in sum, kept in tables of their own."""

from __future__ import annotations

import duckdb

RENEW_TOTALS = """
create or replace temp table summed_pairs as select listener, artist, plays, rating from pairs;
delete from listener_totals;
delete from artist_totals;

insert into listener_totals
select listener, coalesce(plays, 0)::bigint, artists, played, rated, coalesce(first, -1), coalesce(last, -1)
from (
    select listener, count(*) as artists, count(*) filter (plays > 0) as played, count(rating) as rated
    from summed_pairs group by listener
)
left join (
    select listener, sum(plays) as plays, min(first) filter (first <> -1) as first, max(last) as last
    from (
        select listener, count(*) as plays, min(played_at) as first, max(played_at) as last
        from standing_plays group by listener
        union all
        select listener, sum(adds), min(last_played) filter (last_played <> -1), max(last_played)
        from standing_counts group by listener
        union all
        select listener, 0, min(rated_at) filter (rated_at <> -1), max(rated_at) from standing_ratings group by listener
    )
    group by listener
) using (listener)
order by listener;

insert into artist_totals
select artist, sum(plays)::bigint, count(*), count(*) filter (plays > 0), count(rating)
from summed_pairs group by artist order by artist;
drop table summed_pairs;
"""


def renew_totals(cursor: duckdb.DuckDBPyConnection) -> None:
    """Sum up what listeners and artists have after a change."""
    cursor.execute(RENEW_TOTALS)
