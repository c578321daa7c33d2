"""Plays as a cluster reads them, added up and weighed in plain Python, to compare with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Weights, weigh

START = 1_700_000_000

Line = tuple[str, str, float, int | None]
"""A listener, an artist, plays and the Unix second of the last; None when it is not told."""


@dataclass(frozen=True)
class Expected:
    """What has support: (listener, artist) → plays and the newest time, the artists' names in their order, the listeners'."""

    plays: dict[tuple[str, str], float]
    times: dict[tuple[str, str], int]
    listeners: list[str]
    names: list[str]

    def interactions(self) -> Interactions:
        at = {name: place for place, name in enumerate(self.listeners)}, {name: i for i, name in enumerate(self.names)}
        rows, columns = ([at[side][pair[side]] for pair in self.plays] for side in (0, 1))
        shape = len(self.listeners), len(self.names)
        numbers = np.array([*self.plays.values()], np.float32)
        # Places of the entries, 1-based as a stored 0 would vanish, tell in which order the matrix holds them.
        order = sp.csr_matrix((np.arange(1, len(rows) + 1), (rows, columns)), shape).data - 1
        matrix = sp.csr_matrix((numbers, (rows, columns)), shape)
        times = np.array([self.times[pair] for pair in self.plays], np.int64)[order]
        ids = np.arange(shape[0]), np.arange(shape[1])
        return Interactions(matrix, times, *ids, "listeners", int(times.max()))

    def weights(self, settings: Settings) -> Weights:
        return weigh(self.interactions(), settings)


def expected(lines: Sequence[Line], least_listeners: int = 1, least_artists: int = 1) -> Expected:
    plays: Counter[tuple[str, str]] = Counter()
    times: dict[tuple[str, str], int] = {}
    for listener, artist, count, at in lines:
        plays[listener, artist] += count  # type: ignore[assignment]
        times[listener, artist] = max(times.get((listener, artist), -1), -1 if at is None else at)
    while True:
        people, acts = Counter(who for who, _ in plays), Counter(what for _, what in plays)
        kept = Counter(
            {
                (who, what): count
                for (who, what), count in plays.items()
                if acts[what] >= least_listeners and people[who] >= least_artists
            }
        )
        if len(kept) == len(plays):
            break
        plays = kept
    return Expected(dict(plays), times, sorted({who for who, _ in plays}), sorted({what for _, what in plays}))


def read_pairs(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, artists and weights that the cluster wrote."""
    import pyarrow.parquet as pq

    table = pq.read_table(folder)
    assert [str(field.type) for field in table.schema] == ["int32", "int32", "float"]
    return tuple(table[name].to_numpy() for name in ("row", "artist", "weight"))  # type: ignore[return-value]


def alike(rows: np.ndarray, artists: np.ndarray, weights: np.ndarray, wanted: sp.csr_matrix) -> bool:
    """Whether the pairs are the matrix, but for the numbers of the listeners, which are any order; weights to 1e-6."""
    matrix = sp.csr_matrix((weights, (rows, artists)), wanted.shape)
    assert matrix.nnz == wanted.nnz == len(weights)
    return bool(np.allclose(_sorted_rows(matrix), _sorted_rows(wanted), rtol=1e-6, atol=0))


def _sorted_rows(matrix: sp.csr_matrix) -> np.ndarray:
    dense = matrix.toarray()
    # By who is played at all and then by how much: numbers that differ in the last digit alone must not decide.
    return dense[np.lexsort(np.hstack([np.round(dense, 3), dense > 0]).T)]
