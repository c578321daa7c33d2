"""Text tables into rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from desktop_als.plays import Fate, RowLog
from desktop_als.progress import CancelToken


def table_rows(
    text: str, delimiter: str, log: RowLog, cancel: CancelToken, header: bool
) -> Iterator[tuple[int, list[str]]]:
    """Yield the data rows with their numbers, beginning at 1. Blank lines are no rows; a header comes first, as number 0.

    Rows that csv cannot take apart, or that hold bytes of another encoding, are logged and left out.
    """
    # newline="" keeps U+2028 and its like inside titles: only the line ends of csv end a row.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0 if header else 1
    while True:
        try:
            cells = next(lines, None)
        except csv.Error as error:
            log.reject(Fate.UNREADABLE, number, str(error))
            number += 1
            continue
        if cells is None:
            return
        if len(cells) < 2 and not "".join(cells).strip():
            continue
        if number and any("\udc80" <= letter <= "\udcff" for cell in cells if not cell.isascii() for letter in cell):
            log.reject(Fate.UNREADABLE, number, "Bytes that are not UTF-8")
        else:
            yield number, cells
        number += 1
        if number % 1000 == 0:
            cancel.check()
