"""The public dumps of ListenBrainz: what everybody played. In the public domain (CC0).

https://listenbrainz.readthedocs.io/en/latest/users/listenbrainz-dumps.html: a tar, packed with Zstandard or formerly xz, of a
file of JSON lines for each month; and one for Spark with Parquet files, which tell listeners by number. Of the plays of
everybody only totals are of use, so plays are added up as they are read.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np

from desktop_als.history.archives import members
from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_lines import json_lines
from desktop_als.history.listenbrainz import TrackMetadata, UnixSeconds
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import FIRST_DAY, CountBatch, Fate, ParquetScan, RowLog
from desktop_als.progress import CancelToken

SUMS_AT_ONCE = 100_000
"""Pairs of a listener and an artist that are added up together; they take some 30 MB."""

_DAY = 86_400
_SPARK_COLUMNS = {
    "listener": "user_id",
    "artist": "artist_name",
    "track": "recording_name",
    "time": "listened_at",
}


class _Listen(msgspec.Struct, gc=False):
    timestamp: UnixSeconds
    track_metadata: TrackMetadata
    user_name: str | None = None
    user_id: int | None = None


class _Sum(msgspec.Struct, gc=False):
    """Plays of one artist by one listener."""

    row: int
    plays: int = 0
    last: int = 0


_Sums = dict[tuple[str, str | None], _Sum]


def _read_lines(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch]:
    for entry, head in members(part.files[0], cancel, advance):
        if _is_lines(Head(entry.name, head)):
            yield from _added_up(json_lines(part, entry, _Listen, log, cancel, _told_already), log, cancel)


def _added_up(listens: Iterable[tuple[int, _Listen]], log: RowLog, cancel: CancelToken) -> Iterator[CountBatch]:
    sums: _Sums = {}
    latest = int(time.time()) + _DAY
    for number, listen in listens:
        listener = listen.user_name or str(listen.user_id or "")
        artist, at = listen.track_metadata.artist, int(listen.timestamp)
        if not FIRST_DAY <= at <= latest:
            log.reject(Fate.OUTSIDE_CALENDAR, number, f"{artist}: {at} s since 1970")
            continue
        pair = (listener, artist)
        told = sums.get(pair)
        if told is None:
            told = sums[pair] = _Sum(number)
        told.plays += 1
        told.last = max(told.last, at)
        if len(sums) == SUMS_AT_ONCE:
            yield from _batches(sums, log, cancel)
            sums = {}
    yield from _batches(sums, log, cancel)


def _batches(sums: _Sums, log: RowLog, cancel: CancelToken) -> Iterator[CountBatch]:
    pairs = list(sums.items())
    for begin in range(0, len(pairs), ROWS_PER_BATCH):
        cancel.check()
        yield _batch(pairs[begin : begin + ROWS_PER_BATCH], log)


def _batch(pairs: list[tuple[tuple[str, str | None], _Sum]], log: RowLog) -> CountBatch:
    people = texts([listener for (listener, _), _ in pairs])
    names, named = artists([artist for (_, artist), _ in pairs])
    told = np.array([person is not None for person in people], dtype=bool)
    for at in np.flatnonzero(~(named & told)).tolist():
        (listener, artist), rows = pairs[at]
        fate = Fate.UNREADABLE if named[at] else Fate.NO_ARTIST
        log.reject(fate, rows.row, f"Listener {listener}, artist {artist}", rows.plays)
    kept = named & told
    numbers = np.array([(rows.row, rows.plays, rows.last) for _, rows in pairs], dtype=np.int64)[kept]
    return CountBatch(numbers[:, 0], names[kept], numbers[:, 1], people[kept], last_played=numbers[:, 2])


def _read_parquet(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[ParquetScan]:
    for entry, head in members(part.files[0], cancel, advance):
        if _is_parquet(Head(entry.name, head)):
            with on_disk(entry, cancel, _told_already) as path:
                yield ParquetScan(path, _SPARK_COLUMNS)


def _told_already(_: int) -> None:
    """The archive tells how far it has been read."""


def _is_lines(head: Head) -> bool:
    keys = head.keys[0]
    return (
        head.root == "{" and {"timestamp", "track_metadata"} <= keys and not keys.isdisjoint({"user_name", "user_id"})
    )


def _is_parquet(head: Head) -> bool:
    return head.data.startswith(b"PAR1")


def _dump(format_id: str, title: str) -> Format:
    return Format(format_id, title, community=True, precision=None, licence="CC0", condensed=True)


READERS = (
    Reader(_dump("listenbrainz_dump", "ListenBrainz dump"), (_is_lines,), _read_lines, in_one_pass=True),
    Reader(
        _dump("listenbrainz_parquet", "ListenBrainz dump for Spark"), (_is_parquet,), _read_parquet, in_one_pass=True
    ),
)
