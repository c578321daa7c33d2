"""Spotify tells one person's plays twice: account data of the last year, and the extended history of all years.

The extended history is the better telling (seconds instead of minutes, every row), so account plays that end within its
span do not count. One play rarely looks the same in both, and comparing spans needs no guess.
"""

from __future__ import annotations

import duckdb

ACCOUNT = "spotify_account"
EXTENDED = "spotify_extended"

_FROM_EXTENDED = f"""
select listener, played_at, ms_played from plays where source in (select id from sources where format = '{EXTENDED}')
"""

# Account data rounds the end of a play down to its minute.
_SPANS = """
create or replace temp table spans as
select listener,
    min(played_at + greatest(ms_played, 0) // 1000) - 60 as begins, max(played_at + greatest(ms_played, 0) // 1000) as ends
from ({told}) group by listener
"""

_DROP_STAGED = """
delete from staged_plays using spans
where staged_plays.listener = spans.listener and played_at + greatest(ms_played, 0) // 1000 between begins and ends
"""

_MARK_STORED = f"""
update plays set superseded_by = $source from spans
where plays.listener = spans.listener and played_at + greatest(ms_played, 0) // 1000 between begins and ends
    and superseded_by is null and source in (select id from sources where format = '{ACCOUNT}')
"""


def supersede(cursor: duckdb.DuckDBPyConnection, source_id: int, format_id: str) -> int:
    """Let the extended history win, whichever came first.

    Stored account plays are marked with ``source_id``, which undoing that source takes back; staged account plays are
    dropped.

    Returns:
        How many staged plays were dropped.
    """
    if format_id == EXTENDED:
        told = f"{_FROM_EXTENDED} union all select listener, played_at, ms_played from staged_plays"
        cursor.execute(_SPANS.format(told=told))
        cursor.execute(_MARK_STORED, {"source": source_id})
        return 0
    if format_id == ACCOUNT:
        cursor.execute(_SPANS.format(told=_FROM_EXTENDED))
        return int(cursor.execute(_DROP_STAGED).fetchall()[0][0])
    return 0
