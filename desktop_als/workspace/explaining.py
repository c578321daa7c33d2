"""How a table will be read, shown while somebody says what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_als.errors import HistoryError
from desktop_als.history import ColumnMapping, Meaning, TableGuess
from desktop_als.history.generic import is_wall_clock
from desktop_als.history.mapped_rows import MappedRows
from desktop_als.history.mapping import lacking
from desktop_als.history.times import parser, ways
from desktop_als.plays import UNKNOWN, CountBatch, RowLog, RowsOf


@dataclass(frozen=True, slots=True)
class FirstRow:
    """What the first row of a table says by a mapping.

    ``played_at`` is in Unix seconds, UNKNOWN when there is no time; ``ms_played`` in milliseconds or UNKNOWN. ``amount`` is the
    number of plays or the rating when ``rows_of`` says so, None when the row holds none.
    """

    rows_of: RowsOf
    artist: str | None
    track: str | None
    album: str | None
    played_at: int = UNKNOWN
    ms_played: int = UNKNOWN
    amount: float | None = None
    listener: str | None = None


def time_formats(guess: TableGuess, column: int) -> tuple[str, ...]:
    """The ways in which a column, counted from 0, may write times. Takes longer than a frame."""
    return tuple(ways(row[column] for row in guess.rows))


def explained(
    guess: TableGuess, columns: Sequence[Meaning | None], time_format: str | None, zone: str | None = None
) -> ColumnMapping:
    """The mapping of a table by what somebody chose.

    Raises:
        HistoryError: something still must be known, or no time is written in such a way.
    """
    mapping = replace(guess.mapping, columns=tuple(columns), time_format=time_format, zone=zone)
    if time_format is not None:
        parser(time_format)
    if doubt := lacking(mapping):
        raise HistoryError(f"It is not clear {doubt}.")
    return mapping


def lacks_zone(guess: TableGuess, mapping: ColumnMapping) -> bool:
    """Whether times read in this way tell no zone, so that one must be chosen."""
    return is_wall_clock(guess, replace(mapping, zone=None))


def first_row(guess: TableGuess, mapping: ColumnMapping) -> FirstRow | None:
    """What the first row says; None when the table has no rows or this one cannot be read."""
    if not guess.rows:
        return None
    cells = list(guess.rows[0])
    table = MappedRows(mapping, mapping.zone, several=True)
    if mapping.rows_of == "plays":
        plays = table.plays([[cell] for cell in cells])
        artist, at = plays.artist[0], int(plays.played_at[0])
        if not artist or not at:
            return None
        album, listener = (column[0] if column else None for column in (plays.album, plays.listener))
        return FirstRow("plays", artist, plays.track[0], album, at, int(plays.ms_played[0]), listener=listener)
    total = next(table.totals([(1, cells)], RowLog()), None)
    if total is None or not len(total):
        return None
    listener = None if total.listener is None else total.listener[0]
    if isinstance(total, CountBatch):
        track = None if total.track is None else total.track[0]
        last = UNKNOWN if total.last_played is None else int(total.last_played[0])
        return FirstRow("counts", total.artist[0], track, None, last, amount=float(total.plays[0]), listener=listener)
    return FirstRow(
        *("ratings", total.artist[0], None, total.album[0], int(total.rated_at[0])),
        amount=float(total.rating[0]),
        listener=listener,
    )
