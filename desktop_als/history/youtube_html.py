"""Google Takeout's watch history as a web page, ``watch-history.html``: read only where its dates are English and tell their zone.

Takeout writes dates in the language of the account, with abbreviated time zones, some of which stand for several. What is not
certain is not guessed: the same history can be had as JSON.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from desktop_als.errors import HistoryError
from desktop_als.history.formats import Advance, Format, Part, Reader
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
_DATE = re.compile(
    r"(?:(?P<m1>[A-Z][a-z]{2}) (?P<d1>\d{1,2})|(?P<d2>\d{1,2}) (?P<m2>[A-Z][a-z]{2,3})),? (?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)(?: (?P<half>[AP])M)? (?P<zone>\S+)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OFFSET = re.compile(r"(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?")
# Hours east of Greenwich. CST, IST and their like are missing where they stand for places on two continents.
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "WEST": 1, "WET": 0}
_ZONES |= {"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_MOST_OF_THEM = 0.5


def _read(part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
    text = load_text(part.files[0], log, cancel, advance)
    rows = [_watched(cell) for cell in text.split(_CELL)[1:]]
    dated = sum(bool(row.time) for row in rows)
    if not rows or dated < _MOST_OF_THEM * len(rows):
        raise HistoryError(
            f"{part.name} writes dates in a way that cannot be read for certain, so nothing was read. "
            "In Google Takeout, choose JSON as the format of the history."
        )
    yield from watched_batches(range(1, len(rows) + 1), rows, log, cancel)


def _watched(cell: str) -> Watched:
    header, content = _HEADER.search(cell), _CONTENT.search(cell)
    lines = [line for line in _LINE_END.split(content[1] if content else "") if line.strip()]
    first, channel = (_LINK.search(lines[at]) if len(lines) > at else None for at in (0, 1))
    return Watched(
        title=html.unescape(_LINK.sub(r"\2", lines[0])) if lines else "",
        time=_iso(html.unescape(lines[-1])) if lines else "",
        header=html.unescape(header[1]).strip() if header else None,
        url=html.unescape(first[1]) if first else None,
        channels=[Channel(html.unescape(channel[2]))] if channel else None,
        details=[Detail("Google")] if "Google Ads" in cell else None,
    )


def _iso(text: str) -> str:
    """An English date as ISO 8601, empty if it is not certain."""
    found = _DATE.fullmatch(" ".join(text.split()))
    month = (found["m1"] or found["m2"])[:3] if found else ""
    zone = _zone(found["zone"]) if found else None
    if found is None or month not in _MONTHS or zone is None:
        return ""
    hour = int(found["hour"]) % 12 + 12 * (found["half"] == "P") if found["half"] else int(found["hour"])
    day = int(found["d1"] or found["d2"])
    clock = (hour, int(found["minute"]), int(found["second"]))
    try:
        return datetime(int(found["year"]), _MONTHS.index(month) + 1, day, *clock, tzinfo=zone).isoformat()
    except ValueError:
        return ""


def _zone(name: str) -> timezone | None:
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        return timezone(timedelta(hours=_ZONES[name])) if name in _ZONES else None
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-ahead if offset[1] == "-" else ahead) if ahead < timedelta(hours=24) else None


def _is_page(head: Head) -> bool:
    text = head.text
    return text.lstrip()[:15].lower().startswith(("<html", "<!doctype html")) and "mdl-typography" in text


READERS = (Reader(Format("youtube_html", "YouTube Music (Google Takeout, web page)"), (_is_page,), _read),)
