"""Jellyfin's plugin Playback Reporting: its database, its backup (a table without a header), or a table with one.

https://github.com/jellyfin/jellyfin-plugin-playbackreporting. Times are by the server's clock. Videos are in it as well.
Music is named in one line, "Album artist - Title (Album)", which cannot be taken apart for certain: an artist who is known
from a line with one " - " is preferred, and otherwise the first " - " ends the artist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_als.history.cleaning import iso_time, whole_number
from desktop_als.history.credits import certain_artists, split
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.named_tables import NamedTable
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.sqlite_files import opened, text
from desktop_als.history.tables import unquoted_rows
from desktop_als.plays import UNKNOWN, Fate, PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_COLUMNS = ("datecreated", "userid", "itemtype", "itemname", "playduration")
_BACKUP_ROW = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\t]*\t[0-9a-fA-F-]{32,36}\t[^\t]*\t[A-Za-z]+\t[^\t]*(?:\t[^\t]*){3}\t\d+\s*"
)
_BACKUP_WIDTH = 9
_TABLE = NamedTable(needed=tuple((name,) for name in _COLUMNS if name != "userid"), wanted=_COLUMNS)
_FRACTION = re.compile(r"\.\d+")
_NAMELESS = "Not Known"


class _Activity(NamedTuple):
    """One row: the wall-clock time, the user's id, the kind of thing, its line, and seconds."""

    row: int
    date: str
    user: str
    kind: str
    line: str
    seconds: str


def _read_database(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    with opened(part.files[0], cancel, advance) as database:
        found = database.rows(f"select {', '.join(_COLUMNS)} from PlaybackActivity")  # noqa: S608 - names of our own
        rows = [_Activity(at, *(text(value) or "" for value in values)) for at, values in enumerate(found, start=1)]
    yield from _batches(rows, part, log, cancel)


def _read_backup(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows: list[_Activity] = []
    for number, cells in unquoted_rows(load_text(part.files[0], log, cancel, advance), "\t", log, cancel):
        if len(cells) != _BACKUP_WIDTH:
            log.reject(Fate.UNREADABLE, number, f"{len(cells)} columns instead of {_BACKUP_WIDTH}")
            continue
        date, user, _, kind, line, *_, seconds = cells
        rows.append(_Activity(number, date, user, kind, line, seconds))
    yield from _batches(rows, part, log, cancel)


def _read_table(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    rows = [_Activity(at, *row.values()) for at, row in _TABLE.rows(part.files[0], log, cancel, advance)]
    yield from _batches(rows, part, log, cancel)


def _batches(rows: list[_Activity], part: Part, log: RowLog, cancel: CancelToken) -> Iterator[PlayBatch]:
    several = len({row.user for row in rows}) > 1
    yield from scrobble_batches(_scrobbles(rows, several, log), Precision.SECOND, log, cancel, part.zone)


def _scrobbles(rows: Iterable[_Activity], several: bool, log: RowLog) -> Iterator[Scrobble]:
    music: list[tuple[_Activity, str, str | None]] = []
    for row in rows:
        if row.kind.strip().lower() == "audio":
            music.append((row, *_album_cut_off(row.line)))
        else:
            log.reject(Fate.NOT_MUSIC, row.row, f"{row.kind}: {row.line}")
    known = certain_artists(line for _, line, _ in music)
    for row, line, album in music:
        artist, title = split(line, known.__contains__) or ("", line)
        seconds = whole_number(row.seconds)
        yield Scrobble(
            row.row,
            iso_time(_FRACTION.sub("", row.date)),  # of seven digits, more than Python reads
            "" if artist == _NAMELESS else artist,
            title,
            None if album == _NAMELESS else album,
            ms_played=UNKNOWN if seconds is None or seconds < 0 else seconds * 1000,
            listener=row.user if several else None,
        )


def _album_cut_off(line: str) -> tuple[str, str | None]:
    """``line`` without the last pair of brackets, and what is in them, which may hold brackets itself."""
    line = line.strip()
    if not line.endswith(")"):
        return line, None
    depth = 0
    for at in range(len(line) - 1, 0, -1):
        depth += (line[at] == ")") - (line[at] == "(")
        if depth == 0:
            return line[:at].strip(), line[at + 1 : -1]
    return line, None


def _by_a_clock(_: Head) -> bool:
    return True


READERS = (
    Reader(
        Format("jellyfin_db", "Jellyfin Playback Reporting (database)"),
        (lambda head: "playbackactivity" in head.tables,),
        _read_database,
        wall_clock=_by_a_clock,
    ),
    Reader(
        Format("jellyfin_tsv", "Jellyfin Playback Reporting (backup)"),
        (lambda head: head.matching(_BACKUP_ROW),),
        _read_backup,
        wall_clock=_by_a_clock,
    ),
    Reader(
        Format("jellyfin_csv", "Jellyfin Playback Reporting (table)"),
        (_TABLE.fits,),
        _read_table,
        wall_clock=_by_a_clock,
    ),
)
