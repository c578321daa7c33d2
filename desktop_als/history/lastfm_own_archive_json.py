"""Scrobbles of Last.fm's own archive in JSON, beside its tables: one array, with names as corrected and as they were sent."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken


class _Moment(msgspec.Struct, gc=False):
    seconds: int | None = msgspec.field(name="unixtimestamp", default=None)


class _Named(msgspec.Struct, gc=False):
    name: str | None = None


class _Track(msgspec.Struct):
    artist: _Named
    name: str | None = None
    mbid: str | None = None


class _Row(msgspec.Struct):
    timestamp: _Moment
    track: _Track
    album: _Named | None = None


_LAYOUT = array_of(_Row)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    scrobbles = (
        Scrobble(
            number,
            row.timestamp.seconds or 0,
            row.track.artist.name,
            row.track.name,
            row.album.name if row.album else None,
            row.track.mbid,
        )
        for number, row in zip(numbers, rows, strict=True)
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _is_plays(head: Head) -> bool:
    return {"timestamp", "track", "album"} <= head.records and "unixtimestamp" in head.keys[1]


READERS = (Reader(Format("lastfm_own_archive_json", "Your Last.fm archive (JSON)"), (_is_plays,), _read),)
