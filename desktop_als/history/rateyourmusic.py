"""Rate Your Music's "Export your music catalog": the albums of one person, rated from 1 to 10 half-stars, or not rated.

The file is called ``USER-music-export.csv``. Some headings begin with a blank. A name comes in two parts and with HTML's
``&amp;``. The site says nothing of when a rating was given.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from desktop_als.errors import HistoryError
from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.tables import data_rows
from desktop_als.plays import UNKNOWN, Fate, RatingBatch, RowLog
from desktop_als.progress import CancelToken

_NEEDED = {"rym album", "last name", "title", "rating"}
_NAMES = (("first name", "last name"), ("first name localized", "last name localized"))
_FILE_NAME = re.compile(r"(.+)-music-export\.csv", re.IGNORECASE)
_MOST = 10


class _Rated(NamedTuple):
    row: int
    artist: str
    album: str
    rating: float


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[RatingBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    header = Head(part.name, text[:4096].encode(errors="replace")).cells(",")
    if not set(header) >= _NEEDED:
        raise HistoryError(
            f"{part.name} has no header with RYM Album, Last Name, Title and Rating, so nothing was read."
        )
    kept: list[_Rated] = []
    for number, cells in data_rows(text, ",", len(header), log, cancel, header=True):
        rated = _rated(number, dict(zip(header, cells, strict=True)), log)
        kept += [rated] if rated else []
        if len(kept) == ROWS_PER_BATCH:
            yield _batch(kept, log)
            kept = []
    if kept:
        yield _batch(kept, log)


def _rated(number: int, row: dict[str, str], log: RowLog) -> _Rated | None:
    artist = next(filter(None, (_joined(row, parts) for parts in _NAMES)), "")
    album = html.unescape(row["title"])
    try:
        rating = float(row["rating"].strip() or 0)
    except ValueError:
        rating = -1.0
    if rating == 0:
        log.reject(Fate.NOT_RATED, number, f"{artist}, {album}")
    elif not 0 < rating <= _MOST:
        log.reject(Fate.UNREADABLE, number, f"No rating from 1 to 10: {row['rating']}")
    else:
        return _Rated(number, artist, album, rating)
    return None


def _joined(row: dict[str, str], parts: tuple[str, ...]) -> str:
    return html.unescape(" ".join(filter(None, (row.get(part, "").strip() for part in parts))))


def _batch(rows: list[_Rated], log: RowLog) -> RatingBatch:
    numbers, names, albums, ratings = zip(*rows, strict=True)
    artist, named = artists(names)
    for at in np.flatnonzero(~named).tolist():
        log.reject(Fate.NO_ARTIST, numbers[at], albums[at])
    return RatingBatch(
        row=np.array(numbers, dtype=np.int64)[named],
        artist=artist[named],
        album=texts(albums)[named],
        rating=np.array(ratings, dtype=np.float64)[named],
        rated_at=np.full(int(named.sum()), UNKNOWN, dtype=np.int64),
    )


def _is_export(head: Head) -> bool:
    return set(head.cells(",")) >= _NEEDED


def _user(head: Head) -> str | None:
    named = _FILE_NAME.fullmatch(head.name)
    return named[1] if named else None


READERS = (Reader(Format("rateyourmusic", "Rate Your Music", precision=None), (_is_export,), _read, listener=_user),)
