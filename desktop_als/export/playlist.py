"""A list as it leaves the app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PlaylistFormat = Literal["csv", "m3u8", "xspf", "jspf", "text", "spotify"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a playlist: an artist, and a track of theirs where one is known.

    Attributes:
        seconds: how long it plays, None when unknown.
        spotify: its "spotify:track:…" address, where an export told it.
        path: the file of a local music folder that it was found to be.
        columns: further facts for a sheet, by their titles ("Match", "Because").
    """

    artist: str
    track: str | None = None
    album: str | None = None
    seconds: int | None = None
    spotify: str | None = None
    path: Path | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Playlist:
    """Entries under a title."""

    title: str
    entries: tuple[Entry, ...]
