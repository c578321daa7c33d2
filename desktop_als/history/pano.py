"""Pano Scrobbler's own log, JSON lines or CSV: what it scrobbled, and which tracks were loved or no longer so.

Only a CSV that the app itself began has a header, and rows that older versions wrote have fewer cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

import msgspec

from desktop_als.history.cleaning import LATEST, whole_number
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_lines import json_lines
from desktop_als.history.loading import load_text
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import ragged_rows
from desktop_als.plays import Batch, Fate, Mark, Precision, RowLog
from desktop_als.progress import CancelToken

_COLUMNS: tuple[str, ...] = (
    "timehuman", "timems", "artist", "track", "album", "albumartist",
    "durationms", "mediaplayerpackage", "mediaplayername", "mediaplayerversion", "event",
)  # fmt: skip
_ROW = re.compile(r'(?:"[^"]*"|[^,]*),"?\d{12,13}"?,.+,.*')
_EVENTS = ("scrobble", "love", "unlove")


class _Event(NamedTuple):
    row: int
    at_ms: int | None
    artist: str | None
    track: str | None
    album: str | None
    event: str


class _Line(msgspec.Struct, gc=False):
    at_ms: Annotated[int, msgspec.Meta(ge=-LATEST, le=LATEST)] = msgspec.field(name="timeMs")
    artist: str | None = None
    track: str | None = None
    album: str | None = None
    event: str = "scrobble"


def _read_lines(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    lines = json_lines(part, part.files[0], _Line, log, cancel, advance)
    events = (_Event(number, row.at_ms, row.artist, row.track, row.album, row.event) for number, row in lines)
    yield from _batches(events, log, cancel)


def _read_csv(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    text = load_text(part.files[0], log, cancel, advance)
    header = tuple(Head(part.name, text[:4096].encode(errors="replace")).cells(","))
    headed = _is_header(header)
    columns = header if headed else _COLUMNS
    if headed:
        text = text.lstrip().partition("\n")[2]
    rows = ragged_rows(text, ",", len(columns), log, cancel)
    yield from _batches(_csv_events(rows, columns, log), log, cancel)


def _csv_events(rows: Iterator[tuple[int, list[str]]], columns: tuple[str, ...], log: RowLog) -> Iterator[_Event]:
    places = {name: columns.index(name) for name in ("timems", "artist", "track", "album") if name in columns}
    for number, cells in rows:
        if not 4 <= len(cells) <= len(columns):
            log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {len(columns)}")
            continue
        row = {name: cells[at] for name, at in places.items() if at < len(cells) and cells[at] != "null"}
        at_ms = whole_number(row.get("timems") or "0")
        event = cells[-1] if cells[-1] in _EVENTS else "scrobble"
        yield _Event(number, at_ms, row.get("artist"), row.get("track"), row.get("album"), event)


def _batches(events: Iterable[_Event], log: RowLog, cancel: CancelToken) -> Iterator[Batch]:
    loves: list[_Event] = []
    yield from scrobble_batches(_scrobbles(events, loves, log), Precision.SECOND, log, cancel)
    if loves:
        yield from mark_batches(_marked(loves, log), log, cancel)


def _scrobbles(events: Iterable[_Event], loves: list[_Event], log: RowLog) -> Iterator[Scrobble]:
    """The plays; what else happened is put into ``loves``."""
    for event in events:
        if event.event == "scrobble":
            seconds = None if event.at_ms is None else event.at_ms // 1000
            yield Scrobble(event.row, seconds, event.artist, event.track, event.album)
        elif event.event in _EVENTS:
            loves.append(event)
        else:
            log.reject(Fate.UNREADABLE, event.row, f"Not a known event: {event.event}")


def _marked(loves: list[_Event], log: RowLog) -> Iterator[Marked]:
    """The tracks whose last event was to be loved, each once."""
    last = {(event.artist, event.track): event for event in loves}
    for event in loves:
        if event is last[event.artist, event.track] and event.event == "love":
            yield Marked(event.row, event.artist, event.track, Mark.LIKED)
        else:
            log.reject(Fate.NOT_RATED, event.row, f"Loved or not by a later row: {event.artist}, {event.track}")


def _is_header(cells: Sequence[str]) -> bool:
    return {"timems", "artist", "track"} <= set(cells)


def _is_lines(head: Head) -> bool:
    return head.root == "{" and {"timeMs", "artist", "track"} <= head.keys[0]


def _is_csv(head: Head) -> bool:
    return _is_header(head.cells(",")) or head.matching(_ROW)


READERS = (
    Reader(Format("pano_jsonl", "Pano Scrobbler (JSON lines)"), (_is_lines,), _read_lines),
    Reader(Format("pano_csv", "Pano Scrobbler (CSV)"), (_is_csv,), _read_csv),
)
