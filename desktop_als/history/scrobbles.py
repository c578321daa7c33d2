"""What all Last.fm exports share: a row is a time, an artist and a title, and its time is the start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_als.history.columns import ROWS_PER_BATCH, play_batch
from desktop_als.plays import Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken


class Scrobble(NamedTuple):
    """One row. ``played_at`` in Unix seconds is None when there is text that is no time, and 0 when there is none."""

    row: int
    played_at: int | None
    artist: str | None
    track: str | None
    album: str | None = None
    track_ref: str | None = None


def scrobble_batches(
    scrobbles: Iterable[Scrobble], precision: Precision, log: RowLog, cancel: CancelToken
) -> Iterator[PlayBatch]:
    """Gather scrobbles into batches; those without a readable time are logged."""
    kept: list[Scrobble] = []
    for scrobble in scrobbles:
        if scrobble.played_at is None:
            log.reject(Fate.UNREADABLE, scrobble.row, f"No readable time: {scrobble.artist}, {scrobble.track}")
            continue
        kept.append(scrobble)
        if len(kept) == ROWS_PER_BATCH:
            cancel.check()
            yield _batch(kept, precision, log)
            kept = []
    yield _batch(kept, precision, log)


def _batch(rows: list[Scrobble], precision: Precision, log: RowLog) -> PlayBatch:
    row, played_at, artist, track, album, track_ref = zip(*rows, strict=True) if rows else ((),) * 6
    return play_batch(log, precision, row, played_at, artist, track, album, track_ref)
