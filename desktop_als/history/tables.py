"""Text tables into rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from desktop_als.history.loading import DAMAGED
from desktop_als.plays import Fate, RowLog
from desktop_als.progress import CancelToken


def data_rows(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken, header: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of ``columns`` cells with their numbers, beginning at 1. A header and blank lines are no rows.

    Rows of another width, and rows with bytes of another encoding, are logged and left out.
    """
    rows = _records(text, delimiter, columns)
    if header:
        next((cells for cells in rows if not _is_blank(cells)), None)
    for number, cells in _sound(rows, log, cancel):
        if len(cells) == columns:
            yield number, cells
        else:
            log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {columns}")


def ragged_rows(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken
) -> Iterator[tuple[int, list[str]]]:
    """As :func:`data_rows` without a header, but rows may have more or fewer cells than ``columns``."""
    return _sound(_records(text, delimiter, columns), log, cancel)


def unquoted_rows(text: str, delimiter: str, log: RowLog, cancel: CancelToken) -> Iterator[tuple[int, list[str]]]:
    """Rows of any width, where a quote is a letter like others and every line is a row."""
    lines = (line.rstrip("\r\n") for line in io.StringIO(text))
    return _sound((line.split(delimiter) for line in lines), log, cancel)


def _sound(rows: Iterable[list[str]], log: RowLog, cancel: CancelToken) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate((cells for cells in rows if not _is_blank(cells)), start=1):
        if number % 1000 == 0:
            cancel.check()
        if DAMAGED.search("".join(cells)):
            log.reject(Fate.UNREADABLE, number, "Bytes that are not UTF-8")
        else:
            yield number, cells


def _is_blank(cells: list[str]) -> bool:
    return len(cells) < 2 and not "".join(cells).strip()


def _records(text: str, delimiter: str, columns: int) -> Iterator[list[str]]:
    """The cells of each record. A quote that is never closed swallows lines: those are taken one by one again."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter)
    while (cells := _next(reader)) is not None:
        if len(cells) == columns or len(taken) == 1:
            yield cells
        else:
            for line in taken:
                yield _next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter)) or []
        taken.clear()


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error:
        return ["A cell longer than any name"]
