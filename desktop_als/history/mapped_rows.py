"""The rows of a table, taken for what its columns mean: plays, numbers of plays, or ratings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from desktop_als.history.cleaning import LATEST, clean_text, utc
from desktop_als.history.columns import ROWS_PER_BATCH, artists, texts
from desktop_als.history.mapping import ColumnMapping, Meaning
from desktop_als.history.scrobbles import Scrobble
from desktop_als.history.times import parser
from desktop_als.plays import UNKNOWN, CountBatch, Fate, RatingBatch, RowLog

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
        self._parse = parser(mapping.time_format or "iso")
        self._zone = zone
        units = ((Meaning.MILLISECONDS, 1), (Meaning.SECONDS, 1000))
        self._lengths = [(self._place[meaning], unit) for meaning, unit in units if meaning in self._place]
        self._amount = Meaning.PLAYS if mapping.rows_of == "counts" else Meaning.RATING

    def plays(self, rows: Rows) -> Iterator[Scrobble]:
        """Each row as a play."""
        for number, cells in rows:
            ms_played = self._ms_played(cells)
            at = self._moment(cells)
            if at and Meaning.ENDED in self._place:
                at -= max(ms_played, 0) // 1000
            yield Scrobble(
                number,
                at,
                self._text(cells, Meaning.ARTIST),
                self._text(cells, Meaning.TRACK),
                self._text(cells, Meaning.ALBUM),
                ms_played=ms_played,
                listener=self._text(cells, Meaning.LISTENER),
            )

    def totals(self, rows: Rows, log: RowLog) -> Iterator[CountBatch | RatingBatch]:
        """Each row as a number of plays, or as a rating. Those of nothing, and those of nobody, are logged."""
        kept = (total for number, cells in rows if (total := self._total(number, cells, log)))
        batch = _counts if self._amount is Meaning.PLAYS else _ratings
        while some := list(islice(kept, ROWS_PER_BATCH)):
            yield batch(some, log)

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
            return _Total(number, artist, track, album, amount, self._moment(cells) or UNKNOWN, listener)
        return None

    def _text(self, cells: list[str], meaning: Meaning) -> str | None:
        place = self._place.get(meaning)
        return None if place is None else cells[place]

    def _moment(self, cells: list[str]) -> int | None:
        """Unix seconds UTC, 0 when the cell is empty, None when it is no time."""
        text = "" if self._when is None else cells[self._when]
        if not text.strip():
            return 0
        moment = self._parse(text)
        if moment is None:
            return None
        seconds = max(-LATEST, min(LATEST, moment.seconds))
        return seconds if moment.zoned or self._zone is None else int(utc(np.array([seconds]), self._zone)[0])

    def _ms_played(self, cells: list[str]) -> int:
        for place, unit in self._lengths:
            amount = _number(cells[place])
            if amount is not None and 0 <= amount * unit <= _LONGEST_PLAY:
                return int(amount * unit)
        return UNKNOWN


class _Total(NamedTuple):
    row: int
    artist: str | None
    track: str | None
    album: str | None
    amount: float
    at: int
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


def _counts(totals: list[_Total], log: RowLog) -> CountBatch:
    kept = _named(totals, log)
    return CountBatch(
        row=np.array([total.row for total in kept], dtype=np.int64),
        artist=texts([total.artist for total in kept]),
        plays=np.array([total.amount for total in kept], dtype=np.int64),
        listener=None if not kept or kept[0].listener is None else texts([total.listener for total in kept]),
        track=texts([total.track for total in kept]),
        last_played=np.array([total.at for total in kept], dtype=np.int64),
    )


def _ratings(totals: list[_Total], log: RowLog) -> RatingBatch:
    kept = _named(totals, log)
    return RatingBatch(
        row=np.array([total.row for total in kept], dtype=np.int64),
        artist=texts([total.artist for total in kept]),
        album=texts([total.album or total.track for total in kept]),
        rating=np.array([total.amount for total in kept], dtype=np.float64),
        rated_at=np.array([total.at for total in kept], dtype=np.int64),
        listener=None if not kept or kept[0].listener is None else texts([total.listener for total in kept]),
    )
