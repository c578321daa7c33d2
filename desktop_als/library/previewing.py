"""The library as it would be with other rules, without writing anything to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from desktop_als.library import queries
from desktop_als.library.rules import Rule, applying, find, unwanted
from desktop_als.plays import History, TimedPlays


@dataclass(frozen=True, slots=True, eq=False)
class AsIf:
    """What other rules would change for a listener.

    Attributes:
        left_out, back: plays that would leave, and plays that would come back.
        artists: of all these plays.
        first, last: Unix seconds of these plays, UNKNOWN without times.
        history, plays: the listener as they would be.
    """

    left_out: int
    back: int
    artists: int
    first: int
    last: int
    history: History
    plays: TimedPlays


_TOUCHED = "create or replace temp table touched as select $listener::integer as listener"

# Rows of totals are as many plays as they add.
_ROWS = """
create or replace temp table as_if as
select artist, 1 as plays, played_at as last_played, played_at, row, null::float as rating, excluded_by is null as now,
    rowid not in (select place from ruled_plays) as stands
from plays where listener = $listener and counted and superseded = 0
union all
select artist, adds, last_played, -1, row, null, excluded_by is null, rowid not in (select place from ruled_counts)
from counts where listener = $listener and adds > 0
union all
select artist, 0, -1, -1, row, rating, excluded_by is null, rowid not in (select place from ruled_ratings)
from ratings where listener = $listener and superseded_by is null
"""

_CHANGES = """
select coalesce(sum(plays) filter (now), 0)::bigint, coalesce(sum(plays) filter (stands), 0)::bigint,
    count(distinct artist), coalesce(min(last_played) filter (last_played <> -1), -1), coalesce(max(last_played), -1)
from as_if where now <> stands
"""

_CREDITED = """
(select as_if.* replace (coalesce(credited, as_if.artist) as artist)
 from as_if left join credits on credits.artist = as_if.artist where stands)
"""

_PAIRS = f"""
select artist, sum(plays)::bigint as plays, max(last_played) as last_played, avg(rating) as rating
from {_CREDITED} group by artist order by artist
"""

_PLAYS = f"select artist, played_at from {_CREDITED} where played_at <> -1 order by played_at, row"


def as_if(cursor: duckdb.DuckDBPyConnection, rules: Mapping[int, Rule], listener_id: int) -> AsIf:
    """One listener with exactly these rules, by id."""
    cursor.begin()  # all questions see one state
    try:
        applied = applying(cursor, rules, listener_id)
        cursor.execute(_TOUCHED, {"listener": listener_id})
        find(cursor, applied)
        cursor.execute(_ROWS, {"listener": listener_id})
        left_out, back, artists, first, last = cursor.execute(_CHANGES).fetchall()[0]
        history = queries.history(cursor.execute(_PAIRS).fetchnumpy(), unwanted(applied))
        plays = queries.timed_plays(cursor.execute(_PLAYS).fetchnumpy())
        return AsIf(left_out, back, artists, first, last, history, plays)
    finally:
        cursor.rollback()
