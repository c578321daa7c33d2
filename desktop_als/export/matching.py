"""Which file of a music folder an entry of a list is."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from desktop_als.export.local_music import LocalTrack
from desktop_als.export.playlist import Entry, Playlist

Fold = Callable[[str], str]

_GUESTS = re.compile(r"\s[(\[]?(?:feat\.?|ft\.?|featuring)\s.*$", re.IGNORECASE)
_SUFFIX = re.compile(
    r"\s*[(\[][^()\[\]]*[)\]]\s*$|\s-\s[^-]*\b(?:remaster(?:ed)?|version|edit|mono|stereo)\b[^-]*$", re.IGNORECASE
)


def folded(name: str) -> str:
    """A name without capitals, accents and signs; one that has nothing else keeps its signs."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    seen = "".join(c for c in apart if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in seen.replace("'", "").replace("’", ""))
    return " ".join(words.split()) or seen.strip()


def bare(name: str) -> str:
    """The same without guests and without what stands in brackets behind a title, such as "(Remastered)"."""
    shorter = _GUESTS.sub("", name)
    while (without := _SUFFIX.sub("", shorter)) not in (shorter, ""):
        shorter = without
    return folded(shorter)


class FileIndex:
    """Files by artist and title: :func:`folded` first, then :func:`bare`."""

    def __init__(self, tracks: Iterable[LocalTrack]) -> None:
        self._tries = [(fold, _by_names(tracks, fold)) for fold in (folded, bare)]

    def file_of(self, entry: Entry) -> LocalTrack | None:
        """The file of an entry, of the same album if there are several; for an artist alone, their first file."""
        for fold, files in self._tries:
            title = None if entry.track is None else fold(entry.track)
            if found := files.get((fold(entry.artist), title)):
                return next((file for file in found if _same_album(file, entry)), found[0])
        return None


def matched(playlist: Playlist, tracks: Iterable[LocalTrack]) -> Playlist:
    """The playlist with the files that its entries are; their length is the file's."""
    index = FileIndex(tuple(tracks))
    return replace(playlist, entries=tuple(_with_file(entry, index.file_of(entry)) for entry in playlist.entries))


def _with_file(entry: Entry, file: LocalTrack | None) -> Entry:
    if file is None:
        return entry
    track, album = entry.track or file.title, entry.album or file.album
    return replace(entry, track=track, album=album, seconds=file.seconds or entry.seconds, path=file.path)


def _by_names(tracks: Iterable[LocalTrack], fold: Fold) -> dict[tuple[str, str | None], list[LocalTrack]]:
    """By the folded names of artist and title, and by the artist alone."""
    files: defaultdict[tuple[str, str | None], list[LocalTrack]] = defaultdict(list)
    for track in tracks:
        for artist in {fold(name) for name in track.artists}:
            files[artist, fold(track.title)].append(track)
            files[artist, None].append(track)
    return dict(files)


def _same_album(file: LocalTrack, entry: Entry) -> bool:
    return file.album is not None and entry.album is not None and folded(file.album) == folded(entry.album)
