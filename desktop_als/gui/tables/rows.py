"""What a table shows: columns of one length, with what sorting and filtering them need. Knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Order = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
BEGINNING = 16
CHUNK = 10_000


class Rows:
    """Columns of n entries each; ``ids`` (n,) int64 name the rows. Never changes, so that a worker can make it.

    Texts are object arrays of ``str``, numbers arrays of int64 or float64.
    """

    def __init__(self, ids: npt.NDArray[np.int64], **columns: npt.NDArray[Any]) -> None:
        self.ids = ids
        self.columns: Mapping[str, npt.NDArray[Any]] = columns
        self.titles: Mapping[str, tuple[str, str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._keys: dict[str, npt.NDArray[Any]] = {}
        self._orders: dict[tuple[str, bool], Order] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def having(self, key: str, values: npt.NDArray[Any]) -> Rows:
        """The same rows with other values (n,) in one column."""
        return Rows(self.ids, **{**self.columns, key: values}).titled(**self.titles)

    def where(self, kept: Mask) -> Rows:
        """Only the rows where ``kept`` (n,) is true."""
        return Rows(self.ids[kept], **{key: values[kept] for key, values in self.columns.items()}).titled(**self.titles)

    def titled(self, **titles: tuple[str, str]) -> Rows:
        """Say what columns of these rows are called, where that changes with the rows: title and hint."""
        self.titles = titles
        return self

    def prepare(self, *keys: str) -> Rows:
        """Make now, in a worker, what sorting and filtering by these columns would make later."""
        for key in keys:
            for descending in (False, True):
                self.order(key, descending=descending)
        return self

    def order(self, key: str, *, descending: bool) -> Order:
        """The permutation (n,) that sorts by a column, without regard to case; equals stay in their order."""
        if (key, descending) not in self._orders:
            values = self._sort_key(key)
            self._orders[key, descending] = np.argsort(-values if descending else values, kind="stable")
        return self._orders[key, descending]

    def matching(self, key: str, text: str) -> Mask:
        """Where (n,) a column of texts holds ``text``, without regard to case."""
        wanted = text.casefold()
        return np.fromiter((wanted in name for name in self._fold(key)), dtype=np.bool_, count=len(self))

    def _fold(self, key: str) -> list[str]:
        if key not in self._folded:
            self._folded[key] = [name.casefold() for name in self.columns[key]]
        return self._folded[key]

    def _sort_key(self, key: str) -> npt.NDArray[Any]:
        """Numbers: themselves. Texts: their rank, for comparing them anew at each sort takes ten times as long."""
        values = self.columns[key]
        if values.dtype != np.object_:
            return values
        if key not in self._keys:
            self._keys[key] = _ranks(self._fold(key))
        return self._keys[key]


def _ranks(texts: list[str]) -> npt.NDArray[np.int64]:
    """The place (n,) of each text among all of them.

    ``sorted`` would hold the interpreter, and with it the window, for a third of a second at 300,000 names. NumPy sorts
    fixed-width beginnings without holding it; the few texts that begin alike are put in order afterwards.
    """
    beginnings = np.empty(len(texts), dtype=f"U{BEGINNING}")
    for at in range(0, len(texts), CHUNK):
        beginnings[at : at + CHUNK] = [text[:BEGINNING] for text in texts[at : at + CHUNK]]
    order = np.argsort(beginnings, kind="stable")
    placed = beginnings[order]
    alike = np.concatenate(([False], placed[1:] == placed[:-1], [False]))
    edges = np.flatnonzero(alike[1:] != alike[:-1])
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = slice(first, last + 1)
        order[run] = sorted(order[run], key=texts.__getitem__)
    ranks = np.empty(len(texts), dtype=np.int64)
    ranks[order] = np.arange(len(texts))
    return ranks


def objects(values: list[Any]) -> npt.NDArray[np.object_]:
    """A column (n,) of texts or tuples, whatever their lengths."""
    column = np.empty(len(values), dtype=np.object_)
    for i, value in enumerate(values):
        column[i] = value
    return column
