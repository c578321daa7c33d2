"""How much of something, to two digits: estimates are no better known."""

from __future__ import annotations

import math

LARGE = ("", " thousand", " million", " billion", " trillion")
PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z")
MINUTE, HOUR, DAY, YEAR = 60, 3_600, 86_400, 31_557_600


def many(number: float) -> str:
    """ "850", "17 million"."""
    return _scaled(number, LARGE, "")


def in_bytes(number: float) -> str:
    """ "1.6 GB", in powers of a thousand."""
    return _scaled(number, PREFIXES, "B")


def operations(number: float) -> str:
    """ "53 Gflop": floating-point operations."""
    return _scaled(number, PREFIXES, "flop")


def span(seconds: float) -> str:
    """ "0.21 s", "4 min", "3 days"."""
    if seconds < 2 * MINUTE:
        return f"{two_digits(seconds)} s"
    unit, word = next(
        (unit, word)
        for unit, word, until in (
            (MINUTE, "min", 2 * HOUR),
            (HOUR, "h", 2 * DAY),
            (DAY, "days", 2 * YEAR),
            (YEAR, "years", math.inf),
        )
        if seconds < until
    )
    return f"{two_digits(seconds / unit)} {word}"


def share(part: float) -> str:
    """ "12 %" of something, or "4.1 times over"."""
    return f"{two_digits(100 * part)} %" if part < 2 else f"{two_digits(part)} times over"


def two_digits(number: float) -> str:
    """ "0.21", "4", "850", "1,700"."""
    if number == 0:
        return "0"
    places = 1 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    return f"{rounded:,.{max(0, places)}f}".rstrip("0").rstrip(".") if places > 0 else f"{rounded:,.0f}"


def _scaled(number: float, names: tuple[str, ...], unit: str) -> str:
    step = 0
    while float(f"{number:.2g}") >= 1000 and step < len(names) - 1:
        number, step = number / 1000, step + 1
    space = " " if unit else ""
    return f"{two_digits(number)}{space}{names[step]}{unit}"
