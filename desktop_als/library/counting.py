"""What counts as a play, as the person said; every row stays in the library, so it can be said anew."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from desktop_als.errors import LibraryError
from desktop_als.library.standing import COUNTS

MOST_SECONDS = 240
"""No service asks for more: Last.fm counts four minutes of a track of any length."""


@dataclass(frozen=True, slots=True)
class CountingRule:
    """A play counts from ``least_ms`` milliseconds on and, with ``heard_out``, whenever the track was heard to its end.

    Raises:
        LibraryError: ``least_ms`` is below 0 or above four minutes.
    """

    least_ms: int = 30_000
    heard_out: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.least_ms <= MOST_SECONDS * 1000:
            raise LibraryError(f"A play can count after 0 to {MOST_SECONDS} seconds.")


@dataclass(frozen=True, slots=True)
class Recount:
    """The plays of one listener that would begin to count, those that would no longer, and those that would count in all.

    ``artists`` is how many more artists would have a play that counts.
    """

    listener: int
    gained: int
    lost: int
    plays: int
    artists: int


# A common table expression goes before the table of the same name that COUNTS reads.
_RECOUNT = f"""
with counting as (select $least_ms::bigint as least_ms, $heard_out::boolean as heard_out)
select listener, count(*) filter (then_counted and not counted), count(*) filter (counted and not then_counted),
    count(*) filter (then_counted),
    count(distinct artist) filter (then_counted) - count(distinct artist) filter (counted)
from (
    select listener, artist, counted, ({COUNTS}) as then_counted from plays where superseded = 0 and excluded_by is null
)
group by listener order by listener
"""


def counting(cursor: duckdb.DuckDBPyConnection) -> CountingRule:
    """What counts now."""
    return CountingRule(*cursor.execute("select least_ms, heard_out from counting").fetchall()[0])


def set_counting(cursor: duckdb.DuckDBPyConnection, rule: CountingRule) -> None:
    """Say what counts; the plays are counted again when the step ends."""
    cursor.execute("update counting set least_ms = ?, heard_out = ?", [rule.least_ms, rule.heard_out])


def recounts(cursor: duckdb.DuckDBPyConnection, rule: CountingRule) -> list[Recount]:
    """What would change for everybody who has plays, by listener.

    A play that begins to count may turn out to be told by another service too; then it adds nothing when it is recounted.
    """
    values = {"least_ms": rule.least_ms, "heard_out": rule.heard_out}
    return [Recount(*row) for row in cursor.execute(_RECOUNT, values).fetchall()]
