"""Whose a track is, and its title."""

from __future__ import annotations

from typing import NamedTuple

import duckdb


class TrackName(NamedTuple):
    """A track as its exports spell it; ``artist_id`` is of the spelling."""

    artist_id: int
    artist: str
    title: str


def track_name(cursor: duckdb.DuckDBPyConnection, track_id: int) -> TrackName | None:
    """The name of one track; None when it left the library."""
    query = "select artist, name, title from tracks join artists on artists.id = artist where tracks.id = ?"
    found = cursor.execute(query, [track_id]).fetchone()
    return TrackName(*found) if found else None
