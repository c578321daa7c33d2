"""What a person takes out of ListenBrainz: three generations of its export, pages of its API and what is sent to it.

Since 2024 a zip with a file of JSON lines for each month, before that one array, in 2017 and 2018 a flat one. The public
dumps, which hold everybody's listens, are another thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import numpy as np

from desktop_als.history.cleaning import LATEST
from desktop_als.history.columns import ROWS_PER_BATCH, play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_lines import json_chunks
from desktop_als.history.json_rows import Layout, array_of, json_rows
from desktop_als.history.loading import load_json
from desktop_als.plays import UNKNOWN, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_LONGEST_PLAY = 10**10  # ms

UnixSeconds = Annotated[float, msgspec.Meta(ge=-LATEST, le=LATEST)]


class _Info(msgspec.Struct, gc=False):
    """Whatever the program that sent the listen saw fit, so of any type."""

    artist_names: Any = None
    recording_mbid: Any = None
    ms_played: Any = None
    duration_played: Any = None  # s


class _Credit(msgspec.Struct, gc=False):
    name: str | None = msgspec.field(name="artist_credit_name", default=None)


class _Mapping(msgspec.Struct, gc=False):
    artists: list[_Credit] | None = None
    recording_mbid: str | None = None


class TrackMetadata(msgspec.Struct, gc=False):
    """What was heard."""

    artist_name: str | None = None
    track_name: str | None = None
    release_name: str | None = None
    recording_msid: str | None = None
    additional_info: _Info | None = None
    mbid_mapping: _Mapping | None = None

    @property
    def artist(self) -> str | None:
        """One artist where it is known, else all of them in one credit, which nobody can split safely."""
        sent = self.additional_info.artist_names if self.additional_info else None
        if isinstance(sent, list) and sent and isinstance(sent[0], str) and sent[0].strip():
            return sent[0]
        mapped = self.mbid_mapping.artists if self.mbid_mapping else None
        return (mapped[0].name if mapped else None) or self.artist_name

    @property
    def recording(self) -> str | None:
        """Its MusicBrainz id, else the one that ListenBrainz gives to names."""
        sent = self.additional_info.recording_mbid if self.additional_info else None
        mapped = self.mbid_mapping.recording_mbid if self.mbid_mapping else None
        return (sent if isinstance(sent, str) and sent else None) or mapped or self.recording_msid

    @property
    def ms_played(self) -> int:
        """Milliseconds, or UNKNOWN."""
        info = self.additional_info
        if info is None or (info.ms_played is None and info.duration_played is None):
            return UNKNOWN
        for value, unit in ((info.ms_played, 1), (info.duration_played, 1000)):
            length = _number(value) * unit
            if 0 <= length <= _LONGEST_PLAY:
                return int(length)
        return UNKNOWN


class _Listen(msgspec.Struct, gc=False):
    listened_at: UnixSeconds
    track_metadata: TrackMetadata
    recording_msid: str | None = None


class _FlatListen(msgspec.Struct, gc=False):
    timestamp: UnixSeconds
    artist_name: str | None
    track_name: str | None
    release_name: str | None = None
    recording_msid: str | None = None
    additional_info: _Info | None = None


class _Payload(msgspec.Struct):
    listens: list[msgspec.Raw]


class _Page(msgspec.Struct):
    payload: _Payload | list[msgspec.Raw]


def _number(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) else UNKNOWN
    except (ValueError, OverflowError):
        return UNKNOWN


def _batch(numbers: list[int], listens: list[_Listen], log: RowLog) -> PlayBatch:
    heard = [listen.track_metadata for listen in listens]
    return play_batch(
        log,
        Precision.SECOND,
        numbers,
        np.array([listen.listened_at for listen in listens], dtype=np.float64).astype(np.int64),
        [each.artist for each in heard],
        [each.track_name for each in heard],
        [each.release_name for each in heard],
        [each.recording or listen.recording_msid for each, listen in zip(heard, listens, strict=True)],
        np.array([each.ms_played for each in heard], dtype=np.int64),
    )


def _unfolded(flat: _FlatListen) -> _Listen:
    metadata = TrackMetadata(
        flat.artist_name, flat.track_name, flat.release_name, flat.recording_msid, flat.additional_info
    )
    return _Listen(flat.timestamp, metadata)


def _listens_of_page(data: bytes) -> list[msgspec.Raw]:
    payload = msgspec.json.decode(data, type=_Page).payload
    return payload.listens if isinstance(payload, _Payload) else payload


_ARRAY = array_of(_Listen)
_FLAT = array_of(_FlatListen)
_PAGE = Layout(_Listen, _listens_of_page)


def _batches(numbers: list[int], listens: list[_Listen], log: RowLog, cancel: CancelToken) -> Iterator[PlayBatch]:
    for begin in range(0, len(numbers), ROWS_PER_BATCH):
        cancel.check()
        some = slice(begin, begin + ROWS_PER_BATCH)
        yield _batch(numbers[some], listens[some], log)


def _read_lines(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    for numbers, rows in json_chunks(part, part.files[0], _Listen, log, cancel, advance):
        yield from _batches(numbers, rows, log, cancel)


def _read_array(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _ARRAY, log)
    yield from _batches(numbers, rows, log, cancel)


def _read_flat(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _FLAT, log)
    yield from _batches(numbers, [*map(_unfolded, rows)], log, cancel)


def _read_page(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _PAGE, log)
    yield from _batches(numbers, rows, log, cancel)


def _is_lines(head: Head) -> bool:
    return head.root == "{" and {"listened_at", "track_metadata"} <= head.keys[0]


def _is_array(head: Head) -> bool:
    return {"listened_at", "track_metadata"} <= head.records


def _is_flat(head: Head) -> bool:
    return {"artist_name", "track_name", "timestamp"} <= head.records and not head.records.isdisjoint(
        {"additional_info", "recording_msid"}
    )


def _is_page(head: Head) -> bool:
    top, inside = head.keys
    return head.root == "{" and "payload" in top and ("listen_type" in top or "listens" in inside)


def _user(head: Head) -> str | None:
    return head.string("user_name")


def _user_of_page(head: Head) -> str | None:
    return head.string("user_id") or _user(head)


READERS = (
    Reader(Format("listenbrainz", "ListenBrainz"), (_is_lines,), _read_lines, listener=_user),
    Reader(Format("listenbrainz_array", "ListenBrainz, 2018 to 2024"), (_is_array,), _read_array, listener=_user),
    Reader(Format("listenbrainz_flat", "ListenBrainz, 2017 and 2018"), (_is_flat,), _read_flat, listener=_user),
    Reader(Format("listenbrainz_page", "Pages of ListenBrainz"), (_is_page,), _read_page, listener=_user_of_page),
)
