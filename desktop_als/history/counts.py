"""What all sources of totals share: a row is an artist, perhaps a title, and how often it was played."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.plays import UNKNOWN, CountBatch, Fate, RowLog
from desktop_als.progress import CancelToken


class Counted(NamedTuple):
    """One row. ``plays`` is None when there is text that is no number; ``last_played`` in Unix seconds.

    ``listener`` only in files that hold the totals of several.
    """

    row: int
    artist: str | None
    plays: int | None
    track: str | None = None
    last_played: int = UNKNOWN
    listener: str | None = None


def count_batches(counted: Iterable[Counted], log: RowLog, cancel: CancelToken) -> Iterator[CountBatch]:
    """Gather totals into batches; those without a number above 0, or without an artist, are logged."""
    kept: list[Counted] = []
    for row in counted:
        if row.plays is None or row.plays < 1:
            log.reject(Fate.UNREADABLE, row.row, f"No number of plays: {row.artist}, {row.track or ''}")
            continue
        kept.append(row)
        if len(kept) == ROWS_PER_BATCH:
            cancel.check()
            yield _batch(kept, log)
            kept = []
    yield _batch(kept, log)


def _batch(rows: list[Counted], log: RowLog) -> CountBatch:
    numbers, names, plays, tracks, last_played, listeners = zip(*rows, strict=True) if rows else ((),) * 6
    artist, named = artists(names)
    for at in np.flatnonzero(~named).tolist():
        log.reject(Fate.NO_ARTIST, numbers[at], tracks[at] or "")
    return CountBatch(
        row=np.array(numbers, dtype=np.int64)[named],
        artist=artist[named],
        plays=np.array(plays, dtype=np.int64)[named],
        listener=texts(listeners)[named] if any(listeners) else None,
        track=texts(tracks)[named],
        last_played=np.array(last_played, dtype=np.int64)[named],
    )
