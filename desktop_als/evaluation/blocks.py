"""Rows of scores are made a few at a time: listeners × artists never stands in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator

SCORES_AT_ONCE = 4_000_000
"""16 MB of float32, and some hundredths of a second between two looks at a cancel token."""


def blocks(rows: int, artists: int) -> Iterator[slice]:
    """Slices that cover ``rows``, each small enough for a dense block of scores."""
    step = max(1, SCORES_AT_ONCE // max(1, artists))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
