"""A list as extended M3U in UTF-8: the files of a music folder, in their order.

Players take every line that begins with no "#" for a place to play from, so an entry without a file is a comment. Files go by
their whole path: the playlist can be kept anywhere, and no line begins with a "#" that is part of a file's name.
"""

from __future__ import annotations

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Entry, Playlist

UNKNOWN_LENGTH = -1


def can_hold(entry: Entry) -> bool:
    """Whether the entry is a file whose path is one line of UTF-8; a name on disk may be any bytes."""
    return entry.path is not None and one_line(str(entry.path)) == str(entry.path)


def m3u8(playlist: Playlist) -> str:
    """The header, and two lines for each file."""
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(playlist.title)}"]
    for entry in playlist.entries:
        if can_hold(entry):
            seconds = UNKNOWN_LENGTH if entry.seconds is None else entry.seconds
            lines += [f"#EXTINF:{seconds},{one_line(entry.name)}", str(entry.path)]
        else:
            lines.append(f"# {one_line(entry.name)}")
    return "\n".join(lines) + "\n"
