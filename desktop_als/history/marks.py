"""What all sources of marks share: a row is an artist, perhaps a track, and what somebody said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.plays import Fate, Mark, MarkBatch, RowLog
from desktop_als.progress import CancelToken


class Marked(NamedTuple):
    """One row. Without ``track`` it is the artist as a whole."""

    row: int
    artist: str | None
    track: str | None
    mark: Mark


def mark_batches(marked: Iterable[Marked], log: RowLog, cancel: CancelToken) -> Iterator[MarkBatch]:
    """Gather marks into batches; those that name no artist are logged."""
    kept: list[Marked] = []
    for row in marked:
        kept.append(row)
        if len(kept) == ROWS_PER_BATCH:
            cancel.check()
            yield _batch(kept, log)
            kept = []
    yield _batch(kept, log)


def _batch(rows: list[Marked], log: RowLog) -> MarkBatch:
    numbers, names, tracks, marks = zip(*rows, strict=True) if rows else ((),) * 4
    artist, named = artists(names)
    for at in np.flatnonzero(~named).tolist():
        log.reject(Fate.NO_ARTIST, numbers[at], tracks[at] or "")
    return MarkBatch(
        row=np.array(numbers, dtype=np.int64)[named],
        artist=artist[named],
        track=texts(tracks)[named],
        mark=np.array([str(mark) for mark in marks], dtype=object)[named],
    )
