"""The library as it would be with other rules, without writing anything to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from desktop_als.library import queries
from desktop_als.library.leaving_out import find
from desktop_als.library.marks import marked
from desktop_als.library.reconciling import find_told
from desktop_als.library.rules import Rule, applying, is_own, source_rules, unwanted
from desktop_als.library.rules import rules as stored_rules
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

# Once a source is left out, the plays that it told better than others stand there.
_TOLD = {False: ("superseded", ""), True: ("why", "join reconciled using (source, row)")}

# Rows of totals are as many plays as they add.
_ROWS = """
create or replace temp table as_if as
select plays.artist, 1 as plays, plays.played_at as last_played, plays.played_at, plays.row, null::float as rating,
    superseded = 0 and excluded_by is null as now,
    {told} = 0 and plays.rowid not in (select place from ruled_plays) as stands
from plays {joined} where plays.listener = $listener and plays.counted and (superseded = 0 or {told} = 0)
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
        told, joined = _TOLD[_reconciled(cursor, rules, listener_id)]
        cursor.execute(_ROWS.format(told=told, joined=joined), {"listener": listener_id})
        left_out, back, artists, first, last = cursor.execute(_CHANGES).fetchall()[0]
        history = queries.history(cursor.execute(_PAIRS).fetchnumpy(), unwanted(applied), marked(cursor, listener_id))
        plays = queries.timed_plays(cursor.execute(_PLAYS).fetchnumpy())
        return AsIf(left_out, back, artists, first, last, history, plays)
    finally:
        cursor.rollback()


def _reconciled(cursor: duckdb.DuckDBPyConnection, rules: Mapping[int, Rule], listener_id: int) -> bool:
    """Whether sources had to be joined anew, which is in the table ``reconciled`` then."""
    if source_rules(rules) == source_rules(stored_rules(cursor)) or not is_own(cursor, listener_id):
        return False
    find_told(cursor, rules)
    return True
