"""The two Last.fm sets of Òscar Celma: 360K (totals per artist) and 1K (plays). For non-commercial use.

O. Celma: Music Recommendation and Discovery in the Long Tail, Springer 2010. Both are gigabytes of plain tab-separated
text, so they are handed on as a file for the library to scan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop_als.history.formats import NON_COMMERCIAL, Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import RowLog, TableScan
from desktop_als.progress import CancelToken

_COUNTS_COLUMNS = ("listener", "mbid", "artist", "plays")
_PLAYS_COLUMNS = ("listener", "time", "artist_mbid", "artist", "track_mbid", "track")
_MBID = r"(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?"
_COUNTS_ROW = re.compile(rf"[0-9a-f]{{40}}\t{_MBID}\t[^\t]*\t\s*\d+\s*")
_PLAYS_ROW = re.compile(rf"[^\t]+\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ\t{_MBID}\t[^\t]*\t{_MBID}\t[^\t]*")


def _scan(columns: tuple[str, ...]) -> Callable[[Part, RowLog, CancelToken, Advance], Iterator[TableScan]]:
    def read(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
        with on_disk(part.files[0], cancel, advance) as path:
            yield TableScan(path, columns)

    return read


def _is_counts(head: Head) -> bool:
    return head.matching(_COUNTS_ROW)


def _is_plays(head: Head) -> bool:
    return head.matching(_PLAYS_ROW)


READERS = (
    Reader(
        Format("lastfm_360k", "Last.fm-360K", community=True, precision=None, licence=NON_COMMERCIAL),
        (_is_counts,),
        _scan(_COUNTS_COLUMNS),
    ),
    Reader(
        Format("lastfm_1k", "Last.fm-1K", community=True, licence=NON_COMMERCIAL), (_is_plays,), _scan(_PLAYS_COLUMNS)
    ),
)
