"""From the library to the matrix that the solver factorizes."""

from __future__ import annotations

import duckdb

from desktop_als.als.interactions import SESSION_GAP, Interactions, RowKind
from desktop_als.als.settings import RowChoice
from desktop_als.library.matrix import gathered, matrix_of, most_entries
from desktop_als.library.records import MatrixShape
from desktop_als.plays import UNKNOWN
from desktop_als.progress import CancelToken, Progress, ProgressSink

FEW_LISTENERS = 5
"""With fewer than these, listeners say nothing of each other: then what was played in one sitting does."""

LAST_ID = 2**31 - 1

_BY_LISTENER = """
select listener, artist, plays::float as plays, last_played
from pairs where plays > 0 and listener between $first and $last order by listener, artist
"""

_RATINGS = """
select listener, artist, rating::float as plays, rated_at as last_played
from pairs where rating is not null and listener between $first and $last order by listener, artist
"""

# Totals without times are one row of their listener: session 0, while those of plays begin at 1.
_BY_SESSION = f"""
with sittings as (
    select listener, artist, played_at,
        (coalesce(played_at - lag(played_at) over by_time > {SESSION_GAP}, true))::integer as begins
    from counted_plays where listener between $first and $last
    window by_time as (partition by listener order by played_at)
),
numbered as (
    select listener, artist, played_at,
        sum(begins) over (order by listener, played_at rows unbounded preceding)::bigint as session
    from sittings
)
select listener, artist, count(*)::float as plays, max(played_at) as last_played, session
from numbered group by listener, artist, session
union all
select listener, artist, sum(adds)::float, {UNKNOWN}, 0 from credited_counts
where listener between $first and $last group by listener, artist
order by listener, session, artist
"""

# What to ask, and the column of listener_totals that tells how many entries a listener brings at most.
_QUERIES: dict[RowKind, tuple[str, str]] = {
    "listeners": (_BY_LISTENER, "played"),
    "sessions": (_BY_SESSION, "plays"),
    "ratings": (_RATINGS, "rated"),
}


def interactions(
    cursor: duckdb.DuckDBPyConnection, rows: RowChoice, timed: bool, cancel: CancelToken, progress: ProgressSink
) -> Interactions:
    """Counted plays or ratings as a matrix; see :meth:`desktop_als.library.store.Library.interactions`."""
    progress(Progress("Building the matrix", 0, 1))
    cursor.begin()  # so that all that is asked is of one state of the library
    kind = row_kind(cursor, rows)
    query, measure = _QUERIES[kind]
    pieces = gathered(cursor, query, measure, cancel)
    matrix = matrix_of(pieces, most_entries(cursor, measure), kind, timed, cancel)
    progress(Progress("Building the matrix", 1, 1))
    return matrix


def matrix_shape(cursor: duckdb.DuckDBPyConnection, rows: RowChoice) -> MatrixShape:
    """The size of what :func:`interactions` would give, without building it."""
    kind = row_kind(cursor, rows)
    if kind == "sessions":
        query = f"select count(distinct (listener, session)), count(distinct artist), count(*) from ({_BY_SESSION})"
        return MatrixShape(*cursor.execute(query, {"first": 0, "last": LAST_ID}).fetchall()[0])
    pairs = "rated" if kind == "ratings" else "played"
    query = f"""
        select count(*), (select count(*) from artist_totals where {pairs} > 0), coalesce(sum({pairs}), 0)::bigint
        from listener_totals where {pairs} > 0
        """
    return MatrixShape(*cursor.execute(query).fetchall()[0])


def row_kind(cursor: duckdb.DuckDBPyConnection, rows: RowChoice) -> RowKind:
    """What the rows of :func:`interactions` would be."""
    if rows != "auto":
        return rows
    listeners, ratings = cursor.execute(
        "select count(*) filter (plays > 0), coalesce(sum(rated), 0) from listener_totals"
    ).fetchall()[0]
    if not listeners and ratings:
        return "ratings"
    return "sessions" if listeners < FEW_LISTENERS else "listeners"
