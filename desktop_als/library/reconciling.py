"""One history from many sources: which of several rows that tell the same play stands for it.

Follows from the rows and the layers alone, whatever order they came in, for the listeners in the table ``touched``. The
others stay in the library and know which play tells them (``told_source``, ``told_row``).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

import duckdb

from desktop_als.library import rules, services
from desktop_als.library.interruption import Check, ignore_check
from desktop_als.library.leaving_out import put_aside
from desktop_als.library.rules import Rule

ACCOUNT = "spotify_account"
EXTENDED = "spotify_extended"


class Superseded(IntEnum):
    """Why a play does not stand."""

    NOT = 0
    REPEAT = 1  # the same play once more, too soon after it began
    PERIOD = 2  # another format is the one for that time
    JOINED = 3  # another service tells it too
    ASIDE = 4  # only in between: a rule leaves its source out, so it tells nothing and nothing tells it


# Cleared first, so that all that follows sees every row. alone: the person said that it is no other's twin.
_PLAYS = f"""
create or replace temp table reconciled as
select plays.listener, played_at, plays.artist, plays.track, ms_played, precision, track_ref, source, row, format,
    counted, row in (select row from apart where apart.source = plays.source) as alone, coalesce(policy, 'merge') as policy,
    case when exists (
        from aside where aside.source = plays.source and coalesce(aside.listener, plays.listener) = plays.listener
    ) then {int(Superseded.ASIDE)} else 0 end::utinyint as why, null::integer as told_source, null::bigint as told_row
from plays join sources on sources.id = plays.source
left join joining on joining.listener = plays.listener
where plays.listener in (from touched)
"""

# Of one format: the same track of the same length, begun again before the first could have been heard to its end. Shorter
# than 30 seconds people do skip back and forth.
_REPEATS = f"""
update reconciled set why = {int(Superseded.REPEAT)}, told_source = again.told_source, told_row = again.told_row
from (
    select source, row, played_at - lag(played_at) over neighbours as since, ms_played,
        lag(source) over neighbours as told_source, lag(row) over neighbours as told_row
    from reconciled where why = 0 and not alone and track is not null and ms_played >= 30000
    window neighbours as (partition by listener, format, artist, track, ms_played order by played_at, source, row)
) as again
where again.source = reconciled.source and again.row = reconciled.row and since * 1000 < 0.9 * again.ms_played
"""

# Spotify tells one person's plays twice: account data of the last year, to the minute, and the extended history of all
# years. One play rarely looks the same in both, so account plays that end within the span of the other do not count:
# comparing spans needs no guess. Account data rounds the end of a play down to its minute.
_ONE_SERVICE = f"""
select distinct listener, '{EXTENDED}' as preferred, '{ACCOUNT}' as other from reconciled where format = '{ACCOUNT}'
"""

# The person prefers a format: then it alone counts while it tells of plays.
_PREFERRED = """
select distinct joining.listener, preferred, format as other
from joining join reconciled on reconciled.listener = joining.listener
where joining.policy = 'prefer' and format <> preferred
"""

PAUSE = 30 * 86_400
"""Seconds without a play after which a format no longer speaks for the time in between: a part of it may be missing."""

_PERIOD = """
update reconciled set why = {period}, told_source = spans.source
from (
    select listener, other, min(source) as source, min(ended) - 60 as begins, max(ended) as ends
    from (
        select *, count(*) filter (since > {pause}) over (partition by listener, other order by ended) as span
        from (
            select choice.listener, other, source, played_at + greatest(ms_played, 0) // 1000 as ended,
                ended - lag(ended) over (partition by choice.listener, other order by ended) as since
            from reconciled join ({choice}) as choice on choice.listener = reconciled.listener and preferred = format
            where why = 0
        )
    )
    group by listener, other, span
) as spans
where reconciled.listener = spans.listener and format = other and why = 0 and not alone
    and played_at + greatest(ms_played, 0) // 1000 between begins and ends
"""

_JOIN = f"""
update reconciled set why = {int(Superseded.JOINED)}, told_source = joined.told_source, told_row = joined.told_row
from joined where joined.source = reconciled.source and joined.row = reconciled.row
"""

_NO_LONGER_ASIDE = f"update reconciled set why = 0 where why = {int(Superseded.ASIDE)}"

_WRITE = """
update plays set superseded = why, told_source = reconciled.told_source, told_row = reconciled.told_row
from reconciled
where plays.source = reconciled.source and plays.row = reconciled.row
    and (superseded <> why or plays.told_source is distinct from reconciled.told_source
        or plays.told_row is distinct from reconciled.told_row)
"""


def reconcile(cursor: duckdb.DuckDBPyConnection, check: Check = ignore_check) -> None:
    """Find and mark which plays of the listeners in ``touched`` are told by others."""
    find_told(cursor, rules.rules(cursor), check)
    cursor.execute(_WRITE)


def find_told(cursor: duckdb.DuckDBPyConnection, named: Mapping[int, Rule], check: Check = ignore_check) -> None:
    """Make the table ``reconciled``: ``why`` is 0 where no other play tells it, among the sources that these rules leave."""
    reconcile_formats(cursor, named, check)
    joined = services.twins(cursor)
    if joined is not None:
        cursor.register("joined", joined)
        cursor.execute(_JOIN)
        cursor.unregister("joined")
    cursor.execute(_NO_LONGER_ASIDE)
    check()


def reconcile_formats(
    cursor: duckdb.DuckDBPyConnection, named: Mapping[int, Rule], check: Check = ignore_check
) -> None:
    """Make the table ``reconciled`` of what stands before services are compared play by play."""
    put_aside(cursor, named)
    spans = (
        _PERIOD.format(period=int(Superseded.PERIOD), pause=PAUSE, choice=choice)
        for choice in (_ONE_SERVICE, _PREFERRED)
    )
    for statement in (_PLAYS, *spans, _REPEATS):
        check()
        cursor.execute(statement)
    check()
