"""Plays of Last.fm and Libre.fm in tables with a header, as several tools write them.

lastfm_archive keeps pages of the API and derives tables from them; Libre.fm's own export begins with comments;
dbeley's lastfm-scraper gives plays without a date the year 1970; R leaves times without quotes and their zone untold.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from desktop_als.history.cleaning import NOTHING, Moments, iso_time, iso_times
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.scrobble_tables import ScrobbleTable
from desktop_als.plays import PlayBatch, RowLog
from desktop_als.progress import CancelToken

_COMMENTS = re.compile(r"(?:[^\S\n]*(?:#[^\n]*)?\n)+")
_LIBREFM_HEADINGS = {"time", "artist", "track", "album", "userid"}
_UNIX_SECONDS = re.compile(r"\s*\d{9,10}\s*")


def _written_time(text: str) -> int | None:
    return 0 if text.lower() in NOTHING else iso_time(text)


def _written_times(texts: Sequence[str]) -> Moments:
    return iso_times(texts, _written_time)


_ARCHIVE = ScrobbleTable(time="datetime_unix", artist="artist", track="name", track_ref="mbid")
_LIBREFM = ScrobbleTable(time="time", artist="artist", track="track")
_DBELEY = ScrobbleTable(time="timestamp", artist="artist", track="title", others=("album", "date"))
_R = ScrobbleTable(time="date", artist="artist", track="track", others=("", "album"), moments=_written_times)


def _without_comments(text: str) -> str:
    comments = _COMMENTS.match(text)
    return text[comments.end() :] if comments else text


def _read_librefm(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = _without_comments(load_text(part.files[0], log, cancel, advance))
    yield from _LIBREFM.read_text(text, part, log, cancel)


def _is_librefm(head: Head) -> bool:
    """Such headings are common, so there must be no others, and the first row must hold Unix seconds too."""
    table = Head(head.name, _without_comments(head.text).encode(errors="replace"))
    for delimiter in ",;\t":
        header = table.cells(delimiter)
        if {"time", "artist", "track"} <= set(header) <= _LIBREFM_HEADINGS:
            first = dict(zip(header, next(csv.reader(table.lines[1:2], delimiter=delimiter), []), strict=False))
            return _UNIX_SECONDS.fullmatch(first.get("time", "")) is not None
    return False


def _is_by_a_clock(head: Head) -> bool:
    """R writes times as its own clock has them, and only rarely with their zone."""
    return not any(re.search(r"\d(?:Z|[+-]\d\d:?\d\d)\"?,", line) for line in head.lines[1:])


READERS = (
    Reader(Format("lastfm_archive_csv", "Last.fm tables of lastfm_archive"), (_ARCHIVE.fits,), _ARCHIVE.read),
    Reader(Format("dbeley", "Last.fm by lastfm-scraper (dbeley)"), (_DBELEY.fits,), _DBELEY.read),
    Reader(Format("librefm_csv", "Libre.fm (CSV)"), (_is_librefm,), _read_librefm),
    Reader(Format("r_csv", "Last.fm tables of R"), (_R.fits,), _R.read, wall_clock=_is_by_a_clock),
)
