"""The music files of a folder, and what their tags say."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_als.errors import ExportError
from desktop_als.progress import CancelToken, Progress, ProgressSink

SUFFIXES = frozenset(
    f".{ending}"
    for ending in (
        *("aac", "aif", "aiff", "ape", "dsf", "flac", "m4a", "m4b", "mp2", "mp3"),
        *("mp4", "mpc", "oga", "ogg", "opus", "spx", "tta", "wav", "wma", "wv"),
    )
)
"""Endings of files that hold sound and tags."""

# The names of a fact in ID3v2, MP4, Vorbis comments, APEv2 and ASF.
_ARTIST = ("TPE1", "\xa9ART", "artist", "Artist", "Author")
_ALBUM_ARTIST = ("TPE2", "aART", "albumartist", "Album Artist", "WM/AlbumArtist")
_TITLE = ("TIT2", "\xa9nam", "title", "Title")
_ALBUM = ("TALB", "\xa9alb", "album", "Album", "WM/AlbumTitle")


@dataclass(frozen=True, slots=True)
class LocalTrack:
    """A music file: every artist that its tags name, and its length in seconds."""

    path: Path
    artists: tuple[str, ...]
    title: str
    album: str | None
    seconds: int | None


@dataclass(frozen=True, slots=True)
class LocalMusic:
    """The files of a folder by their paths; and how many look like music and could not be read."""

    tracks: tuple[LocalTrack, ...]
    unreadable: int


def local_music(folder: Path, cancel: CancelToken, progress: ProgressSink) -> LocalMusic:
    """Read the tags of every music file in a folder and the folders in it; files without artist and title are passed over.

    Raises:
        ExportError: the folder itself cannot be read. What cannot be read in it is left out.
        Cancelled: ``cancel`` was raised.
    """
    paths = sorted(_music_files(folder, cancel))
    tracks, unreadable = [], 0
    for place, path in enumerate(paths):
        cancel.check()
        if place % 50 == 0:
            progress(Progress("Reading the tags of your music", place, len(paths)))
        try:
            track = _read(path)
        except Exception:  # noqa: BLE001 - what a broken file may do to its reader is without end, and others follow
            unreadable += 1
        else:
            tracks += [track] if track else []
    return LocalMusic(tuple(tracks), unreadable)


def _music_files(folder: Path, cancel: CancelToken) -> Iterator[Path]:
    """Links are followed, and each folder is entered once: some links lead back to where they are."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        raise ExportError(
            f"The folder {folder} cannot be read ({error.strerror}). Choose the folder with your music."
        ) from error
    entered = set()
    for here, folders, files in os.walk(folder.absolute(), followlinks=True):
        cancel.check()
        state = _state(Path(here))
        place = state and (state.st_dev, state.st_ino)
        if place in entered:
            folders.clear()
            continue
        entered.add(place)
        yield from (path for name in files if _is_music(path := Path(here, name)))


def _is_music(path: Path) -> bool:
    """No pipe, which would be waited for; and none of the files "._name" that macOS leaves beside others on foreign disks."""
    if path.suffix.lower() not in SUFFIXES or path.name.startswith("._"):
        return False
    state = _state(path)
    return state is not None and stat.S_ISREG(state.st_mode)


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _read(path: Path) -> LocalTrack | None:
    """None without artist and title. Raises ValueError for what is no music, and whatever mutagen raises."""
    import mutagen  # noqa: PLC0415 - it takes a while to load

    file = mutagen.File(path)
    if file is None:
        raise ValueError(path)
    tags = {} if file.tags is None else file.tags
    artists = dict.fromkeys((*_values(tags, _ARTIST), *_values(tags, _ALBUM_ARTIST)))
    title, album = _first(tags, _TITLE), _first(tags, _ALBUM)
    if not artists or title is None:
        return None
    length = getattr(file.info, "length", 0)
    return LocalTrack(path, tuple(artists), title, album, round(length) or None)


def _values(tags: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    for name in names:
        try:
            told = tags[name]
        except (KeyError, ValueError):  # ValueError: no name at all in the tags of this format
            continue
        texts = told.text if hasattr(told, "text") else told
        return [text for each in (texts if isinstance(texts, list) else [texts]) if (text := str(each).strip())]
    return []


def _first(tags: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next(iter(_values(tags, names)), None)
