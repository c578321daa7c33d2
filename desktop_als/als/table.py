"""One side's factors while they are trained: rows of numbers in a basis that changes with every half-epoch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from desktop_als.als.kernels import LANES, LINE

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

BLOCK = 8192
"""Rows that are turned or summed at once."""


class Table:
    """The factors are ``values[:, :d] @ basis.T``. Scores do not notice a basis that both sides share.

    Attributes:
        values: float32 (rows, width), each row on cache lines of its own: a row that straddles one more line takes up to a half
            longer to fetch. Numbers behind the d-th are 0.
        basis: float64 (d, d), orthogonal.
        gram: float64 (d, d), of ``values``.
    """

    def __init__(self, factors: Floats) -> None:
        rows, self.d = factors.shape
        self.values = aligned_zeros(rows, padded(self.d))
        self.values[:, : self.d] = factors
        self.basis: Doubles = np.eye(self.d)
        self.gram = gram(factors)
        self._ahead: Sequence[slice] = ()
        self._way_back: Floats = np.empty((0, 0), np.float32)

    def __len__(self) -> int:
        return len(self.values)

    def in_basis(self, basis: Doubles) -> Floats:
        """The factors (rows, d) with the coordinates that ``basis`` gives them; a copy."""
        self.settle()
        turn = (self.basis.T @ basis).astype(np.float32)
        factors = np.empty((len(self), self.d), np.float32)
        for block in blocks(len(self)):
            np.matmul(self.values[block, : self.d], turn, out=factors[block])
        return factors

    def moved(self, basis: Doubles, gram: Doubles) -> None:
        """All rows were solved, in this basis."""
        self.basis, self.gram = basis, gram

    def interrupted(self, solved: Sequence[slice], basis: Doubles) -> None:
        """Only these rows were solved, in this basis. They are turned back when the table is next read: not now, as somebody
        who cancelled is waiting."""
        self._ahead, self._way_back = solved, (basis.T @ self.basis).astype(np.float32)

    def settle(self) -> None:
        """Bring all rows into one basis."""
        for chunk in self._ahead:
            self.values[chunk, : self.d] = self.values[chunk, : self.d] @ self._way_back
        if self._ahead:
            self._ahead = ()
            self.gram = gram(self.values[:, : self.d])


def padded(d: int) -> int:
    """The width of rows that hold d numbers."""
    return -(-d // LANES) * LANES


def aligned_zeros(*shape: int) -> Floats:
    """Float32 zeros that begin on a cache line; NumPy's own large arrays begin 16 bytes behind one."""
    size = 4 * math.prod(shape)
    room = np.zeros(size + LINE, np.uint8)
    first = -room.ctypes.data % LINE
    return room[first : first + size].view(np.float32).reshape(shape)


def gram(X: Floats) -> Doubles:
    """XᵀX, (d, d), summed in float64 over blocks."""
    total = np.zeros((X.shape[1], X.shape[1]))
    for block in blocks(len(X)):
        with np.errstate(over="ignore", invalid="ignore"):  # an infinite sum says enough
            total += X[block].T @ X[block]
    return total


def blocks(rows: int) -> Iterator[slice]:
    """Ranges of :data:`BLOCK` rows."""
    return (slice(at, at + BLOCK) for at in range(0, rows, BLOCK))
