"""Spotify account data beside the plays: the library (YourLibrary.json) and the playlists (Playlist1.json and so on).

They tell what somebody likes, knows or never wants to hear again, and not when anything was played.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.plays import Fate, Mark, MarkBatch, RowLog
from desktop_als.progress import CancelToken


class _Saved(msgspec.Struct, gc=False):
    artist: str | None = None  # of a track or an album
    track: str | None = None
    name: str | None = None  # of an artist, a show or an episode


class _Shelved(msgspec.Struct, array_like=True):
    """An entry of the library, with the name of the list that it was found in."""

    shelf: str
    saved: _Saved


class _PlaylistTrack(msgspec.Struct, gc=False):
    track: str | None = msgspec.field(name="trackName", default=None)
    artist: str | None = msgspec.field(name="artistName", default=None)


class _PlaylistItem(msgspec.Struct):
    track: _PlaylistTrack | None = None
    local_track: Any = msgspec.field(name="localTrack", default=None)


class _Playlist(msgspec.Struct):
    items: list[msgspec.Raw] = []


class _Playlists(msgspec.Struct):
    playlists: list[_Playlist]


_MARKS = {
    "tracks": Mark.LIKED,
    "albums": Mark.KNOWN,
    "artists": Mark.LIKED,
    "bannedTracks": Mark.BANNED,
    "bannedArtists": Mark.BANNED,
}
_SPOKEN = ("shows", "episodes")
_TRACKS = re.compile(r'"tracks"\s*:\s*(.)')
_SHELVES = msgspec.json.Decoder(dict[str, msgspec.Raw])
_SHELF = msgspec.json.Decoder(list[msgspec.Raw])
_PLAYLISTS = msgspec.json.Decoder(_Playlists)


def _shelved(data: bytes) -> list[msgspec.Raw]:
    shelves = _SHELVES.decode(data)
    return [
        msgspec.Raw(b'["%b",%b]' % (shelf.encode(), bytes(saved)))
        for shelf in (*_MARKS, *_SPOKEN)
        for saved in _SHELF.decode(shelves.get(shelf, b"[]"))
    ]


def _items(data: bytes) -> list[msgspec.Raw]:
    return [item for playlist in _PLAYLISTS.decode(data).playlists for item in playlist.items]


_LIBRARY = Layout(_Shelved, _shelved)
_ITEMS = Layout(_PlaylistItem, _items)


def _read_library(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[MarkBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LIBRARY, log)
    yield from mark_batches(_marked(zip(numbers, rows, strict=True), log), log, cancel)


def _marked(rows: Iterator[tuple[int, _Shelved]], log: RowLog) -> Iterator[Marked]:
    for number, row in rows:
        mark = _MARKS.get(row.shelf)
        if mark is None:
            log.reject(Fate.NOT_MUSIC, number, row.saved.name or "")
        elif row.shelf in ("artists", "bannedArtists"):
            yield Marked(number, row.saved.name, None, mark)
        else:
            yield Marked(number, row.saved.artist, row.saved.track, mark)


def _read_playlists(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[MarkBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _ITEMS, log)
    yield from mark_batches(_listed(zip(numbers, rows, strict=True), log), log, cancel)


def _listed(rows: Iterator[tuple[int, _PlaylistItem]], log: RowLog) -> Iterator[Marked]:
    for number, row in rows:
        if row.track is not None:
            yield Marked(number, row.track.artist, row.track.track, Mark.KNOWN)
        elif row.local_track is not None:
            log.reject(Fate.NO_ARTIST, number, "A file of the person's own")
        else:
            log.reject(Fate.NOT_MUSIC, number, "A podcast or an audiobook")


def _is_library(head: Head) -> bool:
    top, inside = head.keys
    tracks = _TRACKS.search(head.text) if head.root == "{" and "tracks" in top else None
    return tracks is not None and tracks[1] == "[" and ("albums" in top or {"artist", "album", "track"} <= inside)


def _are_playlists(head: Head) -> bool:
    top, inside = head.keys
    return head.root == "{" and "playlists" in top and ("items" in inside or not inside)


READERS = (
    Reader(Format("spotify_library", "Spotify library", precision=None), (_is_library,), _read_library),
    Reader(Format("spotify_playlists", "Spotify playlists", precision=None), (_are_playlists,), _read_playlists),
)
