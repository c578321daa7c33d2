"""Audioscrobbler 2005 (profiledata_06-May-2005): who played which artist how often. Creative Commons BY-NC-SA 1.0.

Three files: ``user_artist_data.txt`` (listener, artist, plays, with blanks between), ``artist_data.txt`` (number and name of
an artist) and ``artist_alias.txt`` (numbers of misspelled artists, and those of the right ones). Some lines of the last two
lack a cell; they name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.numbered import is_artist_names, is_pairs_of_numbers
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import NameTable, RowLog, TableScan
from desktop_als.progress import CancelToken

_COUNTS_ROW = re.compile(r"\d+ \d+ \d+\s*")


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[TableScan]:
    counts, names, aliases = part.files
    rows = (line.split() for line in load_text(aliases, log, cancel, advance).split("\n"))
    same = {row[0]: row[1] for row in rows if len(row) == 2}
    with on_disk(counts, cancel, advance) as counted, on_disk(names, cancel, advance) as named:
        table = NameTable(named, ("item", "artist"), aliases=same)
        yield TableScan(counted, ("listener", "artist", "plays"), " ", names=table)


def _is_counts(head: Head) -> bool:
    return head.matching(_COUNTS_ROW)


READERS = (
    Reader(
        Format(
            "audioscrobbler_2005",
            "Audioscrobbler 2005",
            community=True,
            precision=None,
            licence="CC BY-NC-SA 1.0, for non-commercial use",
        ),
        (_is_counts, is_artist_names, is_pairs_of_numbers),
        _read,
        incomplete=(
            "belongs to a set of three files, user_artist_data.txt, artist_data.txt and artist_alias.txt. "
            "Drop all three, or their folder."
        ),
    ),
)
