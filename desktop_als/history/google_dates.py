"""Moments as the web pages of Google Takeout write them: in the words of the account's language, with the short name of a zone.

Their shape is that of the Unicode CLDR's medium dates. A short name of a zone may stand for several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)[:.](\d\d)(?![.\d])")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_HALF = re.compile(r"\b([ap])\.? ?m\b\.?|上午|午前|오전|(下午|午後|오후)")
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d\d))?")
_DAY_FIRST = ".-"
"""What stands between the numbers of dates that begin with the day; with other signs the month may come first."""

_MONTHS = tuple(
    frozenset(names.split())
    for names in (
        "jan ene gen sty oca янв",
        "feb fev fevr lut sub февр фев",
        "mar mrt мар",
        "apr avr abr kwi nis апр",
        "may mai maj mei mag мая май",
        "jun juin giu cze haz июн",
        "jul juil lug lip tem июл",
        "aug aout ago sie авг",
        "sep set wrz eyl сен",
        "oct okt out ott paz eki окт",
        "nov lis kas ноя",
        "dec dez dic gru ara дек",
    )
)

_NAMES = {
    -10: "hst",
    -9: "akst",
    -8: "akdt pst",
    -7: "mst pdt",
    -6: "mdt",
    -5: "cdt cot est pet",
    -4: "clt edt",
    -3.5: "nst",
    -3: "adt art brt clst",
    -2.5: "ndt",
    0: "gmt utc wet wez z",
    1: "bst cet mez wat west",
    2: "cat cest eet mesz oez sast",
    3: "eat eest idt msk oesz trt",
    3.5: "irst",
    5: "pkt",
    5.75: "npt",
    7: "ict wib",
    8: "awst hkt myt pht sgt wita",
    9: "jst kst wit",
    9.5: "acst",
    10: "aest",
    10.5: "acdt",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
}
"""By hours east of Greenwich, the names that stand for one zone, or nearly always for that one."""
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names.split()}


class _Ambiguous(NamedTuple):
    """A name of several zones: which it is where another name tells, and which it most often is."""

    beside: dict[str, float]
    else_: float


_SEVERAL = {
    "ist": _Ambiguous({"idt": 2, "gmt": 1}, 5.5),  # Israel, Ireland, India
    "cst": _Ambiguous({"cdt": -6}, -6),  # North America, China
    "ast": _Ambiguous({"adt": -4}, 3),  # Atlantic, Arabia
    "gst": _Ambiguous({}, 4),  # the Gulf, South Georgia
}


class Written(NamedTuple):
    """A date and a time of day, as if they were UTC, and the zone as it is written: a short name in lower case, or an offset."""

    clock: datetime
    zone: str


def written(text: str) -> Written | None:
    """What ``text`` says; None if it is no date, or if its day may be its month."""
    plain = " ".join(text.split()).casefold()
    clock = _CLOCK.search(plain)
    date = _date(plain[: clock.start()]) if clock else None
    if clock is None or date is None:
        return None
    half = _HALF.search(plain)
    hour, minute, second = map(int, clock.groups())
    if half is not None:
        afternoon = half[1] == "p" or half[2] is not None
        hour = hour % 12 + 12 * afternoon
    zone = _HALF.sub("", plain[clock.end() :]).strip(" []()")
    try:
        return Written(datetime(*date, hour, minute, second, tzinfo=UTC), zone)
    except (ValueError, OverflowError):
        return None


def _date(text: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    digits = _NUMBER.findall(text)
    if any(len(number) > 4 for number in digits):  # no year, and int() refuses to read thousands of digits
        return None
    numbers = [int(number) for number in digits]
    month = next((found for word in _WORD.findall(text) if (found := _month(word))), None)
    if len(numbers) == 3 and numbers[0] > 31:
        return numbers[0], numbers[1], numbers[2]
    if len(numbers) == 3 and re.search(rf"\d[{_DAY_FIRST}] ?\d", text) and numbers[2] > 31:
        return numbers[2], numbers[1], numbers[0]
    if len(numbers) == 2 and month and max(numbers) > 31:
        return max(numbers), month, min(numbers)
    return None


def _month(word: str) -> int | None:
    letters = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    beginnings = {letters[:3], letters[:4]}
    return next((at for at, names in enumerate(_MONTHS, start=1) if not names.isdisjoint(beginnings)), None)


def offsets(names: AbstractSet[str]) -> tuple[dict[str, timezone], set[str]]:
    """The offset of each zone of a page, and the names among them that leave it open: these are of the likeliest zone, or UTC."""
    hours = {name: _hours(name, names) for name in names}
    open_ = {name for name in names if hours[name] is None or _is_open(name, names)}
    return {name: timezone(timedelta(hours=found or 0)) for name, found in hours.items()}, open_


def _hours(name: str, names: AbstractSet[str]) -> float | None:
    if offset := _OFFSET.fullmatch(name):
        hours = int(offset[2]) + int(offset[3] or 0) / 60
        return None if hours >= 24 else -hours if offset[1] == "-" else hours
    if several := _SEVERAL.get(name):
        return next((hours for beside, hours in several.beside.items() if beside in names), several.else_)
    return _HOURS.get(name)


def _is_open(name: str, names: AbstractSet[str]) -> bool:
    several = _SEVERAL.get(name)
    return several is not None and names.isdisjoint(several.beside)
