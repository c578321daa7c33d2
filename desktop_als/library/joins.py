"""What was joined of several sources, and what the person says of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from desktop_als.library.reconciling import Superseded
from desktop_als.plays import UNKNOWN

Policy = Literal["merge", "prefer", "keep"]
"""What happens to a play that two services tell: it counts once; one format alone counts for its time; both count.

Repeats inside a format, and the two exports that Spotify makes of one account, are no matter of choice.
"""


@dataclass(frozen=True, slots=True)
class Joining:
    """How the sources of one listener are joined. ``preferred`` is a format id, None unless the policy is "prefer"."""

    policy: Policy = "merge"
    preferred: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Plays in files of the format ``told`` that do not count because files of ``standing`` tell them, by format id.

    ``paired`` says that each has its twin there; otherwise ``standing`` is the one format for that time.
    ``first`` and ``last`` are Unix seconds.
    """

    told: str
    standing: str
    paired: bool
    plays: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class JoinedPlay:
    """A play that does not count, known by ``source`` and ``row``, and the one that tells it (of unknown time: none does).

    Times are Unix seconds; ``seconds`` is how much later the standing one begins.
    """

    source: int
    row: int
    artist: str
    track: str | None
    played_at: int
    standing_at: int

    @property
    def seconds(self) -> int | None:
        """Between the two; None without a twin."""
        return None if self.standing_at == UNKNOWN else self.standing_at - self.played_at


@dataclass(frozen=True, slots=True)
class Meeting:
    """Plays that a source and files of the format ``other`` both tell, or would; ``here`` says that the source's do not count.

    ``paired`` as of :class:`Join`.
    """

    source: int
    here: bool
    other: str
    paired: bool
    plays: int


_ACROSS = f"""
from plays join sources on sources.id = plays.source join sources as tellers on tellers.id = told_source
where counted and superseded in ({int(Superseded.PERIOD)}, {int(Superseded.JOINED)})
"""

_JOINS = f"""
select sources.format, tellers.format, superseded = {int(Superseded.JOINED)}, count(*), min(played_at), max(played_at)
{_ACROSS} and plays.listener = $listener
group by all order by count(*) desc, sources.format, tellers.format
"""

_JOINED_PLAYS = f"""
with told as (
    select plays.source, plays.row, artist, track, played_at, told_source, told_row
    {_ACROSS} and plays.listener = $listener
        and ((sources.format = $a and tellers.format = $b) or (sources.format = $b and tellers.format = $a))
    order by played_at, plays.source, plays.row limit $limit
)
select told.source, told.row, name, title, told.played_at, coalesce(standing.played_at, {UNKNOWN})
from told join artists on artists.id = told.artist left join tracks on tracks.id = told.track
left join plays as standing on standing.source = told.told_source and standing.row = told.told_row
order by told.played_at, told.source, told.row
"""

_APART = f"""
select apart.source, apart.row, name, title, played_at, {UNKNOWN}
from apart join plays using (source, row) join artists on artists.id = artist left join tracks on tracks.id = track
where plays.listener = $listener order by played_at, apart.source, apart.row
"""

# What two sources of one list tell is said of one of them.
_MET = f"""
with across as (
    select plays.source, sources.format, told_source, tellers.format as standing,
        superseded = {int(Superseded.JOINED)} as paired
    {_ACROSS}
)
select source, true, standing as other, paired, count(*) as times from across where source in $sources group by all
union all
select told_source, false, format, paired, count(*) from across
where told_source in $sources and source not in $sources group by all
order by times desc, other
"""


def joins(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> tuple[Join, ...]:
    """What was joined of a listener's plays, most plays first."""
    return tuple(Join(*row) for row in _rows(cursor, _JOINS, listener=listener_id))


def joined_plays(
    cursor: duckdb.DuckDBPyConnection, listener_id: int, a: str, b: str, limit: int
) -> tuple[JoinedPlay, ...]:
    """The first ``limit`` plays that were joined between formats ``a`` and ``b``, oldest first."""
    return tuple(JoinedPlay(*row) for row in _rows(cursor, _JOINED_PLAYS, listener=listener_id, a=a, b=b, limit=limit))


def met(cursor: duckdb.DuckDBPyConnection, sources: Collection[int]) -> tuple[Meeting, ...]:
    """Which plays of these sources other formats tell too, most plays first."""
    return tuple(Meeting(*row) for row in _rows(cursor, _MET, sources=list(sources)))


def apart_plays(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> tuple[JoinedPlay, ...]:
    """The plays of a listener of which the person said that they are no other's twin, oldest first."""
    return tuple(JoinedPlay(*row) for row in _rows(cursor, _APART, listener=listener_id))


def joining(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> Joining:
    """What the person chose for a listener."""
    chosen = _rows(cursor, "select policy, preferred from joining where listener = $listener", listener=listener_id)
    return Joining(*chosen[0]) if chosen else Joining()


def set_joining(cursor: duckdb.DuckDBPyConnection, listener_id: int, chosen: Joining) -> None:
    """Write down what the person chose; in a step that changes the layer "joining"."""
    cursor.execute("delete from joining where listener = ?", [listener_id])
    if chosen != Joining():
        cursor.execute("insert into joining values (?, ?, ?)", [listener_id, chosen.policy, chosen.preferred])


def formats_of(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> list[str]:
    """The formats in which a listener's plays are told, by id."""
    query = """
    select distinct format from plays join sources on sources.id = plays.source where plays.listener = $listener order by format
    """
    return [form for (form,) in _rows(cursor, query, listener=listener_id)]


def keep_apart(cursor: duckdb.DuckDBPyConnection, plays: Sequence[tuple[int, int]]) -> None:
    """Plays (source, row) that are no other's twin; in a step that changes the layer "apart"."""
    join_again(cursor, plays)
    if plays:
        cursor.executemany("insert into apart values (?, ?)", [list(play) for play in plays])


def join_again(cursor: duckdb.DuckDBPyConnection, plays: Sequence[tuple[int, int]]) -> None:
    """Take back :func:`keep_apart` for some plays; in a step that changes the layer "apart"."""
    if plays:
        cursor.executemany("delete from apart where source = ? and row = ?", [list(play) for play in plays])


def _rows(cursor: duckdb.DuckDBPyConnection, query: str, **values: object) -> list[tuple[Any, ...]]:
    return cursor.execute(query, values).fetchall()
