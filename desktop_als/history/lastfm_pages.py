"""Pages of Last.fm's API, ``user.getRecentTracks`` in JSON: alone, many in a file, or as ghan.nl's exporter joins them.

What was playing while a page was made stands first in it and has no date. A page with one track may hold it without a list.
lastfm_archive keeps each page as a gzip of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from desktop_als.history.cleaning import whole_number
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.lastfm_ghan import user_named
from desktop_als.history.loading import load_json
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

T = TypeVar("T")


class _Named(msgspec.Struct, gc=False):
    text: str | None = msgspec.field(name="#text", default=None)
    name: str | None = None  # in extended pages


class _Date(msgspec.Struct, gc=False):
    uts: str | int


class _Track(msgspec.Struct):
    artist: _Named
    name: str | None
    album: _Named | None = None
    mbid: str | None = None
    date: _Date | None = None

    @property
    def played_at(self) -> int | None:
        """Unix seconds, 0 without a date."""
        written = str(self.date.uts).strip() if self.date else ""
        return whole_number(written) if written else 0


class _Page(msgspec.Struct, Generic[T]):
    track: T


class _Answer(msgspec.Struct, Generic[T]):
    page: _Page[T] = msgspec.field(name="recenttracks")


_RAW = msgspec.json.Decoder(msgspec.Raw)
_RAW_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_PAGE = msgspec.json.Decoder(_Page[msgspec.Raw])
_ANSWER = msgspec.json.Decoder(_Answer[msgspec.Raw])


def _raw_tracks(data: bytes) -> list[msgspec.Raw]:
    """The undecoded tracks of all pages. What is no page counts as one bad row."""
    tracks: list[msgspec.Raw] = []
    for page in _raw_pages(data):
        try:
            held = _tracks_of(page)
            tracks += _RAW_LIST.decode(held) if bytes(held).startswith(b"[") else [held]
        except msgspec.DecodeError:
            tracks.append(page)
    return tracks


def _raw_pages(data: bytes) -> list[msgspec.Raw]:
    """The pages of an array, or one after the other; then one that is cut off comes as it is, and the others are saved."""
    if data.lstrip()[:1] == b"[":
        return _RAW_LIST.decode(data)
    try:
        return _RAW.decode_lines(data)
    except msgspec.DecodeError:
        lines = data.strip().split(b"\n")
        if not all(line.lstrip().startswith(b"{") for line in lines) or len(lines) == 1:
            raise
        return [msgspec.Raw(line) for line in lines]


def _tracks_of(page: msgspec.Raw) -> msgspec.Raw:
    try:
        return _ANSWER.decode(page).page.track
    except msgspec.ValidationError:
        return _PAGE.decode(page).track


_LAYOUT = Layout(_Track, _raw_tracks)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    scrobbles = (
        Scrobble(
            number,
            row.played_at,
            row.artist.text or row.artist.name,
            row.name,
            row.album.text if row.album else None,
            row.mbid,
        )
        for number, row in zip(numbers, rows, strict=True)
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _is_ghan(head: Head) -> bool:
    pages = "track" in head.records and head.records <= {"track", "@attr"}
    return pages and ("@attr" in head.records or {"artist", "name"} <= head.keys[1])


def _is_answer(head: Head) -> bool:
    bare = {"artist", "name", "date"} <= head.records and "uts" in head.keys[1]  # as people join pages themselves
    return bare or "recenttracks" in head.keys[0]


def _user(head: Head) -> str | None:
    return head.string("user") or user_named(head)


READERS = (
    Reader(Format("lastfm_ghan_json", "Last.fm export of ghan.nl (JSON)"), (_is_ghan,), _read, listener=_user),
    Reader(Format("lastfm_api_json", "Pages of Last.fm's API (JSON)"), (_is_answer,), _read, listener=_user),
)
