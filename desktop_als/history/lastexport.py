"""Last.fm by lastexport.py, made for the way to Libre.fm, and a relative of it: tables without a header or quotes.

lastexport.py writes loved and banned tracks in the layout of plays, with the time of that, and only the name that the
person gave to the file tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.cleaning import whole_number, whole_numbers
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import Rows, columns_of, unquoted_chunks, unquoted_rows
from desktop_als.plays import Batch, Fate, Mark, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_MBID = r"(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?"
_TABBED = re.compile(rf"\d{{9,10}}(?:\t[^\t]*){{3}}(?:\t{_MBID}){{0,3}}")  # editors cut empty cells from the end
_SEMICOLONS = re.compile(r"[^;]*(?:;[^;]*){2,}; *\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d;\d{9,10}")
_WIDTH, _RELATIVES_WIDTH = 7, 5


def mark_named(name: str) -> Mark | None:
    """The mark that the name of a file tells, if it is one of loved or of banned tracks."""
    lower = name.lower()
    return Mark.LIKED if "loved" in lower else Mark.BANNED if "banned" in lower else None


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    text = load_text(part.files[0], log, cancel, advance)
    mark = mark_named(part.name)
    for numbers, (when, track, artist, album, track_mbid, *_) in columns_of(_whole(text, log, cancel)):
        if mark is None:
            played_at, known = whole_numbers(when)
            yield play_batch(log, Precision.SECOND, numbers, played_at, artist, track, album, track_mbid, known=known)
        else:
            rows = zip(numbers, artist, track, strict=True)
            yield from mark_batches((Marked(*row, mark) for row in rows), log, cancel)


def _whole(text: str, log: RowLog, cancel: CancelToken) -> Iterator[Rows]:
    """The rows with the empty cells that editors cut away."""
    for numbers, rows in unquoted_chunks(text, "\t", log, cancel):
        if set(map(len, rows)) == {_WIDTH}:
            yield numbers, rows
            continue
        fitting = {number: cells for number, cells in zip(numbers, rows, strict=True) if 4 <= len(cells) <= _WIDTH}
        for number, cells in zip(numbers, rows, strict=True):
            if number not in fitting:
                log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {_WIDTH}")
        yield [*fitting], [cells + [""] * (_WIDTH - len(cells)) for cells in fitting.values()]


def _read_relative(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    rows = unquoted_rows(text, ";", log, cancel)
    yield from scrobble_batches(_relatives_scrobbles(rows, log), Precision.SECOND, log, cancel)


def _relatives_scrobbles(rows: Iterator[tuple[int, list[str]]], log: RowLog) -> Iterator[Scrobble]:
    for number, cells in rows:
        if len(cells) == _RELATIVES_WIDTH:
            track, album, artist, _, when = cells
            yield Scrobble(number, whole_number(when), artist, track, album)
        else:  # a name with a semicolon, and nothing tells which
            log.reject(Fate.UNREADABLE, number, ";".join(cells))


def _is_tabbed(head: Head) -> bool:
    return head.matching(_TABBED)


def _is_relative(head: Head) -> bool:
    return head.matching(_SEMICOLONS)


READERS = (
    Reader(Format("lastexport_tsv", "Last.fm by lastexport.py"), (_is_tabbed,), _read),
    Reader(Format("lastfm_semicolon", "Last.fm plays between semicolons"), (_is_relative,), _read_relative),
)
