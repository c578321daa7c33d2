"""One side held still, the other improved where it lies, in chunks that a few threads take one after the other.

Chunks are cut by work, not by rows, because artists are heavy-tailed: a thread that meets a long row leaves the next chunks to the
others. Cuts and the order of sums depend on the matrix alone, so results do not depend on the threads. Python threads suffice: the
kernels and the matrix products release the interpreter's lock, and there is no second pool to collide with.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als import kernels
from desktop_als.als.reports import HalfEpoch
from desktop_als.als.settings import Settings, SolvedSide
from desktop_als.als.table import Table, aligned_zeros, padded
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

CHUNK_WORK = 65_536
"""Entries of a chunk, where a row counts as ROW_WORK more: a few milliseconds, after which cancel and progress are looked at."""

ROW_WORK = 16

CHUNK_ROWS = 1024
"""Few enough that a chunk's factors stay in the processor's cache while they are turned, solved and summed."""

HALVES_FROM = 16 << 20
"""Bytes of a side's factors from which on the other side reads them in half precision. Below, they stay in the processor's cache
and nothing would be gained. On 17.6 million entries the objective is the same to six digits."""

HALVES_BOUND = 14
"""No number in half precision exceeds 2 to the power of this plus 1; its largest is 65,504."""

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


class Crew:
    """Threads with a workbench each. One user at a time; BLAS should be limited to one thread by the caller."""

    def __init__(self, threads: int, sides: tuple[Side, Side], settings: Settings, cancel: CancelToken) -> None:
        longest = max(side.longest for side in sides)
        self._settings = settings
        self._cancel = cancel
        self._threads = threads
        self._room = aligned_zeros(0)
        self._idle: deque[_Workbench] = deque()
        self._longest = longest

    def solve(
        self,
        side: Side,
        fixed: Table,
        solved: Table,
        free: Floats,
        tell: Callable[[float], None],
        relaxation: float = 1.0,
    ) -> HalfEpoch:
        """Improve the factors ``solved`` of ``side`` against ``fixed``, which only is read.

        ``free`` (d,) is 0 for coordinates of ``solved`` that stay as they are. ``tell`` hears the share done, 0 to 1, after each
        chunk. ``relaxation`` above 1 goes beyond each row's solution (see als.settings). What was solved before an error or
        cancel stays: every row is then as good as before, or better.

        Raises:
            Cancelled: some milliseconds after cancel.
            TrainingError: numbers left the range of float32; these were not kept.
        """
        fixed.settle()
        solved.settle()
        values, rotation = self._rotation(fixed)
        basis = fixed.basis @ rotation
        shown, unit = self._show(fixed, rotation)
        turn = (solved.basis.T @ basis).astype(np.float32)
        dense = _wide(self._settings.unobserved_weight * values)
        free = _wide(free)
        done: list[slice] = []

        def work(chunk: slice) -> tuple[Floats, float, float]:
            self._cancel.check()
            with self._bench(solved.d) as bench:
                x = bench.turned(solved.values[chunk], turn)
                observed, regularization = kernels.solve_rows(
                    side.indptr[chunk.start : chunk.stop + 1],
                    side.columns,
                    side.weights,
                    shown,
                    unit,
                    dense,
                    side.ridge[chunk],
                    free,
                    self._settings.objective == "explicit",
                    self._settings.pull_offset,
                    self._settings.steps,
                    np.float32(relaxation),
                    x,
                    bench.by_column,
                    bench.by_factor,
                )
                with np.errstate(over="ignore", invalid="ignore"):
                    gram = x[:, : solved.d].T @ x[:, : solved.d]
                require_finite(gram)
                solved.values[chunk] = x
            done.append(chunk)
            return gram, observed, regularization

        total: Doubles = np.zeros((solved.d, solved.d))
        observed = regularization = 0.0
        try:
            with ThreadPoolExecutor(self._threads) as pool:
                for number, part in enumerate(pool.map(work, side.chunks), start=1):
                    total += part[0]
                    observed += part[1]
                    regularization += part[2]
                    tell(number / len(side.chunks))
                    self._cancel.check()
        except BaseException:
            solved.interrupted(done, basis)
            raise
        solved.moved(basis, total)
        unobserved = self._settings.unobserved_weight * float(values @ np.diagonal(total))
        return HalfEpoch(observed, unobserved, regularization)

    def _rotation(self, fixed: Table) -> tuple[Doubles, Doubles]:
        """Eigenvalues (d,) and eigenvectors (d, d) of its Gram matrix. With α₀ = 0 nothing dense needs a turn."""
        if self._settings.unobserved_weight == 0:
            return np.zeros(fixed.d), np.eye(fixed.d)
        require_finite(fixed.gram)
        return eigenbasis(fixed.gram)

    def _show(self, fixed: Table, rotation: Doubles) -> tuple[Floats | kernels.Halves, np.float32]:
        """``fixed`` turned, for the kernel to read, and what its numbers have to be multiplied by."""
        turn = rotation.astype(np.float32)
        shape = fixed.values.shape
        if not (kernels.halves_are_fast() and fixed.values.nbytes >= HALVES_FROM):
            shown = self._room_of(fixed.values.size).reshape(shape)
            self._turn(fixed, turn, lambda chunk, rows: np.copyto(shown[chunk], rows))
            return shown, np.float32(1)
        halves = self._room_of(fixed.values.size // 2).view(np.uint16).reshape(shape)
        scale = np.float32(halving_scale(fixed.gram))
        self._turn(fixed, turn, lambda chunk, rows: kernels.halve(rows, scale, halves[chunk]))
        return halves, 1 / scale

    def _turn(self, table: Table, turn: Floats, take: Callable[[slice, Floats], None]) -> None:
        def work(chunk: slice) -> None:
            self._cancel.check()
            with self._bench(table.d) as bench:
                take(chunk, bench.turned(table.values[chunk], turn))

        chunks = [slice(at, at + CHUNK_ROWS) for at in range(0, len(table), CHUNK_ROWS)]
        with ThreadPoolExecutor(self._threads) as pool:
            deque(pool.map(work, chunks), maxlen=0)

    def _room_of(self, size: int) -> Floats:
        """The same room for both sides, as each half-epoch fills it anew."""
        if self._room.size < size:
            self._room = aligned_zeros(size)
        return self._room[:size]

    @contextmanager
    def _bench(self, d: int) -> Iterator[_Workbench]:
        bench = self._idle.pop() if self._idle else _Workbench.of(d, self._longest)
        yield bench
        self._idle.append(bench)


@dataclass(frozen=True, slots=True)
class _Workbench:
    """A thread's arrays, made once."""

    d: int
    block: Floats
    by_column: Floats
    by_factor: Floats

    @classmethod
    def of(cls, d: int, longest: int) -> _Workbench:
        width = padded(d)
        return cls(
            d,
            aligned_zeros(CHUNK_ROWS, width),
            np.empty((6, longest + kernels.GROUP), np.float32),
            aligned_zeros(6, width),
        )

    def turned(self, rows: Floats, basis: Floats) -> Floats:
        """``rows @ basis`` in as wide an array, good until the next call."""
        with np.errstate(over="ignore", invalid="ignore"):
            np.matmul(rows[:, : self.d], basis, out=self.block[: len(rows), : self.d])
        return self.block[: len(rows)]


