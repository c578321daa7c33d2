"""A list as lines of text, to be read, mailed or pasted."""

from __future__ import annotations

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Playlist


def text(playlist: Playlist) -> str:
    """ "Artist – Title", or the artist alone, a line each."""
    return "".join(f"{one_line(entry.name)}\n" for entry in playlist.entries)
