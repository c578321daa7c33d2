"""The plays before a moment as a matrix, and whom listeners played first after it."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.library.interactions import gathered, matrix_of, numbered
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
    select listener, artist, adds, {UNKNOWN} from counts where adds > 0
)
where listener between $first and $last group by listener, artist
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
    (moment,) = cursor.execute(f"select quantile_disc(played_at, {1 - later:f}) from counted_plays").fetchall()[0]
    if moment is None:
        return None
    entries = gathered(cursor, _PAIRS, "played", cancel, moment=moment)
    old = entries["plays"] > 0
    before = {name: column[old] for name, column in entries.items()}
    row_ids, row = numbered(before["listener"])
    artist_ids, column = numbered(before["artist"])
    shape = len(row_ids), len(artist_ids)
    plays, last_played = matrix_of(row, column, before, shape)
    known = ~old & np.isin(entries["listener"], row_ids) & np.isin(entries["artist"], artist_ids)
    places = (
        np.searchsorted(row_ids, entries["listener"][known]),
        np.searchsorted(artist_ids, entries["artist"][known]),
    )
    return TimeSplit(
        moment=moment,
        before=Interactions(
            plays=plays,
            last_played=last_played,
            row_ids=row_ids,
            artist_ids=artist_ids,
            row_kind="listeners",
            knows_up_to=int(last_played.max(initial=UNKNOWN)),
        ),
        discovered=sp.csr_matrix((np.ones(len(places[0]), np.float32), places), shape=shape),
    )
