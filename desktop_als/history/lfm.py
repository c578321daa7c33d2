"""LFM-1b and LFM-2b: a billion and two billion plays of Last.fm's listeners, who and what as numbers, with tables of names.

M. Schedl: The LFM-1b Dataset for Music Retrieval and Recommendation, ICMR 2016. M. Schedl et al.: LFM-2b, CHIIR 2022; of it
there are smaller releases with the same columns (recsys22). LFM-1b has no headings: listener, artist, album, track, Unix time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.formats import NON_COMMERCIAL, Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.numbered import columns_by_heading, is_artist_names
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import NameTable, RowLog, TableScan
from desktop_als.progress import CancelToken

_LFM_1B_ROW = re.compile(r"\d+\t\d+\t-?\d+\t-?\d+\t\d{9,10}\s*")
_EVENTS_HEADERS = (
    ["user_id", "track_id", "album_id", "timestamp"],
    ["user_id", "track_id", "timestamp"],
    ["user_id", "track_id", "count"],
)
_EVENTS = {"user_id": "listener", "track_id": "artist", "timestamp": "time", "count": "plays"}
_TRACKS = {"track_id": "item", "artist_name": "artist"}


def _read_1b(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
    with on_disk(part.files[0], cancel, advance) as events, on_disk(part.files[1], cancel, advance) as artists:
        names = NameTable(artists, ("item", "artist"))
        yield TableScan(events, ("listener", "artist", "album_id", "track_id", "time"), names=names)


def _read_2b(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
    with on_disk(part.files[0], cancel, advance) as events, on_disk(part.files[1], cancel, advance) as tracks:
        names = NameTable(tracks, columns_by_heading(tracks, _TRACKS))
        yield TableScan(events, columns_by_heading(events, _EVENTS), header=True, names=names)


def _is_1b_events(head: Head) -> bool:
    return head.matching(_LFM_1B_ROW)


def _is_2b_events(head: Head) -> bool:
    cells = [line.split("\t") for line in head.lines[1:]]
    return head.cells("\t") in _EVENTS_HEADERS and any(len(row) > 2 and row[1].isdecimal() for row in cells)


def _is_2b_tracks(head: Head) -> bool:
    return {"track_id", "artist_name"} <= set(head.cells("\t"))


READERS = (
    Reader(
        Format("lfm_1b", "LFM-1b", community=True, licence=NON_COMMERCIAL, condensed=True),
        (_is_1b_events, is_artist_names),
        _read_1b,
        incomplete="belongs to a set of two files, LFM-1b_LEs.txt and LFM-1b_artists.txt. Drop both, or their folder.",
    ),
    Reader(
        Format("lfm_2b", "LFM-2b", community=True, condensed=True),
        (_is_2b_events, _is_2b_tracks),
        _read_2b,
        incomplete=(
            "belongs to a set of two files: listening-counts.tsv or listening-events.tsv, and tracks.tsv with the names. "
            "Drop both, or their folder."
        ),
    ),
)
