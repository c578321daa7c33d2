"""A list as CSV, RFC 4180: commas, CRLF, quotes where they are needed."""

from __future__ import annotations

import csv
import io

from desktop_als.export.characters import one_line
from desktop_als.export.playlist import Entry, Playlist

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_TITLES = ("Artist", "Track", "Album", "Seconds", "Spotify", "File")

MARK = "\ufeff"
"""Excel takes a file without this mark for the code page of the machine and garbles it. LibreOffice, Numbers and the CSV readers
of programs skip it ("utf-8-sig" in Python)."""


def plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and calculates what a stranger wrote into a title."""
    return f"'{cell}" if cell.startswith(("\t", "\r")) or cell.lstrip().startswith(_FORMULA) else cell


def csv_sheet(playlist: Playlist) -> str:
    """A line for each entry under a line of titles; further columns in the order in which the entries bring them."""
    further = list(dict.fromkeys(title for entry in playlist.entries for title, _ in entry.columns))
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet)
    table.writerow((*_TITLES, *map(_cell, further)))
    table.writerows(_row(entry, further) for entry in playlist.entries)
    return MARK + sheet.getvalue()


def _row(entry: Entry, further: list[str]) -> list[str]:
    columns = dict(entry.columns)
    told = (entry.artist, entry.track, entry.album, entry.seconds, entry.spotify, entry.path)
    return [_cell("" if fact is None else str(fact)) for fact in told] + [_cell(columns.get(t, "")) for t in further]


def _cell(text: str) -> str:
    return plain(one_line(text))
