"""A list as JSPF, which is XSPF in JSON (xspf.org/jspf)."""

from __future__ import annotations

import json
from typing import Any

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Entry, Playlist


def jspf(playlist: Playlist) -> str:
    """The document; what is not known of an entry is missing."""
    tracks = [_track(entry) for entry in playlist.entries]
    return json.dumps({"playlist": {"title": one_line(playlist.title), "track": tracks}}, ensure_ascii=False, indent=2)


def _track(entry: Entry) -> dict[str, Any]:
    told = {
        "location": [entry.path.as_uri()] if entry.path else None,
        "identifier": [entry.spotify] if entry.spotify else None,
        "title": _line(entry.track),
        "creator": _line(entry.artist),
        "album": _line(entry.album),
        "duration": None if entry.seconds is None else 1000 * entry.seconds,
    }
    return {name: fact for name, fact in told.items() if fact is not None}


def _line(text: str | None) -> str | None:
    return None if text is None else one_line(text)
