"""Last.fm by the exporter of ghan.nl, as CSV with a header. Its JSON are pages of Last.fm's API, see lastfm_pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import last_fm_time, whole_number
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import data_rows
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_FILE_NAME = re.compile(r"(?:recenttracks|scrobbles)-(.+)-\d{9,}\.\w+")
_DELIMITERS = ",;\t"


def _unix_time(text: str) -> int | None:
    return whole_number(text) if text.strip() else 0


def _written_time(text: str) -> int | None:
    return last_fm_time(text) if text.strip() else 0


def _is_header(cells: list[str]) -> bool:
    return {"artist", "track"} <= set(cells) and not {"uts", "utc_time"}.isdisjoint(cells)


def _delimiter(head: Head) -> str | None:
    return next((sign for sign in _DELIMITERS if _is_header(head.cells(sign))), None)


def _read_csv(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    head = Head(part.name, text[:4096].encode(errors="replace"))
    delimiter = _delimiter(head)
    if delimiter is None:
        raise HistoryError(f"{part.name} has no header with uts or utc_time, artist and track, so nothing was read.")
    header = head.cells(delimiter)
    rows = data_rows(text, delimiter, len(header), log, cancel, header=True)
    # People cut columns away: without unix seconds the written time serves, which is to the minute.
    precision = Precision.SECOND if "uts" in header else Precision.MINUTE
    yield from scrobble_batches(_csv_scrobbles(rows, header), precision, log, cancel)


def _csv_scrobbles(rows: Iterator[tuple[int, list[str]]], header: list[str]) -> Iterator[Scrobble]:
    exact = "uts" in header
    when, artist, track = (header.index(name) for name in ("uts" if exact else "utc_time", "artist", "track"))
    album, mbid = (header.index(name) if name in header else None for name in ("album", "track_mbid"))
    parse = _unix_time if exact else _written_time
    for number, cells in rows:
        yield Scrobble(
            number,
            parse(cells[when]),
            cells[artist],
            cells[track],
            cells[album] if album is not None else None,
            cells[mbid] if mbid is not None else None,
        )


def _is_csv(head: Head) -> bool:
    return _delimiter(head) is not None


def user_named(head: Head) -> str | None:
    """The user that the name of ghan.nl's file tells."""
    named = _FILE_NAME.fullmatch(head.name)
    return named[1] if named else None


READERS = (
    Reader(Format("lastfm_ghan_csv", "Last.fm export of ghan.nl (CSV)"), (_is_csv,), _read_csv, listener=user_named),
)
