"""What a listener said of artists without playing them, as far as it matters to recommendations."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from desktop_als.plays import Mark

# A ban of one track says nothing of its artist; a track in a playlist says that its artist is known. Whatever the listener
# says of an artist here goes before a ban in an export.
_MARKED = f"""
with spoken_of as (
    select coalesce(credited, opinions.artist) as artist
    from opinions left join credits on credits.artist = opinions.artist where listener = $listener
)
select coalesce(credited, marks.artist) as marked,
    bool_or(mark = '{Mark.BANNED}' and track is null) and marked not in (select artist from spoken_of) as banned,
    bool_or(mark <> '{Mark.BANNED}') as known
from marks left join credits on credits.artist = marks.artist
where listener = $listener group by marked
"""


@dataclass(frozen=True, slots=True)
class Marked:
    """Ids of artists that the listener banned, and of those that they know."""

    banned: frozenset[int]
    known: frozenset[int]


def marked(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> Marked:
    """The artists whom a listener marked."""
    rows = cursor.execute(_MARKED, {"listener": listener_id}).fetchall()
    return Marked(
        frozenset(artist for artist, banned, _ in rows if banned),
        frozenset(artist for artist, _, known in rows if known),
    )