def eigenbasis(gram: Doubles) -> tuple[Doubles, Doubles]:
    """Eigenvalues (d,), none below 0, and eigenvectors (d, d) of a Gram matrix."""
    values, vectors = np.linalg.eigh(gram)
    return values.clip(min=0), vectors


def halving_scale(gram: Doubles) -> float:
    """The power of two to multiply rows by before they are halved, given their Gram matrix (d, d)."""
    # No number is larger than all rows together are long: that is the root of the Gram matrix's trace.
    largest = float(np.sqrt(gram.trace()))
    return 2.0 ** (HALVES_BOUND - int(np.clip(np.log2(largest), -100, 100))) if largest else 1.0


def require_finite(gram: npt.NDArray[np.floating]) -> None:
    """Raise TrainingError when the rows behind a Gram matrix are not all finite."""
    if not np.isfinite(gram.trace()):  # of sums of squares: one bad number shows
        raise TrainingError("The numbers grew without bound, so training ended. Train again with more regularization.")


def _wide(numbers: npt.NDArray[np.floating]) -> Floats:
    """With zeros up to the width of a table."""
    return np.pad(numbers.astype(np.float32), (0, padded(len(numbers)) - len(numbers)))


def _cut(indptr: npt.NDArray[np.int64]) -> list[slice]:
    rows = len(indptr) - 1
    work = indptr + ROW_WORK * np.arange(rows + 1)
    cuts = np.searchsorted(work, np.arange(0, work[-1], CHUNK_WORK))
    cuts = np.unique(np.concatenate([cuts, np.arange(0, rows, CHUNK_ROWS), [rows]]))
    return [slice(int(first), int(end)) for first, end in pairwise(cuts)]
