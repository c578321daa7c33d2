"""Deezer's export of personal data: a workbook with a sheet of everything heard, or the table people save of that sheet.

The sheet is ``10_listeningHistory``. Deezer says neither what zone its times are in nor whether they are of the start: they
are taken as starts in UTC. ``Artist`` may name several. Network addresses are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.history.cleaning import iso_time
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load
from desktop_als.history.named_tables import NamedTable, number
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.workbooks import sheet_rows
from desktop_als.plays import UNKNOWN, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_SHEET = re.compile("listeninghistory", re.IGNORECASE)
_TABLE = NamedTable(
    needed=(("song title",), ("artist",), ("listening time",), ("date",)),
    wanted=("song title", "artist", "isrc", "album title", "listening time", "date"),
)
_SPREADSHEET_DAY_0 = -2_209_161_600  # 1899-12-30, which spreadsheets count days from, in Unix seconds
_DAY = 86_400


def _read_workbook(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    data = load(part.files[0], cancel, advance)
    yield from scrobble_batches(_scrobbles(_sheet_rows(part, data, cancel)), Precision.SECOND, log, cancel)


def _read_table(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows = _TABLE.rows(part.files[0], log, cancel, advance)
    yield from scrobble_batches(_scrobbles(rows), Precision.SECOND, log, cancel)


def _sheet_rows(part: Part, data: bytes, cancel: CancelToken) -> Iterator[tuple[int, dict[str, str]]]:
    rows = sheet_rows(part.name, data, _SHEET, cancel)
    header = [cell.strip().lower() for cell in next(rows, [])]
    absent = dict.fromkeys(_TABLE.wanted, "")
    for at, cells in enumerate(rows, start=1):
        yield at, absent | {name: cell.strip() for name, cell in zip(header, cells, strict=False)}


def _scrobbles(rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Scrobble]:
    for at, row in rows:
        seconds = number(row["listening time"])
        yield Scrobble(
            at,
            _time(row["date"]),
            row["artist"],
            row["song title"],
            row["album title"],
            row["isrc"],
            UNKNOWN if seconds is None else max(0, int(seconds * 1000)),
        )


def _time(text: str) -> int | None:
    """Of a written time, or of the number of days that a spreadsheet makes of it."""
    days = number(text)
    return iso_time(text) if days is None else round(_SPREADSHEET_DAY_0 + days * _DAY)


def _is_workbook(head: Head) -> bool:
    return "workbook" in head.text[:1000] and _SHEET.search(head.text) is not None


READERS = (
    Reader(Format("deezer_xlsx", "Deezer"), (_is_workbook,), _read_workbook),
    Reader(Format("deezer_csv", "Deezer, its sheet saved as a table"), (_TABLE.fits,), _read_table),
)
