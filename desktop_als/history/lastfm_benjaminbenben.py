"""Last.fm by "Last.fm to csv" of benjaminbenben: artist, album, title and time, without a header, to the minute.

The tool asks for pages of 200 tracks, and each page begins with the track that is playing just then: a row without time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from desktop_als.history.cleaning import last_fm_time, last_fm_times
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.tables import data_columns
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_SHARE = 0.5  # the shape is rare enough that a file half in ruins is still told by it


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    header = _are_headings(Head(part.name, text[:4096].encode(errors="replace")).cells(","))
    for numbers, (artist, album, track, when) in data_columns(text, ",", 4, log, cancel, header):
        played_at, known = last_fm_times(when)
        yield play_batch(log, Precision.MINUTE, numbers, played_at, artist, track, album, known=known)


def _are_headings(cells: list[str]) -> bool:
    """Whether these are the headings that people put above the rows when they pass a file on."""
    return any("artist" in cell for cell in cells) and bool(cells[-1]) and not last_fm_time(cells[-1].title())


def _is_this(head: Head) -> bool:
    rows = list(csv.reader(head.lines))
    first = head.cells(",")
    if _are_headings(first):
        if len(first) != 4 or "artist" not in first[0] or "album" not in first[1]:
            return False
        del rows[0]
    fitting = [cells[3] for cells in rows if len(cells) == 4 and (not cells[3].strip() or last_fm_time(cells[3]))]
    return any(fitting) and len(fitting) >= _SHARE * len(rows)


READERS = (
    Reader(
        Format("lastfm_benjaminbenben", "Last.fm to csv (benjaminbenben)", precision=Precision.MINUTE),
        (_is_this,),
        _read,
    ),
)
