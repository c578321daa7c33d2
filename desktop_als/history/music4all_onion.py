"""Music4All-Onion: plays of Last.fm's listeners, or their totals, of tracks that have an id and no name.

M. Moscati et al., CIKM 2022. The names are in ``id_information.csv`` of Music4All (I. A. P. Santana et al., 2020), which its
makers give to researchers on request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.numbered import columns_by_heading
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import NameTable, RowLog, TableScan
from desktop_als.progress import CancelToken

_EVENTS = {"user_id": "listener", "track_id": "artist", "timestamp": "time", "count": "plays"}
_EVENTS_HEADERS = (["user_id", "track_id", "timestamp"], ["user_id", "track_id", "count"])
_TRACK = re.compile(r"[0-9A-Za-z]{16}")


def _read(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
    with on_disk(part.files[0], cancel, advance) as events, on_disk(part.files[1], cancel, advance) as tracks:
        names = NameTable(tracks, columns_by_heading(tracks, {"id": "item"}))
        yield TableScan(events, columns_by_heading(events, _EVENTS), header=True, names=names)


def _is_events(head: Head) -> bool:
    cells = [line.split("\t") for line in head.lines[1:]]
    return head.cells("\t") in _EVENTS_HEADERS and any(len(row) == 3 and _TRACK.fullmatch(row[1]) for row in cells)


def _is_tracks(head: Head) -> bool:
    return head.cells("\t")[:3] == ["id", "artist", "song"]


READERS = (
    Reader(
        Format("music4all_onion", "Music4All-Onion", community=True, condensed=True),
        (_is_events, _is_tracks),
        _read,
        incomplete=(
            "belongs to Music4All-Onion, which calls tracks by ids without names. "
            "Drop it together with id_information.csv of Music4All, which its makers give on request."
        ),
    ),
)
