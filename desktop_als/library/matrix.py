"""A matrix from what the database hands over in order: nothing of its size stands beside it while it is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions, RowKind, unknown_times
from desktop_als.library.interruption import interrupted_by
from desktop_als.plays import UNKNOWN, Ints
from desktop_als.progress import CancelToken

ENTRIES_AT_ONCE = 500_000
"""Entries handed over in one go. Meanwhile the interpreter's lock is held, and the window waits: these take 8 ms."""

LAST_ID = 2**31 - 1

Piece = dict[str, Any]
"""Columns of the entries of some listeners: int32 listener and artist, float32 plays, int64 last_played, maybe session."""


def gathered(
    cursor: duckdb.DuckDBPyConnection, query: str, measure: str, cancel: CancelToken, **parameters: int
) -> Iterator[Piece]:
    """The entries, asked for a few listeners at a time.

    Args:
        cursor: where to ask.
        query: for the listeners from $first to $last, and with the other ``parameters``.
        measure: the column of listener_totals that tells how many entries a listener brings at most.
        cancel: looked at between the pieces, and while one is asked for.
        parameters: of the query.
    """
    for span in _spans(cursor, measure):
        cancel.check()
        with interrupted_by(cancel, cursor):
            piece = cursor.execute(query, span | parameters).fetchnumpy()
        yield piece
    cancel.check()


def most_entries(cursor: duckdb.DuckDBPyConnection, measure: str) -> int:
    """How many entries :func:`gathered` brings at most; a play that is credited to two artists is two."""
    each = "select coalesce(max(artists), 1) from (select count(*) as artists from credits group by artist)"
    query = f"select coalesce(sum({measure}), 0)::bigint * ({each}) from listener_totals"
    return int(cursor.execute(query).fetchall()[0][0])


def matrix_of(pieces: Iterable[Piece], room: int, kind: RowKind, timed: bool, cancel: CancelToken) -> Interactions:
    """The matrix of entries that come by row and, in a row, by artist.

    Args:
        pieces: whole rows each. Where they have sessions, a row is a session of a listener.
        room: entries at most.
        kind: what a row is.
        timed: whether to keep when each was last played; else all of it is unknown and takes no memory.
        cancel: looked at every few milliseconds.
    """
    column, plays = np.empty(room, np.int32), np.empty(room, np.float32)
    last_played = np.empty(room if timed else 0, np.int64)
    row_ids, starts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    size, newest = 0, UNKNOWN
    for piece in pieces:
        here = slice(size, size + len(piece["artist"]))
        column[here], plays[here] = piece["artist"], piece["plays"]
        if timed:
            last_played[here] = piece["last_played"]
        newest = max(newest, int(piece["last_played"].max(initial=UNKNOWN)))
        first = _first_of_rows(piece)
        row_ids.append(piece["listener"][first].astype(np.int64))
        starts.append(first + size)
        size = here.stop
    for whole in (column, plays, last_played):
        whole.resize(min(size, len(whole)), refcheck=False)  # in place
    artist_ids = _number(column, cancel)
    indptr = np.concatenate([*starts, [size]]).astype(np.int32 if size <= LAST_ID else np.int64)
    matrix = sp.csr_matrix((plays, column, indptr), shape=(len(indptr) - 1, len(artist_ids)))
    matrix.has_sorted_indices = matrix.has_canonical_format = True
    times = last_played if timed else unknown_times(size)
    return Interactions(matrix, times, np.concatenate(row_ids), artist_ids, kind, knows_up_to=newest)


def _spans(cursor: duckdb.DuckDBPyConnection, measure: str) -> list[dict[str, int]]:
    """Ranges of listener ids that hold about :data:`ENTRIES_AT_ONCE` each; one range when the library is empty."""
    sizes = cursor.execute(f"select listener, {measure} as size from listener_totals order by listener").fetchnumpy()
    piece = np.cumsum(sizes["size"]) // ENTRIES_AT_ONCE
    last = sizes["listener"][np.flatnonzero(np.diff(piece, append=-1))].tolist() or [LAST_ID]
    first = [0, *(listener + 1 for listener in last[:-1])]
    return [{"first": f, "last": t} for f, t in zip(first, last, strict=True)]


def _first_of_rows(piece: Piece) -> Ints:
    """The places where a row begins."""
    begins = np.ones(len(piece["listener"]), dtype=bool)
    begins[1:] = np.diff(piece["listener"]) != 0
    if "session" in piece:
        begins[1:] |= np.diff(piece["session"]) != 0
    return np.flatnonzero(begins)


def _number(artists: npt.NDArray[np.int32], cancel: CancelToken) -> Ints:
    """The distinct ids, ascending; in ``artists`` each becomes its place among them. Ids are small: no sorting."""
    present = np.zeros(artists.max(initial=-1) + 1, dtype=bool)
    blocks = [slice(at, at + ENTRIES_AT_ONCE) for at in range(0, len(artists), ENTRIES_AT_ONCE)]
    for block in blocks:
        cancel.check()
        present[artists[block]] = True
    place = np.cumsum(present, dtype=np.int32) - np.int32(1)
    for block in blocks:
        cancel.check()
        artists[block] = place[artists[block]]
    return np.flatnonzero(present)
