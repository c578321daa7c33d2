"""What most exports share: a row is a time, an artist and a title, and its time is the start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from desktop_als.history.cleaning import utc
from desktop_als.history.columns import ROWS_PER_BATCH, play_batch
from desktop_als.plays import UNKNOWN, Ending, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken


class Scrobble(NamedTuple):
    """One row. ``played_at`` in Unix seconds is None when there is text that is no time, and 0 when there is none.

    ``listener`` only in files that hold the plays of several.
    """

    row: int
    played_at: int | None
    artist: str | None
    track: str | None
    album: str | None = None
    track_ref: str | None = None
    ms_played: int = UNKNOWN
    ending: Ending = Ending.UNKNOWN
    listener: str | None = None


def scrobble_batches(
    scrobbles: Iterable[Scrobble], precision: Precision, log: RowLog, cancel: CancelToken, zone: str | None = None
) -> Iterator[PlayBatch]:
    """Gather scrobbles into batches; those without a readable time are logged.

    ``zone`` is the IANA name of the clock that wrote their times, None for UTC.
    """
    waiting = iter(scrobbles)
    while rows := list(islice(waiting, ROWS_PER_BATCH)):
        cancel.check()
        row, played_at, artist, track, album, track_ref, ms_played, ending, listener = zip(*rows, strict=True)
        known = np.array([at is not None for at in played_at], dtype=bool)
        yield play_batch(
            log,
            precision,
            row,
            utc(np.array([at or 0 for at in played_at], dtype=np.int64), zone),
            artist,
            track,
            album,
            track_ref,
            np.array(ms_played, dtype=np.int64),
            np.array(ending, dtype=np.uint8),
            listener=listener if any(listener) else None,
            known=known,
        )
