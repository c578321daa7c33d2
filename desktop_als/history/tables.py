"""Text tables into rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from desktop_als.history.loading import DAMAGED
from desktop_als.plays import Fate, RowLog
from desktop_als.progress import CancelToken


def data_rows(
    text: str, delimiter: str, columns: int, log: RowLog, cancel: CancelToken, header: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of ``columns`` cells with their numbers, beginning at 1. A header and blank lines are no rows.

    Rows of another width, and rows with bytes of another encoding, are logged and left out.
    """
    rows = (cells for cells in _records(text, delimiter, columns) if len(cells) > 1 or "".join(cells).strip())
    if header:
        next(rows, None)
    for number, cells in enumerate(rows, start=1):
        if number % 1000 == 0:
            cancel.check()
        if len(cells) != columns:
            log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {columns}")
        elif DAMAGED.search("".join(cells)):
            log.reject(Fate.UNREADABLE, number, "Bytes that are not UTF-8")
        else:
            yield number, cells


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
