"""Last.fm's own archive in JSON, which holds what its tables hold: arrays, those of scrobbles one for each month.

Skipped tracks look like loved ones; only their files' names tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.lastexport import mark_named
from desktop_als.history.lastfm_own_archive import ending_named
from desktop_als.history.loading import load_json
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import CountBatch, Mark, MarkBatch, PlayBatch, Precision, RowLog
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
    plays: int | None = msgspec.field(name="bootstrapCount", default=None)


_LAYOUT = array_of(_Row)
_TIMED = re.compile("scrobble|skipped", re.IGNORECASE)


def _rows(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[tuple[int, _Row]]:
    return zip(*json_rows(part, load_json(part, cancel, advance), _LAYOUT, log), strict=True)


def _read_plays(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    scrobbles = (
        Scrobble(
            number,
            row.timestamp.seconds or 0,
            row.track.artist.name,
            row.track.name,
            row.album.name if row.album else None,
            row.track.mbid,
            ending=ending_named(part.name),
        )
        for number, row in _rows(part, log, cancel, advance)
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _read_counts(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch]:
    rows = _rows(part, log, cancel, advance)
    counted = (Counted(number, row.track.artist.name, row.plays, row.track.name) for number, row in rows)
    yield from count_batches(counted, log, cancel)


def _read_marks(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[MarkBatch]:
    mark = mark_named(part.name) or Mark.LIKED
    rows = _rows(part, log, cancel, advance)
    yield from mark_batches((Marked(at, row.track.artist.name, row.track.name, mark) for at, row in rows), log, cancel)


def _is_of_the_archive(head: Head) -> bool:
    return {"timestamp", "track"} <= head.records and "unixtimestamp" in head.keys[1]


def _is_counts(head: Head) -> bool:
    return _is_of_the_archive(head) and "bootstrapCount" in head.records


def _is_marks(head: Head) -> bool:
    is_bare = head.records.isdisjoint({"album", "application", "bootstrapCount"})
    return _is_of_the_archive(head) and is_bare and _TIMED.search(head.name) is None


def _is_plays(head: Head) -> bool:
    return _is_of_the_archive(head) and not _is_counts(head) and not _is_marks(head)


READERS = (
    Reader(Format("lastfm_own_archive_json", "Your Last.fm archive (JSON)"), (_is_plays,), _read_plays),
    Reader(
        Format("lastfm_own_archive_json_counts", "Your Last.fm archive (JSON), plays without times", precision=None),
        (_is_counts,),
        _read_counts,
    ),
    Reader(
        Format("lastfm_own_archive_json_loved", "Your Last.fm archive (JSON), loved tracks", precision=None),
        (_is_marks,),
        _read_marks,
    ),
)
