"""The rows of Last.fm's own archive in JSON, which holds what its tables hold: arrays, those of scrobbles one for each month.

Skipped tracks look like loved ones; only their files' names tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from desktop_als.history.formats import Part
from desktop_als.history.head import Head
from desktop_als.history.json_rows import array_of, json_rows
from desktop_als.plays import RowLog


class _Moment(msgspec.Struct, gc=False):
    seconds: int | None = msgspec.field(name="unixtimestamp", default=None)


class _Named(msgspec.Struct, gc=False):
    name: str | None = None


class _Track(msgspec.Struct):
    artist: _Named
    name: str | None = None
    mbid: str | None = None


class _Row(msgspec.Struct):
    timestamp: _Moment
    track: _Track
    album: _Named | None = None
    plays: int | None = msgspec.field(name="bootstrapCount", default=None)


_LAYOUT = array_of(_Row)
_TIMED = re.compile("scrobble|skipped", re.IGNORECASE)


def rows_of_json(part: Part, text: str, log: RowLog) -> Iterator[tuple[int, dict[str, str]]]:
    """Row numbers and rows, by the headings of the tables.

    Raises:
        HistoryError: as :func:`~desktop_als.history.json_rows.json_rows`.
    """
    numbers, rows = json_rows(part, text.encode(errors="surrogateescape"), _LAYOUT, log)
    for number, row in zip(numbers, rows, strict=True):
        yield (
            number,
            {
                "unixtime": str(row.timestamp.seconds or ""),
                "artist name": row.track.artist.name or "",
                "track name": row.track.name or "",
                "track mbid": row.track.mbid or "",
                "album name": (row.album.name if row.album else None) or "",
                "count": str(row.plays or ""),
            },
        )


def are_counts(head: Head) -> bool:
    """Whether these are bootstraps."""
    return _is_of_the_archive(head) and "bootstrapCount" in head.records


def are_marks(head: Head) -> bool:
    """Whether these are loved or banned tracks."""
    is_bare = head.records.isdisjoint({"album", "application", "bootstrapCount"})
    return _is_of_the_archive(head) and is_bare and _TIMED.search(head.name) is None


def are_plays(head: Head) -> bool:
    """Whether these are scrobbles, or skipped tracks."""
    return _is_of_the_archive(head) and not are_counts(head) and not are_marks(head)


def _is_of_the_archive(head: Head) -> bool:
    return {"timestamp", "track"} <= head.records and "unixtimestamp" in head.keys[1]
