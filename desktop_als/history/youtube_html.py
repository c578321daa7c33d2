"""Google Takeout's watch history as a web page, ``watch-history.html``, which is what Takeout makes if it is not asked for JSON.

Dates are in the language of the account. Where they cannot be read for certain, nothing is: the history can be had as JSON.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timezone
from typing import NamedTuple

from desktop_als.errors import HistoryError
from desktop_als.history.formats import Advance, Format, Part, Reader
from desktop_als.history.google_dates import Written, offsets, written
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.youtube import Channel, Detail, Watched, watched_batches
from desktop_als.plays import PlayBatch, RowLog
from desktop_als.progress import CancelToken

_CELL = '<div class="outer-cell'
_HEADER = re.compile(r'mdl-typography--title">([^<]*)<')
_CONTENT = re.compile(r'mdl-typography--body-1">(.*?)</div>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')
_LINE_END = re.compile(r"<br\s*/?>")
_MOST_OF_THEM = 0.5


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    cells = [_lines(cell) for cell in text.split(_CELL)[1:]]
    times = [written(html.unescape(cell.lines[-1])) if cell.lines else None for cell in cells]
    if len(cells) == 0 or sum(time is not None for time in times) < _MOST_OF_THEM * len(cells):
        raise HistoryError(
            f"{part.name} writes dates in a way that cannot be read for certain, so nothing was read. "
            "In Google Takeout, choose JSON as the format of the history."
        )
    zones = _zones(part, times, log)
    rows = [_watched(cell, time, zones) for cell, time in zip(cells, times, strict=True)]
    yield from watched_batches(range(1, len(rows) + 1), rows, log, cancel)


class _Cell(NamedTuple):
    product: str | None
    lines: list[str]
    is_advertisement: bool


def _lines(cell: str) -> _Cell:
    header, content = _HEADER.search(cell), _CONTENT.search(cell)
    lines = [line for line in _LINE_END.split(content[1] if content else "") if line.strip()]
    return _Cell(html.unescape(header[1]).strip() if header else None, lines, "Google Ads" in cell)


def _zones(part: Part, times: list[Written | None], log: RowLog) -> dict[str, timezone]:
    zones, open_ = offsets({time.zone for time in times if time})
    for name in sorted(open_):
        log.notes.append(
            f"{part.name} writes {name.upper() or 'no time zone'} behind its times, and they were taken as {zones[name]}. "
            "If that is not so, choose JSON in Google Takeout as the format of the history."
        )
    return zones


def _watched(cell: _Cell, time: Written | None, zones: dict[str, timezone]) -> Watched:
    lines = cell.lines
    first, channel = (_LINK.search(lines[at]) if len(lines) > at else None for at in (0, 1))
    return Watched(
        title=html.unescape(_LINK.sub(r"\2", lines[0])) if lines else "",
        time=time.clock.replace(tzinfo=zones[time.zone]).isoformat() if time else "",
        header=cell.product,
        url=html.unescape(first[1]) if first else None,
        channels=[Channel(html.unescape(channel[2]))] if channel else None,
        details=[Detail("Google")] if cell.is_advertisement else None,
    )


def _is_page(head: Head) -> bool:
    text = head.text
    return text.lstrip()[:15].lower().startswith(("<html", "<!doctype html")) and "mdl-typography" in text


READERS = (Reader(Format("youtube_html", "YouTube Music (Google Takeout, web page)"), (_is_page,), _read),)
