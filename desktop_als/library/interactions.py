"""From the library to the matrix that the solver factorizes."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import SESSION_GAP, Interactions, RowKind
from desktop_als.als.settings import RowChoice
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.records import MatrixShape
from desktop_als.plays import UNKNOWN, Ints
from desktop_als.progress import CancelToken, Progress, ProgressSink

FEW_LISTENERS = 5
"""With fewer than these, listeners say nothing of each other: then what was played in one sitting does."""

LAST_ID = 2**31 - 1

ENTRIES_AT_ONCE = 500_000
"""Entries handed over in one go. Meanwhile the interpreter's lock is held, and the window waits: these take 8 ms."""

_BY_LISTENER = """
select listener, artist, plays::float as plays, last_played
from pairs where plays > 0 and listener between $first and $last
"""

_RATINGS = """
select listener, artist, rating::float as plays, rated_at as last_played
from pairs where rating is not null and listener between $first and $last
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
select listener, artist, sum(adds)::float, {UNKNOWN}, 0 from counts
where listener between $first and $last group by listener, artist having sum(adds) > 0
"""

# What to ask, and the column of listener_totals that tells how many entries a listener brings.
_QUERIES: dict[RowKind, tuple[str, str]] = {
    "listeners": (_BY_LISTENER, "played"),
    "sessions": (_BY_SESSION, "plays"),
    "ratings": (_RATINGS, "rated"),
}


def interactions(
    cursor: duckdb.DuckDBPyConnection, rows: RowChoice, cancel: CancelToken, progress: ProgressSink
) -> Interactions:
    """Counted plays or ratings as a matrix; see :meth:`desktop_als.library.store.Library.interactions`."""
    progress(Progress("Gathering plays", 0, 2))
    kind = row_kind(cursor, rows)
    entries = gathered(cursor, *_QUERIES[kind], cancel)
    progress(Progress("Building the matrix", 1, 2))
    if kind != "sessions":
        row_ids, row = numbered(entries["listener"])
    else:
        row_ids, row = _numbered_sessions(entries["listener"], entries["session"])
    artist_ids, column = numbered(entries["artist"])
    cancel.check()
    plays, last_played = matrix_of(row, column, entries, (len(row_ids), len(artist_ids)))
    progress(Progress("Building the matrix", 2, 2))
    return Interactions(
        plays=plays,
        last_played=last_played,
        row_ids=row_ids,
        artist_ids=artist_ids,
        row_kind=kind,
        knows_up_to=int(last_played.max(initial=UNKNOWN)),
    )


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


def gathered(
    cursor: duckdb.DuckDBPyConnection, query: str, measure: str, cancel: CancelToken, **parameters: int
) -> dict[str, Any]:
    """The columns of all entries, asked for a few listeners at a time.

    Args:
        cursor: where to ask.
        query: for the listeners from $first to $last, and with the other ``parameters``.
        measure: the column of listener_totals that tells how many entries a listener brings.
        cancel: looked at between the pieces, and while one is asked for.
        parameters: of the query.
    """
    parts: list[dict[str, Any]] = []
    for span in _spans(cursor, measure):
        cancel.check()
        with interrupted_by(cancel, cursor):
            parts.append(cursor.execute(query, span | parameters).fetchnumpy())
    cancel.check()
    return {name: np.concatenate([part.pop(name) for part in parts]) for name in list(parts[0])}


def _spans(cursor: duckdb.DuckDBPyConnection, measure: str) -> list[dict[str, int]]:
    """Ranges of listener ids that hold about :data:`ENTRIES_AT_ONCE` each; one range when the library is empty."""
    sizes = cursor.execute(f"select listener, {measure} as size from listener_totals order by listener").fetchnumpy()
    piece = np.cumsum(sizes["size"]) // ENTRIES_AT_ONCE
    last = sizes["listener"][np.flatnonzero(np.diff(piece, append=-1))].tolist() or [LAST_ID]
    first = [0, *(listener + 1 for listener in last[:-1])]
    return [{"first": f, "last": t} for f, t in zip(first, last, strict=True)]


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


def matrix_of(
    row: npt.NDArray[np.int32], column: npt.NDArray[np.int32], entries: dict[str, Any], shape: tuple[int, int]
) -> tuple[sp.csr_matrix, Ints]:
    """CSR with sorted indices, and the last-played times in the order of its entries."""
    places = sp.csr_matrix((np.arange(len(row), dtype=np.int32), (row, column)), shape=shape)
    places.sort_indices()
    order = places.data
    plays = sp.csr_matrix((entries["plays"][order], places.indices, places.indptr), shape=shape)
    plays.has_sorted_indices = plays.has_canonical_format = True
    return plays, entries["last_played"][order].astype(np.int64, copy=False)


def numbered(ids: npt.NDArray[np.int32]) -> tuple[Ints, npt.NDArray[np.int32]]:
    """The distinct ids, ascending, and for every entry the place of its id among them. Ids are small: no sorting."""
    present = np.bincount(ids) > 0
    return np.flatnonzero(present), (np.cumsum(present, dtype=np.int32) - 1)[ids]


def _numbered_sessions(listener: npt.NDArray[np.int32], session: Ints) -> tuple[Ints, npt.NDArray[np.int32]]:
    """The listener of each row, and for every entry its row; rows go by listener, then by time."""
    both = listener.astype(np.int64) << 32 | session.astype(np.int64)
    rows, row = np.unique(both, return_inverse=True)
    return rows >> 32, row.astype(np.int32)
