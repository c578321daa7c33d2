"""What the tables of Apple's export "Apple Media Services information" hold, apart from what is made of it.

Columns have come and gone and changed their order over the years, so they go by name.
"""

from __future__ import annotations

from desktop_als.history.named_tables import NamedTable

ACTIVITY = NamedTable(
    needed=(
        ("event start timestamp", "event end timestamp", "event timestamp"),
        ("song name", "content name"),
        ("play duration milliseconds", "event type"),
    ),
    wanted=(
        "artist name",
        "container artist name",
        "song name",
        "content name",
        "album name",
        "event type",
        "event start timestamp",
        "event end timestamp",
        "event timestamp",
        "play duration milliseconds",
        "media duration in milliseconds",
        "start position in milliseconds",
        "end position in milliseconds",
        "end reason type",
        "item type",
        "media type",
        "content specific type",
    ),
)
"""``Apple Music Play Activity.csv``: every event of the player."""

DAILY = NamedTable(
    needed=(("date played",), ("track description",)),
    wanted=(
        "date played",
        "hours",
        "track description",
        "play duration milliseconds",
        "play count",
        "skip count",
        "end reason type",
        "media type",
    ),
)
"""``Apple Music - Play History Daily Tracks.csv``: how often each track was played on each day."""

LAST_PLAYS = NamedTable(needed=(("track name",), ("last played date",)), wanted=("track name", "last played date"))
"""``Apple Music - Track Play History.csv``: when each track was played last."""
