"""Last.fm's own archive, which subscribers could ask for from about 2012 to 2015: tables between tabs, and the same in JSON.

Scrobbles have a time; bootstraps, which came from iTunes, have a number of plays instead; loved and banned tracks say when
they were marked; skipped tracks come from Last.fm's radio and look like scrobbles. Names as corrected by Last.fm stand beside
those that were sent; the corrected ones are read. Cells are in quotes, which old archives and some programs leave away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import whole_number
from desktop_als.history.counts import Counted, count_batches
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.lastexport import mark_named
from desktop_als.history.lastfm_own_archive_json import are_counts, are_marks, are_plays, rows_of_json
from desktop_als.history.loading import load_text
from desktop_als.history.marks import Marked, mark_batches
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import ragged_rows, unquoted_rows
from desktop_als.plays import Batch, CountBatch, Ending, Fate, Mark, MarkBatch, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

Row = tuple[int, dict[str, str]]

_NAMES = {"artist name", "track name"}
_READ = (*_NAMES, "album name", "track mbid", "unixtime", "count")


def _reader(
    read: Callable[[Part, Iterator[Row], RowLog, CancelToken], Iterator[Batch]],
) -> Callable[[Part, RowLog, CancelToken, Advance], Iterator[Batch]]:
    def read_part(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
        text = load_text(part.files[0], log, cancel, advance).lstrip()
        rows = rows_of_json(part, text, log) if text.startswith("[") else _rows(text, part, log, cancel)
        yield from read(part, rows, log, cancel)

    return read_part


def _rows(text: str, part: Part, log: RowLog, cancel: CancelToken) -> Iterator[Row]:
    """The rows by the headings of the columns. Empty cells at the end may be missing."""
    first, _, body = text.partition("\n")
    quoted = first.startswith('"')
    header = [cell.strip().strip('"').lower() for cell in first.split("\t")]
    if not set(header) >= _NAMES:
        raise HistoryError(f"{part.name} has no header with track name and artist name, so nothing was read.")
    places = {name: header.index(name) for name in _READ if name in header}
    width = len(header)
    rows = ragged_rows(body, "\t", width, log, cancel) if quoted else unquoted_rows(body, "\t", log, cancel)
    for number, cells in rows:
        if len(cells) > width:
            log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {width}")
        else:
            yield number, {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


def _ending_named(name: str) -> Ending:
    """How the plays of a file ended, as its name tells: archives have one of skipped tracks alone."""
    return Ending.SKIPPED if "skipped" in name.lower() else Ending.UNKNOWN


def _read_plays(part: Part, rows: Iterator[Row], log: RowLog, cancel: CancelToken) -> Iterator[PlayBatch]:
    scrobbles = (
        Scrobble(
            number,
            whole_number(row.get("unixtime", "")) if row.get("unixtime", "").strip() else 0,
            row["artist name"],
            row["track name"],
            row.get("album name"),
            row.get("track mbid"),
            ending=_ending_named(part.name),
        )
        for number, row in rows
    )
    yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel)


def _read_counts(_: Part, rows: Iterator[Row], log: RowLog, cancel: CancelToken) -> Iterator[CountBatch]:
    counted = (
        Counted(number, row["artist name"], whole_number(row.get("count", "")), row["track name"])
        for number, row in rows
    )
    yield from count_batches(counted, log, cancel)


def _read_marks(part: Part, rows: Iterator[Row], log: RowLog, cancel: CancelToken) -> Iterator[MarkBatch]:
    mark = mark_named(part.name) or Mark.LIKED
    marked = (Marked(number, row["artist name"], row["track name"], mark) for number, row in rows)
    yield from mark_batches(marked, log, cancel)


def _is_plays(head: Head) -> bool:
    return {*_NAMES, "unixtime", "album name"} <= set(head.cells("\t")) or are_plays(head)


def _is_counts(head: Head) -> bool:
    cells = set(head.cells("\t"))
    return ({*_NAMES, "count"} <= cells and "unixtime" not in cells) or are_counts(head)


def _is_marks(head: Head) -> bool:
    cells = set(head.cells("\t"))
    return ({*_NAMES, "unixtime"} <= cells and "album name" not in cells) or are_marks(head)


READERS = (
    Reader(Format("lastfm_own_archive", "Your Last.fm archive"), (_is_plays,), _reader(_read_plays)),
    Reader(
        Format("lastfm_own_archive_counts", "Your Last.fm archive, plays without times", precision=None),
        (_is_counts,),
        _reader(_read_counts),
    ),
    Reader(
        Format("lastfm_own_archive_loved", "Your Last.fm archive, loved tracks", precision=None),
        (_is_marks,),
        _reader(_read_marks),
    ),
)
