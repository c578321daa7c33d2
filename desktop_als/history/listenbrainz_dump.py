"""The public dumps of ListenBrainz: what everybody played. In the public domain (CC0).

https://listenbrainz.readthedocs.io/en/latest/users/listenbrainz-dumps.html: a tar, packed with Zstandard or formerly xz, of a
file of JSON lines for each month; and one for Spark with Parquet files, which tell listeners by number.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from desktop_als.history.archives import Entry, members
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_lines import json_lines
from desktop_als.history.listenbrainz import TrackMetadata, UnixSeconds
from desktop_als.history.on_disk import on_disk
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import Fate, ParquetScan, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_SPARK_COLUMNS = {
    "listener": "user_id",
    "artist": "artist_name",
    "track": "recording_name",
    "time": "listened_at",
}


class _Listen(msgspec.Struct):
    timestamp: UnixSeconds
    track_metadata: TrackMetadata
    user_name: str | None = None
    user_id: int | None = None
    recording_msid: str | None = None


def _read_lines(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    for entry, head in members(part.files[0], cancel, advance):
        if _is_lines(Head(entry.name, head)):
            yield from scrobble_batches(_scrobbles(part, entry, log, cancel), Precision.SECOND, log, cancel)


def _scrobbles(part: Part, entry: Entry, log: RowLog, cancel: CancelToken) -> Iterator[Scrobble]:
    for number, listen in json_lines(part, entry, _Listen, log, cancel, _told_already):
        heard = listen.track_metadata
        listener = listen.user_name or (None if listen.user_id is None else str(listen.user_id))
        if listener is None:
            log.reject(Fate.UNREADABLE, number, f"Nobody is named: {heard.artist}")
            continue
        yield Scrobble(
            number,
            int(listen.timestamp),
            heard.artist,
            heard.track_name,
            heard.release_name,
            heard.recording or listen.recording_msid,
            heard.ms_played,
            listener=listener,
        )


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


READERS = (
    Reader(
        Format("listenbrainz_dump", "ListenBrainz dump", community=True, licence="CC0", condensed=True),
        (_is_lines,),
        _read_lines,
        in_one_pass=True,
    ),
    Reader(
        Format("listenbrainz_parquet", "ListenBrainz dump for Spark", community=True, licence="CC0", condensed=True),
        (_is_parquet,),
        _read_parquet,
        in_one_pass=True,
    ),
)
