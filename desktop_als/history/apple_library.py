"""``Apple Music Library Tracks.json``: the songs of a person's library, how often each was played and when last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from desktop_als.history.cleaning import iso_time
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.history.loading import load_json
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.plays import UNKNOWN, CountBatch, Fate, Mark, MarkBatch, RowLog
from desktop_als.progress import CancelToken

_SPOKEN = ("podcast", "video", "movie", "show", "book", "ringtone")


class Song(msgspec.Struct, gc=False, rename={"name": "Title", "artist": "Artist", "album": "Album"}):
    """One track of the library."""

    name: str | None = None
    artist: str | None = None
    album: str | None = None
    kind: str | None = msgspec.field(name="Content Type", default=None)
    plays: int | None = msgspec.field(name="Play Count", default=None)
    track_plays: int | None = msgspec.field(name="Track Play Count", default=None)
    last_played: str | None = msgspec.field(name="Last Played Date", default=None)

    @property
    def is_music(self) -> bool:
        """Whether its kind, in English whatever the language of the account, is no other than a song."""
        return not any(word in (self.kind or "").lower() for word in _SPOKEN)


_LAYOUT = array_of(Song)


def songs(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> tuple[Sequence[int], Sequence[Song]]:
    """All songs, with their row numbers."""
    return json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch | MarkBatch]:
    played: list[Counted] = []
    unplayed: list[Marked] = []
    for number, song in zip(*songs(part, log, cancel, advance), strict=True):
        plays = song.plays if song.plays is not None else song.track_plays
        if not song.is_music:
            log.reject(Fate.NOT_MUSIC, number, f"{song.kind}: {song.name}")
        elif plays:
            last_played = iso_time(song.last_played or "")
            moment = UNKNOWN if last_played is None else last_played
            played.append(Counted(number, song.artist, min(plays, 2**53), song.name, moment))
        else:
            unplayed.append(Marked(number, song.artist, song.name, Mark.KNOWN))
    yield from count_batches(played, log, cancel)
    yield from mark_batches(unplayed, log, cancel)


def _is_library(head: Head) -> bool:
    told_by = {"Track Identifier", "Apple Music Track Identifier", "Track Play Count", "Play Count"}
    return {"Title", "Artist"} <= head.records and not told_by.isdisjoint(head.records)


READERS = (
    Reader(
        Format("apple_library", "Apple Music library", precision=None),
        (_is_library,),
        _read,
        companions=("apple_last_plays",),
    ),
)
