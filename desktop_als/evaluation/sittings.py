"""One listener's plays as sessions in the order of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions, session_starts
from desktop_als.plays import UNKNOWN, Ints, TimedPlays


@dataclass(frozen=True, slots=True, eq=False)
class Sittings:
    """Plays in order, and where their sessions begin.

    Attributes:
        artist_ids: (m,) int64, every artist of the history, ascending: the columns.
        columns: (p,) int64, the artist of each play.
        played_at: (p,) int64, Unix seconds, ascending.
        starts: (s + 1,) int64, the first play of each session, then p.
    """

    artist_ids: Ints
    columns: Ints
    played_at: Ints
    starts: Ints

    @classmethod
    def of(cls, plays: TimedPlays) -> Sittings:
        """A session ends where the next play begins more than 30 minutes later."""
        artist_ids, columns = np.unique(plays.artist_ids, return_inverse=True)
        return cls(artist_ids, columns, plays.played_at, np.append(session_starts(plays.played_at), len(columns)))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def plays_of(self, session: int) -> slice:
        """The plays of one session."""
        return slice(int(self.starts[session]), int(self.starts[session + 1]))

    def matrix(self, sessions: int) -> Interactions:
        """The first ``sessions`` as rows, and every artist as a column: what a model of that day would learn from."""
        row = np.repeat(np.arange(sessions), np.diff(self.starts[: sessions + 1]))
        plays = slice(0, len(row))
        return self.rows(row, self.columns[plays], self.played_at[plays], sessions)

    def rows(self, row: Ints, columns: Ints, played_at: Ints, count: int) -> Interactions:
        """A matrix of ``count`` rows from plays in the order of time: of each its row, column and time, all (p,)."""
        m = len(self.artist_ids)
        entries, entry, plays = np.unique(row * m + columns, return_inverse=True, return_counts=True)
        last_played = np.empty(len(entries), dtype=np.int64)
        last_played[entry] = played_at  # the newest comes last and stays
        ends = np.searchsorted(entries, np.arange(count + 1) * m)
        return Interactions(
            plays=sp.csr_matrix((plays.astype(np.float32), (entries % m).astype(np.int32), ends), shape=(count, m)),
            last_played=last_played,
            row_ids=np.zeros(count, dtype=np.int64),
            artist_ids=self.artist_ids,
            row_kind="sessions",
            knows_up_to=int(played_at.max(initial=UNKNOWN)),
        )
