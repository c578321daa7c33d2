"""Last.fm by the exporter of ghan.nl, as CSV with a header. Its JSON are pages of Last.fm's API, see lastfm_pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import last_fm_times, unix_times
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.tables import data_columns
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

_FILE_NAME = re.compile(r"(?:recenttracks|scrobbles)-(.+)-\d{9,}\.\w+")
_DELIMITERS = ",;\t"


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
    for numbers, columns in data_columns(text, delimiter, len(header), log, cancel, header=True):
        told = {name: columns[place] for place, name in reversed([*enumerate(header)])}
        # People cut columns away: without unix seconds the written time serves, which is to the minute.
        if "uts" in told:
            precision, (played_at, known) = Precision.SECOND, unix_times(told["uts"])
        else:
            precision, (played_at, known) = Precision.MINUTE, last_fm_times(told["utc_time"])
        yield play_batch(
            log,
            precision,
            numbers,
            played_at,
            told["artist"],
            told["track"],
            told.get("album"),
            told.get("track_mbid"),
            known=known,
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
