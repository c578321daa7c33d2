"""Koito's own export: JSON of all listens. Names are aliases, of which one is the primary.

https://github.com/gabehf/Koito. The ``duration`` of a track is its length, so how long it was heard is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from desktop_als.history.cleaning import iso_time
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

T = TypeVar("T")


class _Alias(msgspec.Struct, gc=False):
    alias: str = ""
    is_primary: bool | None = None


class _Named(msgspec.Struct, gc=False):
    aliases: list[_Alias] | None = None
    is_primary: bool | None = None  # of an artist: not a guest
    mbid: str | None = None

    @property
    def name(self) -> str:
        aliases = self.aliases or [_Alias()]
        return next((alias for alias in aliases if alias.is_primary), aliases[0]).alias


class _Row(msgspec.Struct, gc=False):
    listened_at: str
    track: _Named
    artists: list[_Named] | None = None
    album: _Named | None = None


class _Export(msgspec.Struct, Generic[T]):
    listens: list[T]


_RAW = msgspec.json.Decoder(_Export[msgspec.Raw])
_LAYOUT = Layout(_Row, lambda data: _RAW.decode(data).listens)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    scrobbles = (
        Scrobble(
            number,
            iso_time(row.listened_at),
            _credit(row.artists or []),
            row.track.name,
            row.album.name if row.album else None,
            row.track.mbid,
        )
        for number, row in zip(numbers, rows, strict=True)
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _credit(artists: list[_Named]) -> str:
    """The primary artists, or all when none is."""
    return ", ".join(artist.name for artist in [artist for artist in artists if artist.is_primary] or artists)


def _is_export(head: Head) -> bool:
    top, inside = head.keys
    return head.root == "{" and "listens" in top and {"listened_at", "track"} <= inside


def _user(head: Head) -> str | None:
    return head.string("user")


READERS = (Reader(Format("koito", "Koito"), (_is_export,), _read, listener=_user),)
