"""A list as XSPF version 1 (xspf.org/spec): names, lengths and, where they are known, files and Spotify addresses."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Entry, Playlist

NAMESPACE = "http://xspf.org/ns/0/"


def xspf(playlist: Playlist) -> str:
    """The document. Every entry is a track; one that is an artist alone has no title."""
    root = ET.Element("playlist", {"version": "1", "xmlns": NAMESPACE})
    _add(root, "title", playlist.title)
    tracks = ET.SubElement(root, "trackList")
    for entry in playlist.entries:
        _add_track(tracks, entry)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add_track(tracks: ET.Element, entry: Entry) -> None:
    track = ET.SubElement(tracks, "track")
    _add(track, "location", entry.path.as_uri() if entry.path else None)
    _add(track, "identifier", entry.spotify)
    _add(track, "title", entry.track)
    _add(track, "creator", entry.artist)
    _add(track, "album", entry.album)
    _add(track, "duration", None if entry.seconds is None else str(1000 * entry.seconds))


def _add(parent: ET.Element, name: str, text: str | None) -> None:
    if text is not None:
        ET.SubElement(parent, name).text = one_line(text)
