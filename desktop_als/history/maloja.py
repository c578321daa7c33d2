"""Maloja's own export, or an answer of its API: JSON of all scrobbles. Times are UTC, bumped by a second where two would collide.

https://github.com/krateng/maloja. The artists of a track are a set without an order: those of the album come first here,
so that a guest does not change whose track it is, and the others by the alphabet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Generic, TypeVar

import msgspec

from desktop_als.history.cleaning import LATEST
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import UNKNOWN, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

T = TypeVar("T")

Seconds = Annotated[float, msgspec.Meta(ge=0, le=10**7)]


class _Album(msgspec.Struct, gc=False):
    title: str | None = msgspec.field(name="albumtitle", default=None)
    artists: list[str] | None = None


class _Track(msgspec.Struct, gc=False):
    artists: list[str] | None = None
    title: str | None = None
    album: _Album | None = None


class _Row(msgspec.Struct, gc=False):
    time: Annotated[int, msgspec.Meta(ge=-LATEST, le=LATEST)]
    track: _Track
    duration: Seconds | None = None  # heard, not the length


class _Export(msgspec.Struct, Generic[T]):
    scrobbles: list[T] = []
    listed: list[T] = msgspec.field(name="list", default=[])  # in an answer of Maloja's API


_RAW = msgspec.json.Decoder(_Export[msgspec.Raw])


def _undecoded(data: bytes) -> list[msgspec.Raw]:
    export = _RAW.decode(data)
    return export.scrobbles or export.listed


_LAYOUT = Layout(_Row, _undecoded)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    scrobbles = (_scrobble(number, row) for number, row in zip(numbers, rows, strict=True))
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _scrobble(number: int, row: _Row) -> Scrobble:
    album = row.track.album or _Album()
    return Scrobble(
        number,
        row.time,
        _credit(row.track.artists or [], album.artists or []),
        row.track.title,
        album.title,
        ms_played=int(row.duration * 1000) if row.duration else UNKNOWN,
    )


def _credit(artists: list[str], of_album: list[str]) -> str:
    return ", ".join(sorted(artists, key=lambda name: (name not in of_album, name.casefold())))


def _is_export(head: Head) -> bool:
    top, inside = head.keys
    return head.root == "{" and not top.isdisjoint({"scrobbles", "list"}) and {"time", "track"} <= inside


READERS = (Reader(Format("maloja", "Maloja"), (_is_export,), _read),)
