"""The plays before a moment as a matrix, and whom listeners played first after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.library.matrix import Piece, gathered, matrix_of, most_entries
from desktop_als.plays import UNKNOWN
from desktop_als.progress import CancelToken

# A total without times counts as played before: nothing says that it was a discovery.
_PAIRS = f"""
select listener, artist,
    coalesce(sum(plays) filter (played_at < $moment), 0)::float as plays,
    coalesce(max(played_at) filter (played_at < $moment), {UNKNOWN}) as last_played
from (
    select listener, artist, 1 as plays, played_at from counted_plays
    union all
    select listener, artist, adds, {UNKNOWN} from credited_counts
)
where listener between $first and $last group by listener, artist
order by listener, artist
"""


@dataclass(frozen=True, slots=True)
class TimeSplit:
    """A library divided by a moment.

    Attributes:
        moment: Unix seconds.
        before: what listeners played before it.
        discovered: CSR of ones, shape of ``before.plays``: artists whom a listener of ``before`` played first after it. Those
            whom nobody had played before are left out: no method could name them.
    """

    moment: int
    before: Interactions
    discovered: sp.csr_matrix


def time_split(cursor: duckdb.DuckDBPyConnection, later: float, cancel: CancelToken) -> TimeSplit | None:
    """See :meth:`desktop_als.library.store.Library.time_split`."""
    cursor.begin()  # so that all that is asked is of one state of the library
    (moment,) = cursor.execute(f"select quantile_disc(played_at, {1 - later:f}) from standing_plays").fetchall()[0]
    if moment is None:
        return None
    discovered: list[Piece] = []

    def earlier() -> Iterator[Piece]:
        for piece in gathered(cursor, _PAIRS, "played", cancel, moment=moment):
            old = piece["plays"] > 0
            discovered.append({name: piece[name][~old] for name in ("listener", "artist")})
            yield {name: column[old] for name, column in piece.items()}

    before = matrix_of(earlier(), most_entries(cursor, "played"), "listeners", True, cancel)
    return TimeSplit(moment, before, _known(discovered, before))


def _known(discovered: list[Piece], before: Interactions) -> sp.csr_matrix:
    """Ones where listener and artist are both in ``before``."""
    listener, artist = (np.concatenate([piece[name] for piece in discovered]) for name in ("listener", "artist"))
    known = np.isin(listener, before.row_ids) & np.isin(artist, before.artist_ids)
    places = np.searchsorted(before.row_ids, listener[known]), np.searchsorted(before.artist_ids, artist[known])
    return sp.csr_matrix((np.ones(len(places[0]), np.float32), places), shape=before.plays.shape)
