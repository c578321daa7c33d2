"""Times as tables write them: the way a column uses, and what each value means.

A way is ``iso``, one of :data:`UNITS` since 1970, or a pattern of the codes of ``strptime``. Month names are English, whatever
the language of the machine: exporters write no others.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import LATEST, Moments, integers, times_of_one_form
from desktop_als.plays import FIRST_DAY, Precision

ISO = "iso"
UNITS = {"seconds": 1, "milliseconds": 10**3, "microseconds": 10**6, "nanoseconds": 10**9}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %b %Y", "%b %d %Y")
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_PATTERNS = tuple(date + clock for date, clock in product(_DATES, _CLOCKS))
_CODES = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "b": r"(?P<b>[a-z]{3})[a-z]*\.?",
    "B": r"(?P<b>[a-z]{3})[a-z]*\.?",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<H>\d{1,2})",
    "M": r"(?P<M>\d{2})",
    "S": r"(?P<S>\d{2})(?:\.\d+)?",
    "p": r"(?P<p>[ap])\.?m\.?",
    "z": r"(?P<z>z|[+-]\d{2}:?\d{2})",
}
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d*)?")
_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_MOST_OF_THEM = 0.5
_FIRST = 10  # values by which most ways are ruled out
_LONGEST = 60  # letters of any time; patterns would take long over much more


class Moment(NamedTuple):
    """Unix seconds, and whether the text told its time zone; without one they are those of the same clock in UTC."""

    seconds: int
    zoned: bool


Parse = Callable[[str], Moment | None]


@lru_cache(maxsize=64)
def parser(way: str) -> Parse:
    """What turns a text into a moment, or None when it is no time.

    Raises:
        HistoryError: there is no such way.
    """
    parse = _iso if way == ISO else _since_1970(UNITS[way]) if way in UNITS else _by_pattern(way)
    return lambda text: parse(text.strip()) if len(text) <= _LONGEST else None


def moments(way: str, texts: Sequence[str]) -> tuple[Moments, npt.NDArray[np.bool_]]:
    """Unix seconds of many texts and which could be read, as :func:`parser` does it, and which told their zone.

    What is empty could be read: it is 0.

    Raises:
        HistoryError: there is no such way.
    """
    everywhere = np.ones(len(texts), dtype=bool)
    if not any(texts):
        return (np.zeros(len(texts), dtype=np.int64), everywhere), everywhere
    if way == ISO and (seconds := times_of_one_form(texts)) is not None:
        return (seconds, everywhere), everywhere & texts[0].endswith("Z")
    if way in UNITS and (numbers := integers(texts)) is not None:
        return (np.clip(numbers // UNITS[way], -LATEST, LATEST), everywhere), everywhere
    parse = parser(way)
    found = [parse(text) if text.strip() else Moment(0, zoned=True) for text in texts]
    seconds = np.array([_within(moment.seconds) if moment else 0 for moment in found], dtype=np.int64)
    known = np.array([moment is not None for moment in found], dtype=bool)
    return (seconds, known), np.array([moment is None or moment.zoned for moment in found], dtype=bool)


def _within(seconds: int) -> int:
    return max(-LATEST, min(LATEST, seconds))


def ways(values: Iterable[str]) -> list[str]:
    """The ways by which most of these are times of play. More than one when nothing tells the day from the month."""
    told = [value for value in values if value.strip()]
    candidates = [way for way in (ISO, *UNITS, *_PATTERNS) if _fitting(way, told[:_FIRST])]
    fits = {way: _fitting(way, told) for way in candidates}
    best = max(fits.values(), default=0)
    return [way for way, count in fits.items() if count == best] if best >= _MOST_OF_THEM * len(told) else []


def _fitting(way: str, values: Iterable[str]) -> int:
    parse = parser(way)
    return sum(_is_plausible(parse(value)) for value in values)


def precision(way: str, value: str) -> Precision:
    """How exact a time is that was written in this way, such as ``value``."""
    if way == ISO:
        clock = _CLOCK_TIME.search(value)
        if clock is None:
            return Precision.DAY if len(value.strip()) <= len("2024-06-15") else Precision.SECOND
        return Precision.SECOND if clock[1] else Precision.MINUTE
    if way in UNITS or "%S" in way:
        return Precision.SECOND
    return Precision.MINUTE if "%M" in way else Precision.HOUR if {"%H", "%I"} & set(way.split()) else Precision.DAY


def _is_plausible(moment: Moment | None) -> bool:
    return moment is not None and FIRST_DAY <= moment.seconds <= time.time() + 86_400


def _iso(text: str) -> Moment | None:
    try:
        moment = datetime.fromisoformat(text.removesuffix(" UTC") + "+00:00" * text.endswith(" UTC"))
        if moment.tzinfo is not None:
            return Moment(int(moment.timestamp()), zoned=True)
        return Moment(int(moment.replace(tzinfo=UTC).timestamp()), zoned=False)
    except (ValueError, OverflowError):
        return None


def _since_1970(unit: int) -> Parse:
    def parse(text: str) -> Moment | None:
        if _NUMBER.fullmatch(text) is None:
            return None
        whole, _, part = text.partition(".")
        return Moment((int(whole) if unit > 1 or not part else int(float(text))) // unit, zoned=True)

    return parse


def _by_pattern(way: str) -> Parse:
    expression = _expression(way)

    def parse(text: str) -> Moment | None:
        found = expression.fullmatch(_without_commas(text).lower())
        return _moment(found.groupdict()) if found else None

    return parse


def _expression(way: str) -> re.Pattern[str]:
    """A pattern as a regular expression. Commas count for nothing, and one blank for another."""
    pieces = re.findall(r"%.|\s+|[^%\s]+", _without_commas(way))
    try:
        return re.compile(
            "".join(_CODES[piece[1:]] if piece[0] == "%" else re.escape(piece.lower()) for piece in pieces)
        )
    except (KeyError, re.error) as error:
        raise HistoryError(
            f"Dates cannot be read as “{way}”. Write it like %d/%m/%Y %H:%M, or iso, or {', '.join(UNITS)}."
        ) from error


def _without_commas(text: str) -> str:
    return " ".join(text.replace(",", " ").split())


def _moment(found: dict[str, str | None]) -> Moment | None:
    month = found.get("b")
    if month is not None and month not in _MONTHS:
        return None
    numbers = {code: int(found.get(code) or 0) for code in "YymdHMS"}
    if found.get("p") and numbers["H"] <= 12:
        numbers["H"] = numbers["H"] % 12 + 12 * (found["p"] == "p")
    try:
        moment = datetime(
            numbers["Y"] or 2000 + numbers["y"],
            _MONTHS.index(month) + 1 if month else numbers["m"],
            numbers["d"],
            numbers["H"],
            numbers["M"],
            numbers["S"],
            tzinfo=_zone(found.get("z")),
        )
        return Moment(int(moment.timestamp()), zoned=bool(found.get("z")))
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None) -> timezone:
    if offset is None or offset == "z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
