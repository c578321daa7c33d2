"""Last.fm by lastfmstats.com: a CSV whose last heading names the user, or JSON. Times are in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Generic, TypeVar

import msgspec

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import LATEST, unix_times
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.json_rows import Layout, json_rows
from desktop_als.history.loading import load_json, load_text
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import data_columns
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_DELIMITERS = ";,\t"
_DATE = re.compile(r"date#(.*)", re.IGNORECASE)

T = TypeVar("T")


def _delimiter(head: Head) -> str | None:
    return next((sign for sign in _DELIMITERS if _is_header(head.cells(sign))), None)


def _is_header(cells: list[str]) -> bool:
    return {"artist", "track"} <= set(cells) and _DATE.fullmatch(cells[-1]) is not None


def _read_csv(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    head = Head(part.name, text[:4096].encode(errors="replace"))
    delimiter = _delimiter(head)
    if delimiter is None:
        raise HistoryError(f"{part.name} has no header with Artist, Track and Date#user, so nothing was read.")
    header = head.cells(delimiter)
    artist, track = header.index("artist"), header.index("track")
    for numbers, columns in data_columns(text, delimiter, len(header), log, cancel, header=True):
        milliseconds, known = unix_times(columns[-1])
        album = columns[header.index("album")] if "album" in header else None
        yield play_batch(
            log, Precision.SECOND, numbers, milliseconds // 1000, columns[artist], columns[track], album, known=known
        )


class _Row(msgspec.Struct, gc=False):
    artist: str | None
    track: str | None
    date: Annotated[int, msgspec.Meta(ge=-LATEST, le=LATEST)] = 0
    album: str | None = None


class _Export(msgspec.Struct, Generic[T]):
    scrobbles: list[T]


_RAW = msgspec.json.Decoder(_Export[msgspec.Raw])
_LAYOUT = Layout(_Row, lambda data: _RAW.decode(data).scrobbles)


def _read_json(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    numbers, rows = json_rows(part, load_json(part, cancel, advance), _LAYOUT, log)
    scrobbles = (
        Scrobble(number, row.date // 1000, row.artist, row.track, row.album)
        for number, row in zip(numbers, rows, strict=True)
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _is_csv(head: Head) -> bool:
    return _delimiter(head) is not None


def _is_json(head: Head) -> bool:
    top, inside = head.keys
    return head.root == "{" and "scrobbles" in top and ({"artist", "track", "date"} <= inside or "username" in top)


def _user_of_csv(head: Head) -> str | None:
    named = re.search(r"date#([^\"\r\n]+)", head.lines[0], re.IGNORECASE)
    return named[1].strip() if named else None


def _user_of_json(head: Head) -> str | None:
    return head.string("username")


READERS = (
    Reader(Format("lastfmstats_csv", "lastfmstats.com (CSV)"), (_is_csv,), _read_csv, listener=_user_of_csv),
    Reader(Format("lastfmstats_json", "lastfmstats.com (JSON)"), (_is_json,), _read_json, listener=_user_of_json),
)
