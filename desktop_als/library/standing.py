"""Which of the stored plays stand: follows from the rows and the layers, and can be settled anew at any time.

A play stands when it is long enough to count, no other play tells the same event better, and no rule leaves it out. The
order in which files came changes nothing of that.
"""

from __future__ import annotations

import duckdb

from desktop_als.library import leaving_out, reconciling
from desktop_als.library.interruption import Check, ignore_check
from desktop_als.plays import Ending

COUNTS = f"""
case when ms_played = -1 then ending <> {int(Ending.SKIPPED)}
    else ms_played >= (select least_ms from counting)
        or (ending = {int(Ending.HEARD_OUT)} and (select heard_out from counting)) end
"""
"""SQL: whether a row is a play at all, by what the person says counts as one."""

_TOUCHED = "create or replace temp table touched as select id as listener from listeners where community is null"

_TOLD_OF = """
select listener from plays where source >= {since} union all select listener from counts where source >= {since}
union all select listener from ratings where source >= {since}
"""

_SHIFT = """
update plays set played_at = played_at + coalesce(seconds, 0) - shift
from sources left join shifts on shifts.source = sources.id
where plays.source = sources.id and coalesce(seconds, 0) <> shift;

update sources set shift = seconds,
    first = if(first = -1, first, first + seconds - shift), last = if(last = -1, last, last + seconds - shift)
from (
    select sources.id, coalesce(seconds, 0) as seconds from sources left join shifts on shifts.source = sources.id
) as wanted
where wanted.id = sources.id and seconds <> shift;
"""

_RECOUNT = f"update plays set counted = not counted where counted <> ({COUNTS})"

_OF_TOUCHED = "where listener in (from touched)"

# The report of a source stays true: what no longer counts moves from one column to another, and the sum is the rows read.
RETELL = """
create or replace temp table now_told as
select source, count(*) filter (superseded = 0 and counted) as kept,
    count(*) filter (superseded = 0 and not counted) as too_short
from plays {whose} group by source;

update sources set kept = now_told.kept, too_short = now_told.too_short,
    duplicates = duplicates + sources.kept + sources.too_short - now_told.kept - now_told.too_short
from now_told where now_told.source = sources.id
    and (sources.kept <> now_told.kept or sources.too_short <> now_told.too_short)
    and not exists (from counts where counts.source = sources.id)
    and not exists (from ratings where ratings.source = sources.id)
    and not exists (from marks where marks.source = sources.id);
"""


def settle(
    cursor: duckdb.DuckDBPyConnection, since: int | None = None, check: Check = ignore_check, tellings: bool = True
) -> None:
    """Bring up to date which plays stand: of all who are no community or, of them, whom sources from ``since`` on told of.

    Without ``tellings`` nothing has changed in which play tells which, so sources are not compared again.
    """
    cursor.execute(_TOUCHED if since is None else f"{_TOUCHED} and id in ({_TOLD_OF.format(since=since)})")
    recounted = False  # only then something happens to communities' reports
    if since is None:
        cursor.execute(_SHIFT)
        recounted = cursor.execute(_RECOUNT).fetchall() != [(0,)]
        leaving_out.leave_out_communities(cursor)
    check()
    if cursor.execute("select count(*) from touched").fetchall() != [(0,)]:
        if tellings:
            reconciling.reconcile(cursor, check)
        leaving_out.leave_out(cursor)
    cursor.execute(RETELL.format(whose="" if recounted else _OF_TOUCHED))
