"""HetRec 2011 Last.fm-2K: who played which artist how often (user_artists.dat), and the artists' names (artists.dat).

https://grouplens.org/datasets/hetrec-2011/, for non-commercial use. ``user_artists.dat`` ends lines with CRLF and
``artists.dat`` with LF; both are UTF-8. Some copies lack the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from desktop_als.history.cleaning import LATEST, whole_number
from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.history.formats import NON_COMMERCIAL, Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.plays import CountBatch, Fate, RowLog
from desktop_als.progress import CancelToken

_COUNTS_HEADER = ["userid", "artistid", "weight"]
_NAMES_HEADER = ["id", "name", "url", "pictureurl"]
_COUNTS_ROW = re.compile(r"\d+\t\d+\t\d+")
_NAMES_ROW = re.compile(r"\d+\t[^\t]+\thttps?://[^\t]+(\t.*)?")


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[CountBatch]:
    counts, names_file = (load_text(entry, log, cancel, advance) for entry in part.files)
    names = {cells[0]: cells[1] for cells in _lines(names_file, "id") if len(cells) > 1}
    rows: list[tuple[int, str, str, int]] = []
    for number, cells in enumerate(_lines(counts, "userid"), start=1):
        plays = whole_number(cells[2]) if len(cells) == 3 else None
        if plays is None or not cells[0] or not 0 < plays < LATEST:
            log.reject(Fate.UNREADABLE, number, " ".join(cells))
            continue
        rows.append((number, cells[0], names.get(cells[1], ""), plays))
    for begin in range(0, len(rows), ROWS_PER_BATCH):
        cancel.check()
        yield _batch(rows[begin : begin + ROWS_PER_BATCH], log)


def _batch(rows: list[tuple[int, str, str, int]], log: RowLog) -> CountBatch:
    numbers, listeners, names, plays = zip(*rows, strict=True)
    artist, named = artists(names)
    for at in np.flatnonzero(~named).tolist():
        log.reject(Fate.NO_ARTIST, numbers[at], f"Listener {listeners[at]}")
    return CountBatch(
        row=np.array(numbers, dtype=np.int64)[named],
        artist=artist[named],
        plays=np.array(plays, dtype=np.int64)[named],
        listener=texts(listeners)[named],
    )


def _lines(text: str, first_heading: str) -> Iterator[list[str]]:
    """The cells of each line that is not blank, without the header. Nothing is quoted: a quote is a letter."""
    for at, line in enumerate(text.split("\n")):
        cells = line.rstrip("\r").split("\t")
        if line.strip() and not (at == 0 and cells[0].strip().lower() == first_heading):
            yield cells


def _is_counts(head: Head) -> bool:
    return head.cells("\t") == _COUNTS_HEADER or head.matching(_COUNTS_ROW)


def _is_names(head: Head) -> bool:
    return head.cells("\t") == _NAMES_HEADER or head.matching(_NAMES_ROW)


READERS = (
    Reader(
        Format("hetrec_lastfm_2k", "HetRec 2011 Last.fm-2K", community=True, precision=None, licence=NON_COMMERCIAL),
        (_is_counts, _is_names),
        _read,
        incomplete="belongs to a set of two files, user_artists.dat and artists.dat. Drop both, or their folder.",
    ),
)
