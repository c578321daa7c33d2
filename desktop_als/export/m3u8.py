"""A list as extended M3U in UTF-8: the files of a music folder, in their order.

Players take every line that begins with no "#" for a place to play from, so an entry without a file is a comment. Files go by
their whole path, so that the playlist can be kept anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Entry, Playlist

UNKNOWN_LENGTH = -1

_PART_OF_ADDRESS = re.compile("[#?%]")


def can_hold(entry: Entry) -> bool:
    """Whether it is known to be a file."""
    return entry.path is not None


def m3u8(playlist: Playlist) -> str:
    """The header, two lines for each file, and a comment for each other entry."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(playlist.title)}"]
    for entry in playlist.entries:
        # Players part artist and title at " - ".
        name = one_line(entry.artist if entry.track is None else f"{entry.artist} - {entry.track}")
        if entry.path is None:
            lines.append(f"# {name}")
        else:
            seconds = UNKNOWN_LENGTH if entry.seconds is None else entry.seconds
            lines += [f"#EXTINF:{seconds},{name}", _place(entry.path)]
    return "\n".join(lines) + "\n"


def _place(path: Path) -> str:
    """The path as it is, or as a file: URI where players would misread it.

    VLC 3 takes a line for the reference of a URI: it cuts a path off at "#" and decodes "%41". And a name on disk may hold
    a line break, or bytes that are no UTF-8.
    """
    plain = str(path)
    return path.as_uri() if _PART_OF_ADDRESS.search(plain) or one_line(plain) != plain else plain
