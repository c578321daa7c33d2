"""Text tables into rows, many at once: what is sound is read at the speed of the csv module, the rest line by line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from desktop_als.history.columns import ROWS_PER_BATCH
from desktop_als.history.loading import DAMAGED, is_damaged
from desktop_als.plays import Fate, RowLog
from desktop_als.progress import CancelToken

_ROWS_AT_ONCE = 500
"""Fewer lists than make Python look for garbage, which would take longer than to read them."""

Cells = list[str]
Rows = tuple[Sequence[int], list[Cells]]
"""Row numbers, and as many rows."""
Columns = tuple[list[int], list[list[str]]]
"""Row numbers, and the columns of these rows."""


def data_columns(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken, header: bool
) -> Iterator[Columns]:
    """Yield the columns of some thousand rows at a time; which rows these are, see :func:`data_rows`."""
    return columns_of(_of_width(columns, _sound(text, _records(text, delimiter, columns), log, cancel, header), log))


def columns_of(chunks: Iterable[Rows]) -> Iterator[Columns]:
    """The columns of rows of one width, some thousand rows at a time."""
    parts = ((numbers, list(zip(*rows, strict=True))) for numbers, rows in chunks if rows)
    while some := list(islice(parts, ROWS_PER_BATCH // _ROWS_AT_ONCE)):
        numbers = list(chain.from_iterable(numbers for numbers, _ in some))
        yield numbers, [list(chain(*column)) for column in zip(*(columns for _, columns in some), strict=True)]


def data_rows(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken, header: bool
) -> Iterator[tuple[int, Cells]]:
    """Yield the rows of ``columns`` cells with their numbers, beginning at 1. A header and blank lines are no rows.

    Rows of another width, and rows with bytes of another encoding, are logged and left out.
    """
    return _each(_of_width(columns, _sound(text, _records(text, delimiter, columns), log, cancel, header), log))


def ragged_rows(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken
) -> Iterator[tuple[int, Cells]]:
    """As :func:`data_rows` without a header, but rows may have more or fewer cells than ``columns``."""
    return _each(_sound(text, _records(text, delimiter, columns), log, cancel))


def unquoted_rows(text: str, delimiter: str, log: RowLog, cancel: CancelToken) -> Iterator[tuple[int, Cells]]:
    """Rows of any width, where a quote is a letter like others and every line is a row."""
    return _each(unquoted_chunks(text, delimiter, log, cancel))


def unquoted_chunks(text: str, delimiter: str, log: RowLog, cancel: CancelToken) -> Iterator[Rows]:
    """As :func:`unquoted_rows`, some hundred rows at a time."""
    return _sound(text, _lines(text, delimiter), log, cancel)


def _each(chunks: Iterable[Rows]) -> Iterator[tuple[int, Cells]]:
    return chain.from_iterable(zip(numbers, rows, strict=True) for numbers, rows in chunks)


def _of_width(columns: int, chunks: Iterable[Rows], log: RowLog) -> Iterator[Rows]:
    for numbers, rows in chunks:
        if set(map(len, rows)) <= {columns}:
            yield numbers, rows
            continue
        fitting = []
        for number, cells in zip(numbers, rows, strict=True):
            if len(cells) == columns:
                fitting.append((number, cells))
            else:
                log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {columns}")
        yield [number for number, _ in fitting], [cells for _, cells in fitting]


def _sound(
    text: str, chunks: Iterable[list[Cells]], log: RowLog, cancel: CancelToken, header: bool = False
) -> Iterator[Rows]:
    """The rows of ``text`` that are not blank and were written in its encoding, without the header."""
    damaged = is_damaged(text)
    first = 1
    for records in chunks:
        cancel.check()
        rows = [cells for cells in records if not _is_blank(cells)] if min(map(len, records)) < 2 else records
        if header and rows:
            header, rows = False, rows[1:]
        numbers = range(first, first + len(rows))
        first = numbers.stop
        yield _undamaged(numbers, rows, log) if damaged else (numbers, rows)


def _undamaged(numbers: Sequence[int], rows: list[Cells], log: RowLog) -> Rows:
    sound = []
    for number, cells in zip(numbers, rows, strict=True):
        if DAMAGED.search("".join(cells)):
            log.reject(Fate.UNREADABLE, number, "Bytes that are not UTF-8")
        else:
            sound.append((number, cells))
    return [number for number, _ in sound], [cells for _, cells in sound]


def _is_blank(cells: Cells) -> bool:
    return len(cells) < 2 and not "".join(cells).strip()


def _lines(text: str, delimiter: str) -> Iterator[list[Cells]]:
    lines = io.StringIO(text)
    while some := list(islice(lines, _ROWS_AT_ONCE)):
        yield [line.rstrip("\r\n").split(delimiter) for line in some]


def _records(text: str, delimiter: str, columns: int) -> Iterator[list[Cells]]:
    """The cells of each record, hundreds at a time."""
    lines = io.StringIO(text, newline="")
    begin = 0
    while rows := _all_at_once(lines, delimiter, columns) or _one_by_one(lines, begin, delimiter, columns):
        yield rows
        begin = lines.tell()


def _all_at_once(lines: io.StringIO, delimiter: str, columns: int) -> list[Cells] | None:
    """The next records, None if a quote that is never closed may have swallowed lines."""
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        rows = list(islice(reader, _ROWS_AT_ONCE))
    except csv.Error:
        return None
    return rows if reader.line_num == len(rows) or set(map(len, rows)) <= {columns, 0} else None


def _one_by_one(lines: io.StringIO, begin: int, delimiter: str, columns: int) -> list[Cells]:
    """The next records from place ``begin`` on. Lines that a quote has swallowed are taken one by one again."""
    lines.seek(begin)
    taken: list[str] = []

    def taking() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    rows: list[Cells] = []
    reader = csv.reader(taking(), delimiter=delimiter)
    while len(rows) < _ROWS_AT_ONCE and (cells := _next(reader)) is not None:
        if len(cells) == columns or len(taken) == 1:
            rows.append(cells)
        else:
            rows += (_next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter)) or [] for line in taken)
        taken.clear()
    return rows


def _next(reader: Iterator[Cells]) -> Cells | None:
    try:
        return next(reader, None)
    except csv.Error:
        return ["A cell longer than any name"]
