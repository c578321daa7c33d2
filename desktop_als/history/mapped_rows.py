"""The rows of a table, taken for what its columns mean: plays, numbers of plays, or ratings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from desktop_als.history.cleaning import LATEST, Moments, clean_text, utc
from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.history.mapping import ColumnMapping, Meaning
from desktop_als.history.times import ISO, moments
from desktop_als.plays import UNKNOWN, CountBatch, Fate, Ints, RatingBatch, RowLog

_LONGEST_PLAY = 10**10  # ms

Rows = Iterable[tuple[int, list[str]]]


class MappedRows:
    """Reads rows of cells by ``mapping``; times without a zone of their own are by the clock of ``zone``.

    ``several`` says that the rows belong to more than one listener; else the column that names them is passed over.
    """

    def __init__(self, mapping: ColumnMapping, zone: str | None, several: bool) -> None:
        self._place = {meaning: place for place, meaning in enumerate(mapping.columns) if meaning}
        if not several:
            self._place.pop(Meaning.LISTENER, None)
        self._when = mapping.when
        self._way = mapping.time_format or ISO
        self._zone = zone
        units = ((Meaning.MILLISECONDS, 1), (Meaning.SECONDS, 1000))
        self._lengths = [(self._place[meaning], unit) for meaning, unit in units if meaning in self._place]
        self._amount = Meaning.PLAYS if mapping.rows_of == "counts" else Meaning.RATING

    def plays(self, columns: Sequence[Sequence[str]]) -> MappedPlays:
        """The columns of some rows as plays."""
        ms_played = self._all_ms_played(columns)
        played_at, known = self._moments(("",) * len(columns[0]) if self._when is None else columns[self._when])
        if Meaning.ENDED in self._place:
            played_at = played_at - np.where(played_at == 0, 0, np.maximum(ms_played, 0) // 1000)
        told = {meaning: columns[place] for meaning, place in self._place.items()}
        nothing = (None,) * len(columns[0])
        return MappedPlays(
            played_at,
            known,
            told.get(Meaning.ARTIST, nothing),
            told.get(Meaning.TRACK, nothing),
            told.get(Meaning.ALBUM),
            ms_played,
            told.get(Meaning.LISTENER),
        )

    def totals(self, rows: Rows, log: RowLog) -> Iterator[CountBatch | RatingBatch]:
        """Each row as a number of plays, or as a rating. Those of nothing, and those of nobody, are logged."""
        kept = (total for number, cells in rows if (total := self._total(number, cells, log)))
        batch = _counts if self._amount is Meaning.PLAYS else _ratings
        while some := list(islice(kept, ROWS_PER_BATCH)):
            named = _named(some, log)
            at, _ = self._moments([total.when for total in named])
            yield batch(named, np.where(at == 0, UNKNOWN, at))

    def _total(self, number: int, cells: list[str], log: RowLog) -> _Total | None:
        told = self._text(cells, self._amount) or ""
        amount = _number(told) if told.strip() else 0.0
        listener = self._text(cells, Meaning.LISTENER)
        if amount is None or not 0 <= amount < LATEST or (amount != int(amount) and self._amount is Meaning.PLAYS):
            log.reject(Fate.UNREADABLE, number, f"Not a number of {self._amount}: {told}")
        elif amount == 0:
            log.reject(Fate.NOT_RATED if self._amount is Meaning.RATING else Fate.TOO_SHORT, number, "|".join(cells))
        elif Meaning.LISTENER in self._place and not clean_text(listener or ""):
            log.reject(Fate.UNREADABLE, number, f"Nobody is named: {'|'.join(cells)}")
        else:
            artist, track, album = (self._text(cells, each) for each in (Meaning.ARTIST, Meaning.TRACK, Meaning.ALBUM))
            when = "" if self._when is None else cells[self._when]
            return _Total(number, artist, track, album, amount, when, listener)
        return None

    def _text(self, cells: list[str], meaning: Meaning) -> str | None:
        place = self._place.get(meaning)
        return None if place is None else cells[place]

    def _moments(self, texts: Sequence[str]) -> Moments:
        (seconds, known), zoned = moments(self._way, texts)
        if self._zone is not None and not zoned.all():
            seconds = np.where(zoned, seconds, utc(seconds, self._zone))
        return seconds, known

    def _all_ms_played(self, columns: Sequence[Sequence[str]]) -> Ints:
        if not self._lengths:
            return np.full(len(columns[0]), UNKNOWN, dtype=np.int64)
        place, unit = self._lengths[0]
        try:
            amounts = np.array([*map(float, columns[place])]) * unit
        except ValueError:
            amounts = np.array([np.nan])
        if (amounts >= 0).all() and (amounts <= _LONGEST_PLAY).all():
            return amounts.astype(np.int64)
        return np.array([self._ms_played(cells) for cells in zip(*columns, strict=True)], dtype=np.int64)

    def _ms_played(self, cells: Sequence[str]) -> int:
        for place, unit in self._lengths:
            amount = _number(cells[place])
            if amount is not None and 0 <= amount * unit <= _LONGEST_PLAY:
                return int(amount * unit)
        return UNKNOWN


class MappedPlays(NamedTuple):
    """Plays in columns of one length, as the table tells them. ``known``: which times could be read; 0 is no time."""

    played_at: Ints
    known: npt.NDArray[np.bool_]
    artist: Sequence[str | None]
    track: Sequence[str | None]
    album: Sequence[str] | None
    ms_played: Ints
    listener: Sequence[str] | None


class _Total(NamedTuple):
    row: int
    artist: str | None
    track: str | None
    album: str | None
    amount: float
    when: str
    listener: str | None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _named(totals: list[_Total], log: RowLog) -> list[_Total]:
    _, named = artists([total.artist for total in totals])
    for total, has_name in zip(totals, named.tolist(), strict=True):
        if not has_name:
            log.reject(Fate.NO_ARTIST, total.row, total.track or total.album or "")
    return [total for total, has_name in zip(totals, named.tolist(), strict=True) if has_name]


def _counts(kept: list[_Total], at: Ints) -> CountBatch:
    return CountBatch(
        row=np.array([total.row for total in kept], dtype=np.int64),
        artist=texts([total.artist for total in kept]),
        plays=np.array([total.amount for total in kept], dtype=np.int64),
        listener=None if not kept or kept[0].listener is None else texts([total.listener for total in kept]),
        track=texts([total.track for total in kept]),
        last_played=at,
    )


def _ratings(kept: list[_Total], at: Ints) -> RatingBatch:
    return RatingBatch(
        row=np.array([total.row for total in kept], dtype=np.int64),
        artist=texts([total.artist for total in kept]),
        album=texts([total.album or total.track for total in kept]),
        rating=np.array([total.amount for total in kept], dtype=np.float64),
        rated_at=at,
        listener=None if not kept or kept[0].listener is None else texts([total.listener for total in kept]),
    )
