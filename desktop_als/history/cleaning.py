"""Names and times as exports write them, made safe to store. The spelling stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from desktop_als.errors import HistoryError
from desktop_als.plays import Ints

_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\ud800-\udfff]")
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LAST_FM_TIME = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}),? (\d{1,2}):(\d{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DIGITS = np.array([str(digit).encode() for digit in range(10)], dtype="S1")
_NOT_A_TIME = -(2**63)

NOTHING = ("", "na", "nan", "none", "null")
"""How programs write an empty cell, in lower case."""

Moments = tuple[Ints, npt.NDArray[np.bool_]]
"""Unix seconds, and which of them could be read (else 0)."""

LATEST = 2**53
"""Numbers from files are cut at this size: far outside any calendar, and still exact in every column type."""


@lru_cache(maxsize=65_536)
def clean_text(text: str) -> str:
    """Drop control characters, outer blanks and outer zero-width characters; keep the spelling otherwise."""
    if text.isprintable() and text == text.strip():
        return text
    return _CONTROL.sub("", text).strip(_BLANK)


def iso_time(text: str) -> int | None:
    """Unix seconds of an ISO 8601 time, taken as UTC when it names no zone; None if it is no time."""
    try:
        moment = datetime.fromisoformat(text)
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def iso_times(texts: Sequence[str], otherwise: Callable[[str], int | None] = iso_time) -> Moments:
    """Unix seconds of many times, which ``otherwise`` reads one by one where they are not all of one usual form."""
    moments = times_of_one_form(texts)
    return _each(texts, otherwise) if moments is None else (moments, np.ones(len(moments), dtype=bool))


def _each(texts: Sequence[str], parse: Callable[[str], int | None]) -> Moments:
    numbers = [parse(text) for text in texts]
    known = np.array([number is not None for number in numbers], dtype=bool)
    return np.array([number or 0 for number in numbers], dtype=np.int64), known


def times_of_one_form(texts: Sequence[str]) -> Ints | None:
    """As nearly always: all like "2024-06-15T09:47:01Z", with or without the Z or the seconds. NumPy reads them at once.

    None if they are of another form: NumPy would read some of these too, a year and an offset for instance, and differently.
    """
    try:
        written = np.array(texts, dtype="S21")
        signs = written.view("S1").reshape(-1, 21)
        if not ((signs[:, 13] == b":").all() and np.isin(signs[:, 15], _DIGITS).all()):
            return None
        if (signs[:, 19] == b"Z").all() and (signs[:, 20] == b"").all():
            moments = written.astype("S19").astype("datetime64[s]").astype(np.int64)
        elif _are_as_long(signs, 16) or (_are_as_long(signs, 19) and (signs[:, 16] == b":").all()):
            moments = written.astype("datetime64[s]").astype(np.int64)
        else:
            return None
    except ValueError:  # a letter beyond ASCII, or no time
        return None
    return None if (moments == _NOT_A_TIME).any() else moments


def _are_as_long(signs: npt.NDArray[np.bytes_], length: int) -> bool:
    return bool((signs[:, length - 1] != b"").all() and (signs[:, length] == b"").all())


@lru_cache(maxsize=4096)
def last_fm_time(text: str) -> int | None:
    """Unix seconds of ``15 Jun 2024, 09:47``, with or without the comma, in UTC; None if it is no such time."""
    found = _LAST_FM_TIME.fullmatch(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    day, month, year, hour, minute = found.groups()
    try:
        moment = datetime(int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None
    return int(moment.timestamp())


def last_fm_times(texts: Sequence[str]) -> Moments:
    """Many times as :func:`last_fm_time` reads them; where there is none it is 0."""
    return _each(texts, lambda text: last_fm_time(text) if text.strip() else 0)


def clock(zone: str) -> ZoneInfo:
    """The clock of a time zone by its IANA name.

    Raises:
        HistoryError: there is no such zone.
    """
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise HistoryError(f"There is no time zone {zone}. Write it like Europe/Berlin.") from error


def utc(wall_clock: Ints, zone: str | None) -> Ints:
    """Unix seconds of wall-clock times that were written as if they were UTC; ``zone`` is an IANA name, None for UTC.

    Raises:
        HistoryError: there is no such zone.
    """
    if zone is None:
        return wall_clock
    there = clock(zone)
    return np.array([_utc(seconds, there) for seconds in wall_clock.tolist()], dtype=np.int64)


def _utc(seconds: int, clock: ZoneInfo) -> int:
    try:
        return int(datetime.fromtimestamp(seconds, UTC).replace(tzinfo=clock).timestamp())
    except (ValueError, OverflowError, OSError):
        return seconds  # outside every calendar, as the reader will find


def whole_number(text: str) -> int | None:
    """The integer in ``text``, cut at ±:data:`LATEST`; None if it is none."""
    try:
        return max(-LATEST, min(LATEST, int(text)))
    except ValueError:
        return None


def integers(texts: Sequence[str]) -> Ints | None:
    """Many numbers at once, None if any of them is no integer of 64 bits."""
    try:
        return np.fromiter(map(int, texts), dtype=np.int64, count=len(texts))
    except (ValueError, OverflowError):
        return None


def whole_numbers(texts: Sequence[str], otherwise: Callable[[str], int | None] = whole_number) -> Moments:
    """Many numbers as :func:`whole_number` reads them; ``otherwise`` reads them one by one where some are none."""
    numbers = integers(texts)
    if numbers is None:
        return _each(texts, otherwise)
    return np.clip(numbers, -LATEST, LATEST), np.ones(len(texts), dtype=bool)


def unix_times(texts: Sequence[str]) -> Moments:
    """Numbers of seconds, or of parts of one, since 1970, also as ``1586754091.0``; 0 where there is none."""
    return whole_numbers(texts, _unix_time)


def _unix_time(text: str) -> int | None:
    number = text.strip()
    return 0 if number.lower() in NOTHING else whole_number(number.removesuffix(".0"))
