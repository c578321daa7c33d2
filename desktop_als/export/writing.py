"""Writing a list to a file, in any of the formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_als.errors import ExportError
from desktop_als.export import m3u8, spotify
from desktop_als.export.csv_sheet import csv_sheet
from desktop_als.export.jspf import jspf
from desktop_als.export.playlist import Entry, Playlist, PlaylistFormat
from desktop_als.export.text import text
from desktop_als.export.xspf import xspf
from desktop_als.paths import write_atomically

_WRITERS: dict[PlaylistFormat, Callable[[Playlist], str]] = {
    "csv": csv_sheet,
    "m3u8": m3u8.m3u8,
    "xspf": xspf,
    "jspf": jspf,
    "text": text,
    "spotify": spotify.spotify,
}
_CAN_HOLD: dict[PlaylistFormat, Callable[[Entry], bool]] = {"m3u8": m3u8.can_hold, "spotify": spotify.can_hold}


def write(playlist: Playlist, kind: PlaylistFormat, path: Path) -> tuple[Entry, ...]:
    """Write a file in UTF-8, whole or not at all; an older one is replaced. Returns the entries that it cannot hold.

    Raises:
        ExportError: the file cannot be written; an older one is untouched.
    """
    try:
        write_atomically(path, _WRITERS[kind](playlist).encode())
    except OSError as error:
        raise ExportError(
            f"{path} could not be written ({error.strerror}). Choose another place or make room on the disk."
        ) from error
    can_hold = _CAN_HOLD.get(kind)
    return tuple(entry for entry in playlist.entries if not can_hold(entry)) if can_hold else ()
