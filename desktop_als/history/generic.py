"""Tables of text that no format claims, by what their headings say or by what somebody said of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_als.errors import HistoryError
from desktop_als.history.advice import advice
from desktop_als.history.archives import HEAD_BYTES, file_entry, unfold
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.guessing import TableGuess, sniff_table, sniff_text
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.mapped_rows import MappedRows, Rows
from desktop_als.history.mapping import ColumnMapping, Meaning
from desktop_als.history.tables import data_columns, data_rows
from desktop_als.history.times import parser, precision
from desktop_als.plays import Batch, Precision, RowLog
from desktop_als.progress import CancelToken


def unclear(name: str, guess: TableGuess) -> str:
    """The sentence for people on a table that cannot be read by its headings alone."""
    return f"{name} is a table, but it is not clear {guess.doubt}. Say what its columns mean."


def first_table(path: Path, cancel: CancelToken) -> TableGuess:
    """What the columns of a file, or of the first table in an archive, seem to mean, whatever format it is.

    Raises:
        HistoryError: there is no table, or the file cannot be read.
        Cancelled: the person asked to stop.
    """
    heads = (Head(entry.name, data) for entry, data in unfold(file_entry(path), cancel))
    found = next(filter(None, map(sniff_table, heads)), None)
    if found is None:
        raise HistoryError(f"{path.name} is no table with as many columns in each row.")
    return found


def is_wall_clock(guess: TableGuess, mapping: ColumnMapping) -> bool:
    """Whether times of the table are by a clock whose zone neither the table nor the mapping tells."""
    when, way = mapping.when, mapping.time_format
    if mapping.zone is not None or when is None or way is None:
        return False
    moments = (parser(way)(row[when]) for row in guess.rows)
    return any(moment is not None and not moment.zoned for moment in moments)


def only_listener(guess: TableGuess, mapping: ColumnMapping) -> str | None:
    """Whose the rows are, if they name one and the same person."""
    place = mapping.place(Meaning.LISTENER)
    people = set() if place is None else {row[place].strip() for row in guess.rows}
    return people.pop() or None if len(people) == 1 else None


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[Batch]:
    text = load_text(part.files[0], log, cancel, advance)
    guess = sniff_text(text[:HEAD_BYTES], whole=len(text) <= HEAD_BYTES)
    if guess is None:
        raise HistoryError(f"{part.name} is no table with as many columns in each row, so nothing was read.")
    mapping = _mapping(part, guess)

    layout = (text, mapping.delimiter, len(mapping.columns))
    headed = bool(mapping.headings)
    several = _names_several(mapping, data_rows(*layout, RowLog(), cancel, headed))
    table = MappedRows(mapping, part.zone or mapping.zone, several)
    if mapping.rows_of != "plays":
        yield from table.totals(data_rows(*layout, log, cancel, headed), log)
        return
    exact = _precision(guess, mapping)
    for numbers, columns in data_columns(*layout, log, cancel, headed):
        plays = table.plays(columns)
        yield play_batch(
            log,
            exact,
            numbers,
            plays.played_at,
            plays.artist,
            plays.track,
            plays.album,
            ms_played=plays.ms_played,
            listener=plays.listener if any(plays.listener or ()) else None,
            known=plays.known,
        )


def _mapping(part: Part, guess: TableGuess) -> ColumnMapping:
    """The one that was given, if the table is as it was then, or else the guess."""
    if part.mapping is None:
        if guess.doubt:
            raise HistoryError(unclear(part.name, guess))
        return guess.mapping
    if not part.mapping.fits(guess.mapping):
        raise HistoryError(f"{part.name} has other columns than those that were described, so nothing was read.")
    return part.mapping


def _names_several(mapping: ColumnMapping, rows: Rows) -> bool:
    """Whether the rows belong to more than one person: many an export names its only one in each row."""
    place = mapping.place(Meaning.LISTENER)
    if place is None:
        return False
    first = next((cells[place] for _, cells in rows), None)
    return any(cells[place] != first for _, cells in rows)


def _precision(guess: TableGuess, mapping: ColumnMapping) -> Precision:
    when, way = mapping.when, mapping.time_format
    told = [row[when] for row in guess.rows if row[when].strip()] if when is not None else []
    return precision(way, told[0]) if way and told else Precision.SECOND


def _is_clear(head: Head) -> bool:
    guess = sniff_table(head)
    return guess is not None and guess.doubt is None and advice(head) is None


def _listener(head: Head) -> str | None:
    guess = sniff_table(head)
    return only_listener(guess, guess.mapping) if guess else None


def _wall_clock(head: Head) -> bool:
    guess = sniff_table(head)
    return guess is not None and is_wall_clock(guess, guess.mapping)


TABLE_ID = "generic_table"
TABLE = Reader(Format(TABLE_ID, "Table"), (_is_clear,), _read, listener=_listener, wall_clock=_wall_clock)
READERS = (TABLE,)
