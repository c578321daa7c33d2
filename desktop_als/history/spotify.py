"""Spotify: account data (the last year, to the minute) and extended streaming history (everything, to the second).

Both tell when a play ended; a play here begins. Network addresses, user agents and places are not fields of the structs
below, so they are never decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from desktop_als.history.cleaning import iso_times
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.loading import load_json
from desktop_als.plays import Ending, Fate, Ints, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

Row = TypeVar("Row")

_SPOTIFY_STARTED = 1_222_819_200  # 2008-10-01
_TRACK_URI = "spotify:track:"
_ROWS_AT_ONCE = 50_000  # more than any one file of Spotify's holds
_LONGEST_OFFLINE = 30 * 86_400

_Blankable = float | bool | str | None
"""What people put blanks into before they hand an export on, which costs no play."""

Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=10**10)]


class _AccountRow(msgspec.Struct, gc=False):
    end_time: str = msgspec.field(name="endTime")
    ms_played: Milliseconds = msgspec.field(name="msPlayed")
    artist: str | None = msgspec.field(name="artistName", default=None)
    track: str | None = msgspec.field(name="trackName", default=None)


class _ExtendedRow(msgspec.Struct, gc=False):
    ts: str
    ms_played: Milliseconds
    track: str | None = msgspec.field(name="master_metadata_track_name", default=None)
    artist: str | None = msgspec.field(name="master_metadata_album_artist_name", default=None)
    album: str | None = msgspec.field(name="master_metadata_album_album_name", default=None)
    uri: str | None = msgspec.field(name="spotify_track_uri", default=None)
    episode: str | None = msgspec.field(name="episode_name", default=None)
    show: str | None = msgspec.field(name="episode_show_name", default=None)
    episode_uri: str | None = msgspec.field(name="spotify_episode_uri", default=None)
    audiobook: str | None = msgspec.field(name="audiobook_title", default=None)
    audiobook_uri: str | None = None
    reason_end: str | None = None
    incognito_mode: _Blankable = None
    offline_timestamp: _Blankable = None

    @property
    def spoken(self) -> str | None:
        """What was heard when it was a podcast or a book."""
        return self.episode or self.show or self.episode_uri or self.audiobook or self.audiobook_uri


_ACCOUNT = array_of(_AccountRow)
_EXTENDED = array_of(_ExtendedRow)


def _read_account(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _ACCOUNT, log)
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        cancel.check()
        chunk = slice(begin, begin + _ROWS_AT_ONCE)
        yield _account_batch(numbers[chunk], rows[chunk], log)


def _account_batch(numbers: list[int], rows: list[_AccountRow], log: RowLog) -> PlayBatch:
    ends, dated = iso_times([row.end_time for row in rows])
    music = np.array([row.artist is not None or row.track is not None for row in rows], dtype=bool)
    for at in np.flatnonzero(~dated).tolist():
        log.reject(Fate.UNREADABLE, numbers[at], f"Not a time: {rows[at].end_time}")
    for at in np.flatnonzero(dated & ~music).tolist():
        log.reject(Fate.NOT_MUSIC, numbers[at], "A podcast or an audiobook")
    numbers, rows, ends = _those(dated & music, numbers, rows, ends)
    ms_played = np.array([row.ms_played for row in rows], dtype=np.int64)
    return play_batch(
        log,
        Precision.MINUTE,
        row=numbers,
        played_at=_start_without_clock(ends, ms_played),
        artist=[row.artist for row in rows],
        track=[row.track for row in rows],
        album=[None] * len(rows),
        track_ref=[None] * len(rows),
        ms_played=ms_played,
    )


def _read_extended(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _EXTENDED, log)
    for begin in range(0, len(rows), _ROWS_AT_ONCE):
        cancel.check()
        chunk = slice(begin, begin + _ROWS_AT_ONCE)
        # Only the file's name tells a video without names (endvideo.json) from a track that was removed.
        yield _extended_batch(numbers[chunk], rows[chunk], log, video="video" in part.name.lower())


def _extended_batch(numbers: list[int], rows: list[_ExtendedRow], log: RowLog, video: bool) -> PlayBatch:
    ends, dated = iso_times([row.ts for row in rows])
    music = np.array([bool(row.artist or row.track or not (video or row.spoken)) for row in rows], dtype=bool)
    for at in np.flatnonzero(~dated).tolist():
        log.reject(Fate.UNREADABLE, numbers[at], f"Not a time: {rows[at].ts}")
    for at in np.flatnonzero(dated & ~music).tolist():
        log.reject(Fate.NOT_MUSIC, numbers[at], rows[at].spoken or "A video")
    numbers, rows, ends = _those(dated & music, numbers, rows, ends)
    ms_played = np.array([row.ms_played for row in rows], dtype=np.int64)
    return play_batch(
        log,
        Precision.SECOND,
        row=numbers,
        played_at=_start(ends, ms_played, [row.offline_timestamp for row in rows]),
        artist=[row.artist for row in rows],
        track=[row.track for row in rows],
        album=[row.album for row in rows],
        track_ref=_track_ids([row.uri for row in rows]),
        ms_played=ms_played,
        ending=np.array([row.reason_end == "trackdone" for row in rows], dtype=np.uint8) * np.uint8(Ending.HEARD_OUT),
        private=np.array([row.incognito_mode is True for row in rows], dtype=bool),
    )


def _those(
    kept: npt.NDArray[np.bool_], numbers: list[int], rows: list[Row], ends: Ints
) -> tuple[list[int], list[Row], Ints]:
    if kept.all():
        return numbers, rows, ends
    places = np.flatnonzero(kept).tolist()
    return [numbers[at] for at in places], [rows[at] for at in places], ends[kept]


def _track_ids(uris: list[str | None]) -> list[str | None]:
    begin = len(_TRACK_URI)
    return [uri[begin:] if uri and uri[:begin] == _TRACK_URI else None for uri in uris]


def _start_without_clock(ends: Ints, ms_played: Ints) -> Ints:
    return (ends * 1000 - ms_played) // 1000


def _start(ends: Ints, ms_played: Ints, offline: list[_Blankable]) -> Ints:
    """When each play began: by the device's clock where that is plausible, else its end less its length.

    ``ends`` of plays without a connection are often when they were uploaded, so the device's clock is better. It is in
    milliseconds in old exports and in seconds in new ones.
    """
    told = [value if isinstance(value, float) and value else np.nan for value in offline]
    clock = np.array(told, dtype=np.float64)
    clock = np.where(clock > 1e11, clock / 1000, clock)
    before_end = ends - clock
    with np.errstate(invalid="ignore"):  # NaN, an unset clock, compares as False
        plausible = (clock >= _SPOTIFY_STARTED) & (before_end >= 0) & (before_end < _LONGEST_OFFLINE)
        plausible &= before_end >= ms_played / 1000 - 10
    return np.where(plausible, np.nan_to_num(clock, posinf=0), _start_without_clock(ends, ms_played)).astype(np.int64)


def _is_account(head: Head) -> bool:
    return {"endTime", "msPlayed", "artistName"} <= head.records


def _is_account_podcast(head: Head) -> bool:
    return {"endTime", "msPlayed"} <= head.records and "artistName" not in head.records


def _is_extended(head: Head) -> bool:
    return {"ts", "ms_played"} <= head.records


def _username(head: Head) -> str | None:
    return head.string("username")


READERS = (
    Reader(
        Format("spotify_account", "Spotify account data", precision=Precision.MINUTE),
        (_is_account,),
        _read_account,
    ),
    Reader(
        Format("spotify_account_podcast", "Spotify account data, podcasts", precision=Precision.MINUTE),
        (_is_account_podcast,),
        _read_account,
    ),
    Reader(
        Format("spotify_extended", "Spotify extended streaming history"),
        (_is_extended,),
        _read_extended,
        listener=_username,
    ),
)
