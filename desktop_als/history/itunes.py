"""The library file of iTunes and Apple's Music app (``Library.xml``): how often each track was played, and when last.

``Play Date`` is by the clock of the machine and ``Play Date UTC`` is not, so only that is read. ``Kind`` is written in the
language of the machine; what is music is told by flags alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_als.history.cleaning import iso_time, whole_number
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.history.plist_tracks import BINARY, Track, plist_tracks
from desktop_als.plays import UNKNOWN, CountBatch, Fate, Mark, MarkBatch, RowLog
from desktop_als.progress import CancelToken

_NO_MUSIC = ("Podcast", "Movie", "TV Show", "Has Video", "Music Video", "Audiobook", "iTunesU", "Voice Memo")
_KEYS = ("Tracks", "Music Folder", "Library Persistent ID", "Major Version")


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch | MarkBatch]:
    unplayed: list[Marked] = []
    yield from count_batches(_counted(part, unplayed, log, cancel, advance), log, cancel)
    yield from mark_batches(unplayed, log, cancel)


def _counted(
    part: Part, unplayed: list[Marked], log: RowLog, cancel: CancelToken, advance: Advance
) -> Iterator[Counted]:
    """The tracks that were played. What was not is in the person's collection all the same."""
    for number, track in enumerate(plist_tracks(part.files[0], cancel, advance), start=1):
        artist, name = track.get("Artist") or track.get("Album Artist"), track.get("Name")
        flag = next((flag for flag in _NO_MUSIC if track.get(flag) == "true"), None)
        plays = whole_number(track.get("Play Count") or "0")
        if flag is not None:
            log.reject(Fate.NOT_MUSIC, number, f"{flag}: {name}")
        elif plays == 0:
            unplayed.append(Marked(number, artist, name, _mark(track)))
        else:
            yield Counted(number, artist, plays, name, _last_played(track))


def _mark(track: Track) -> Mark:
    if track.get("Disliked") == "true":
        return Mark.BANNED
    return Mark.LIKED if "true" in (track.get("Loved"), track.get("Favorited")) else Mark.KNOWN


def _last_played(track: Track) -> int:
    moment = iso_time(track.get("Play Date UTC", ""))
    return UNKNOWN if moment is None else moment


def _is_library(head: Head) -> bool:
    if head.data.startswith(BINARY):
        return any(key.encode() in head.data for key in _KEYS)
    return "<plist" in head.text and any(f"<key>{key}</key>" in head.text for key in _KEYS)


READERS = (Reader(Format("itunes_library", "iTunes or Music library", precision=None), (_is_library,), _read),)
