"""From the columns of a file to a batch: names cleaned, rows without artist or outside the calendar left out and logged."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from desktop_als.history.cleaning import clean_text
from desktop_als.plays import FIRST_DAY, UNKNOWN, Endings, Fate, Ints, PlayBatch, Precision, RowLog, Texts

ROWS_PER_BATCH = 10_000
"""The database reads a batch with the interpreter's lock held, and the window waits for it meanwhile: 10,000 rows take 5 ms."""

Bools = npt.NDArray[np.bool_]

_DAY = 86_400
_NAMELESS = ("", "Unknown Artist")


def texts(values: Sequence[str | None]) -> Texts:
    """An object array of cleaned text; what is empty becomes None."""
    distinct = set(values)
    if _are_clean(distinct):
        return _objects([value or None for value in values] if "" in distinct else values)
    cleaned = {value: (clean_text(value) or None) if value else None for value in distinct}
    return _objects([cleaned[value] for value in values])


def artists(values: Sequence[str | None]) -> tuple[Texts, Bools]:
    """Cleaned artist names, and whether each names an artist at all."""
    distinct = set(values)
    if _are_clean(distinct) and distinct.isdisjoint((None, *_NAMELESS)):
        return _objects(values), np.ones(len(values), dtype=bool)
    cleaned = {value: clean_text(value) if value else "" for value in distinct}
    names = _objects([cleaned[value] for value in values])
    return names, np.array([name not in _NAMELESS for name in names], dtype=bool)


def play_batch(
    log: RowLog,
    precision: Precision,
    row: Sequence[int],
    played_at: Sequence[int] | Ints,
    artist: Sequence[str | None],
    track: Sequence[str | None],
    album: Sequence[str | None] | None = None,
    track_ref: Sequence[str | None] | None = None,
    ms_played: Ints | None = None,
    ending: Endings | None = None,
    private: Bools | None = None,
    listener: Sequence[str | None] | None = None,
    known: Bools | None = None,
) -> PlayBatch:
    """One batch from columns of one length; ``played_at`` in Unix seconds of the start.

    Without ``ms_played`` and ``ending`` every play counts: such sources hold nothing shorter. ``listener`` only when the
    file holds the plays of several; a row that names nobody is unreadable. ``known`` tells which times could be read.
    """
    numbers = np.array(row, dtype=np.int64)
    size = len(numbers)
    when = np.asarray(played_at, dtype=np.int64)
    names, named = artists(artist)
    dated = (when >= FIRST_DAY) & (when <= int(time.time()) + _DAY)
    known = np.ones(size, dtype=bool) if known is None else known
    for at in np.flatnonzero(~known).tolist():
        log.reject(Fate.UNREADABLE, row[at], f"No readable time: {artist[at]}, {track[at]}")
    for at in np.flatnonzero(known & ~named).tolist():
        log.reject(Fate.NO_ARTIST, row[at], track[at] or "")
    for at in np.flatnonzero(known & named & ~dated).tolist():
        log.reject(Fate.OUTSIDE_CALENDAR, row[at], f"{names[at]}: {when[at]} s since 1970")
    kept = known & named & dated
    people = None if listener is None else texts(listener)
    if people is not None:
        told = np.array([person is not None for person in people], dtype=bool)
        for at in np.flatnonzero(kept & ~told).tolist():
            log.reject(Fate.UNREADABLE, row[at], f"Nobody is named: {names[at]}")
        kept &= told
    titles = texts(track)
    titles[titles == None] = ""  # noqa: E711 - compares element by element
    return PlayBatch(
        row=numbers[kept],
        played_at=when[kept],
        artist=names[kept],
        track=titles[kept],
        album=(np.full(size, None, dtype=object) if album is None else texts(album))[kept],
        ms_played=(np.full(size, UNKNOWN, dtype=np.int64) if ms_played is None else ms_played)[kept],
        ending=(np.zeros(size, dtype=np.uint8) if ending is None else ending)[kept],
        private=(np.zeros(size, dtype=bool) if private is None else private)[kept],
        track_ref=(np.full(size, None, dtype=object) if track_ref is None else texts(track_ref))[kept],
        listener=None if people is None else people[kept],
        precision=precision,
    )


def _are_clean(values: set[str | None]) -> bool:
    """Whether nothing is to be done, as for nearly all files: twenty times as fast as to clean each value."""
    named = [value for value in values if value]
    return all(map(str.isprintable, named)) and list(map(str.strip, named)) == named


def _objects(values: Sequence[str | None]) -> Texts:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
