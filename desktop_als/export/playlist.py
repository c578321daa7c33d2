"""A list as it leaves the app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PlaylistFormat = Literal["csv", "m3u8", "xspf", "jspf", "text", "spotify"]

SUFFIXES: dict[str, PlaylistFormat] = {
    ".csv": "csv",
    ".m3u8": "m3u8",
    ".xspf": "xspf",
    ".jspf": "jspf",
    ".txt": "text",
}
"""What the ending of a file's name means; "spotify" is text too, and has to be asked for."""


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

    @property
    def name(self) -> str:
        """Artist and track, as in a line of text."""
        return self.artist if self.track is None else f"{self.artist} – {self.track}"


@dataclass(frozen=True, slots=True)
class Playlist:
    """Entries under a title. ``note`` is a sentence on how they came about, where there is something to say."""

    title: str
    entries: tuple[Entry, ...]
    note: str | None = None
