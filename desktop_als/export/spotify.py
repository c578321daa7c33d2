"""A list as Spotify's addresses of tracks, a line each: pasted into a playlist of its app they become that playlist."""

from __future__ import annotations

from desktop_als.export.playlist import Entry, Playlist

TRACK = "spotify:track:"
"""What an address of a track begins with; the track's id follows."""


def can_hold(entry: Entry) -> bool:
    """Whether an export told the address."""
    return entry.spotify is not None


def spotify(playlist: Playlist) -> str:
    """The addresses of the entries that have one."""
    return "".join(f"{entry.spotify}\n" for entry in playlist.entries if entry.spotify is not None)
