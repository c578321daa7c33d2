"""Plays of Last.fm and Libre.fm in tables with a header, as several tools write them.

lastfm_archive keeps pages of the API and derives tables from them; Libre.fm's own export begins with comments;
dbeley's lastfm-scraper gives plays without a date the year 1970; R leaves times without quotes and their zone untold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.cleaning import iso_time
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.scrobble_tables import NOTHING, ScrobbleTable
from desktop_als.plays import PlayBatch, RowLog
from desktop_als.progress import CancelToken

_COMMENTS = re.compile(r"(?:\s*(?:#[^\n]*)?\n)+")


def _written_time(text: str) -> int | None:
    return 0 if text.strip().lower() in NOTHING else iso_time(text.strip())


_ARCHIVE = ScrobbleTable(time="datetime_unix", artist="artist", track="name", album="album", track_ref="mbid")
_LIBREFM = ScrobbleTable(time="time", artist="artist", track="track", album="album", delimiters=",")
_DBELEY = ScrobbleTable(time="timestamp", artist="artist", track="title", album="album", others=("date",))
_R = ScrobbleTable(time="date", artist="artist", track="track", album="album", others=("",), seconds=_written_time)


def _without_comments(text: str) -> str:
    comments = _COMMENTS.match(text)
    return text[comments.end() :] if comments else text


def _read_librefm(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = _without_comments(load_text(part.files[0], log, cancel, advance))
    yield from _LIBREFM.read_text(text, part, log, cancel)


def _is_librefm(head: Head) -> bool:
    table = Head(head.name, _without_comments(head.text).encode(errors="replace"))
    if not _LIBREFM.fits(table) or len(table.lines) < 2:
        return False
    time = table.cells(",").index("time")
    first = Head(head.name, (table.lines[1] + "\n").encode()).cells(",")
    return len(first) > time and re.fullmatch(r"\d{9,10}", first[time]) is not None


def _is_by_a_clock(head: Head) -> bool:
    """R writes times as its own clock has them, and only rarely with their zone."""
    return not any(re.search(r"\d(?:Z|[+-]\d\d:?\d\d)\"?,", line) for line in head.lines[1:])


READERS = (
    Reader(Format("lastfm_archive_csv", "Last.fm tables of lastfm_archive"), (_ARCHIVE.fits,), _ARCHIVE.read),
    Reader(Format("dbeley", "Last.fm by lastfm-scraper (dbeley)"), (_DBELEY.fits,), _DBELEY.read),
    Reader(Format("librefm_csv", "Libre.fm (CSV)"), (_is_librefm,), _read_librefm),
    Reader(Format("r_csv", "Last.fm tables of R"), (_R.fits,), _R.read, wall_clock=_is_by_a_clock),
)
