"""One side held still, the other improved, in chunks that a few threads take one after the other.

Chunks are cut by work, not by rows, because artists are heavy-tailed: a thread that meets a long row leaves the next chunks to the
others. Cuts and the order of sums depend on the matrix alone, so results do not depend on the threads. Python threads suffice: the
kernels and the matrix products release the interpreter's lock, and there is no second pool to collide with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als import kernels
from desktop_als.als.settings import Settings, SolvedSide
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

CHUNK_WORK = 65_536
"""Entries of a chunk, where a row counts as ROW_WORK more: a few milliseconds, after which cancel and progress are looked at."""

ROW_WORK = 16

CHUNK_ROWS = 1024
"""Few enough that a chunk's factors stay in the processor's cache while they are turned, solved and summed."""

BIGGEST = np.finfo(np.float32).max


class Side:
    """The weights seen from the rows that are solved: listeners × artists, or artists × listeners.

    Attributes:
        indptr: int64 (rows + 1,).
        columns: int32 (entries,).
        weights: float32 (entries,).
        ridge: float32 (rows,), λ f.
        longest: entries of the longest row.
        chunks: row ranges of about equal work.
    """

    def __init__(self, weights: sp.csr_matrix, settings: Settings, side: SolvedSide = "listeners") -> None:
        lengths = np.diff(weights.indptr)
        self.indptr = weights.indptr.astype(np.int64)
        self.columns = weights.indices
        self.weights = weights.data
        self.ridge = settings.ridge(lengths, weights.shape[1], side).clip(max=BIGGEST).astype(np.float32)
        self.longest = int(lengths.max())
        self.chunks = _cut(self.indptr)


@dataclass(frozen=True, slots=True)
class HalfEpoch:
    """What solving one side tells: the Gram matrix of its new factors (d, d) and its parts of the objective."""

    gram: Doubles
    observed: float
    regularization: float


class Crew:
    """Threads with a workbench each. One user at a time; BLAS should be limited to one thread by the caller."""

    def __init__(self, threads: int, sides: tuple[Side, Side], settings: Settings, cancel: CancelToken) -> None:
        longest = max(side.longest for side in sides)
        self._settings = settings
        self._cancel = cancel
        self._idle = deque(_Workbench.of(settings.factors, longest) for _ in range(threads))
        self._threads = threads

    def turn(self, source: Floats, basis: Floats, target: Floats) -> None:
        """Set ``target = source @ basis``; both may be one array."""

        def work(chunk: slice) -> None:
            self._cancel.check()
            bench = self._idle.pop()
            target[chunk] = bench.turned(source[chunk], basis)
            self._idle.append(bench)

        chunks = [slice(at, at + CHUNK_ROWS) for at in range(0, len(source), CHUNK_ROWS)]
        with ThreadPoolExecutor(self._threads) as pool:
            deque(pool.map(work, chunks), maxlen=0)

    def solve(
        self,
        side: Side,
        fixed: Floats,
        dense: Floats,
        guess: Floats,
        basis: Floats,
        out: Floats,
        tell: Callable[[float], None],
    ) -> HalfEpoch:
        """Set ``out`` to better factors of ``side`` than ``guess @ basis``, against ``fixed``, which is already turned.

        ``guess`` and ``out`` may be one array. ``tell`` hears the share done, 0 to 1, after each chunk.
        """

        def work(chunk: slice) -> tuple[Floats, float, float]:
            self._cancel.check()
            bench = self._idle.pop()
            x = bench.turned(guess[chunk], basis)
            observed, regularization = kernels.solve_rows(
                side.indptr[chunk.start : chunk.stop + 1],
                side.columns,
                side.weights,
                fixed,
                dense,
                side.ridge[chunk],
                self._settings.pull_offset,
                self._settings.cg_steps,
                x,
                bench.rows,
                bench.by_column,
                bench.by_factor,
            )
            out[chunk] = x
            with np.errstate(over="ignore", invalid="ignore"):  # the caller looks at the sum
                gram = x.T @ x
            self._idle.append(bench)
            return gram, observed, regularization

        total = np.zeros((len(basis), len(basis)))
        observed = regularization = 0.0
        with ThreadPoolExecutor(self._threads) as pool:
            for done, part in enumerate(pool.map(work, side.chunks), start=1):
                total += part[0]
                observed += part[1]
                regularization += part[2]
                tell(done / len(side.chunks))
                self._cancel.check()
        return HalfEpoch(total, observed, regularization)


@dataclass(frozen=True, slots=True)
class _Workbench:
    """A thread's arrays, made once."""

    block: Floats
    rows: Floats
    by_column: Floats
    by_factor: Floats

    @classmethod
    def of(cls, d: int, longest: int) -> _Workbench:
        shapes = (CHUNK_ROWS, d), (kernels.TILE, d), (5, longest), (5, d)
        return cls(*(np.empty(shape, np.float32) for shape in shapes))

    def turned(self, rows: Floats, basis: Floats) -> Floats:
        """``rows @ basis``, good until the next call."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.matmul(rows, basis, out=self.block[: len(rows)])


def eigenbasis(gram: Doubles) -> tuple[Floats, Floats]:
    """Eigenvalues (d,), none below 0, and eigenvectors (d, d) of a Gram matrix, as float32."""
    values, vectors = np.linalg.eigh(gram)
    return values.clip(min=0).astype(np.float32), np.ascontiguousarray(vectors, np.float32)


def _cut(indptr: npt.NDArray[np.int64]) -> list[slice]:
    rows = len(indptr) - 1
    work = indptr + ROW_WORK * np.arange(rows + 1)
    cuts = np.searchsorted(work, np.arange(0, work[-1], CHUNK_WORK))
    cuts = np.unique(np.concatenate([cuts, np.arange(0, rows, CHUNK_ROWS), [rows]]))
    return [slice(int(first), int(end)) for first, end in pairwise(cuts)]
