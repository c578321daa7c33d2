"""The Echo Nest Taste Profile: who played which song how often, and the songs' names out of the Million Song Dataset.

T. Bertin-Mahieux et al., ISMIR 2011. ``train_triplets.txt`` has listener, song and plays; ``unique_tracks.txt`` has track,
song, artist and title with ``<SEP>`` between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import NameTable, RowLog, TableScan
from desktop_als.progress import CancelToken

_TRIPLET = re.compile(r"[0-9a-f]{40}\tSO[0-9A-Z]{16}\t\d+\s*")
_TRACK = re.compile(r"TR[0-9A-Z]{16}<SEP>SO[0-9A-Z]{16}<SEP>.*<SEP>.*")


def _read(part: Part, _log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
    with on_disk(part.files[0], cancel, advance) as triplets, on_disk(part.files[1], cancel, advance) as tracks:
        names = NameTable(tracks, ("track", "item", "artist", "title"), "<SEP>")
        yield TableScan(triplets, ("listener", "artist", "plays"), names=names)


def _is_triplets(head: Head) -> bool:
    return head.matching(_TRIPLET)


def _is_tracks(head: Head) -> bool:
    return head.matching(_TRACK)


READERS = (
    Reader(
        Format("taste_profile", "Echo Nest Taste Profile", community=True, precision=None),
        (_is_triplets, _is_tracks),
        _read,
        incomplete="belongs to a set of two files, train_triplets.txt and unique_tracks.txt. Drop both, or their folder.",
    ),
)
