"""Which plays told by different services are the same: what is compared of them, and how near their times must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from desktop_als.library.names import search_key
from desktop_als.plays import Ints, Precision

CLOSE = 120
"""Seconds between two tellings of one start: ListenBrainz saw 54 between copies that were rounded to the minute."""

BEHIND = 60
"""Seconds after its end that a play may be told at by a service that tells no length: a backlog is sent at the end."""

_UNITS = {Precision.SECOND: 0, Precision.MINUTE: 60, Precision.HOUR: 3600, Precision.DAY: 86_400}
ROUNDING = np.array([_UNITS[precision] for precision in Precision])
"""Seconds by which a time of each precision may be off."""

VARIOUS = "various artists"
"""The key of what some services give as the artist of every track of a compilation."""

_GUESTS = r"(?:feat\.?|ft\.?|featuring)\s"
_GUESTS_OF_TITLE = re.compile(rf"\s*[(\[](?:{_GUESTS}|with\s)[^)\]]*[)\]]|\s(?:-\s)?{_GUESTS}.*$")
_GUESTS_OF_ARTIST = re.compile(rf"\s[(\[]?{_GUESTS}.*$")
_REMASTER = re.compile(
    r"\s*(?:-\s|[(\[])(?:\d{4}\s)?(?:digital(?:ly)?\s)?remaster(?:ed)?(?:\sversion)?(?:\s\d{4})?[)\]]?$"
)
# One exporter of Last.fm leaves out every comma and every quote.
_DROPPED = str.maketrans("", "", ',"“”„')


def title_key(title: str) -> str:
    """The search key of a title without guests, a remaster's year, commas and quotes."""
    key = search_key(title)
    return _bare(_REMASTER.sub("", _GUESTS_OF_TITLE.sub("", key))) or key


def lead_key(artist_key: str) -> str:
    """The search key of an artist without guests, commas and quotes."""
    return _bare(_GUESTS_OF_ARTIST.sub("", artist_key)) or artist_key


def _bare(key: str) -> str:
    return " ".join(key.translate(_DROPPED).split())


@dataclass(frozen=True, slots=True)
class Tellings:
    """Plays in columns of length n, to be compared within their ``group``: a number for listener, artist and title."""

    group: Ints
    start: Ints  # Unix seconds
    ms_played: Ints  # or UNKNOWN
    rounding: Ints  # seconds

    def __len__(self) -> int:
        return len(self.group)

    def at(self, places: Ints | npt.NDArray[np.bool_]) -> Self:
        """Some of them."""
        return type(self)(self.group[places], self.start[places], self.ms_played[places], self.rounding[places])


def match(first: Tellings, second: Tellings) -> Ints:
    """Pair the plays of two services one to one, in the order of their times; of equal times those that stand first.

    Two plays are the same when they start within :data:`CLOSE`, or one of unknown length starts until :data:`BEHIND` after
    the end of the other. To take the earliest that fits leaves the fewest alone, also where a track is played in a loop.

    Returns:
        For every row of ``second`` its place in ``first``, -1 without one.
    """
    found = np.full(len(second), -1)
    ones, others = _in_order(first, second), _in_order(second, first)
    pairs = _pairs(_columns(first, ones), _columns(second, others))
    found[others[[other for _, other in pairs]]] = ones[[one for one, _ in pairs]]
    return found


def _in_order(rows: Tellings, others: Tellings) -> Ints:
    """The places of rows that can have a partner, by group and time."""
    order = np.lexsort((rows.start, rows.group))
    return order[np.isin(rows.group[order], others.group)]


def _columns(rows: Tellings, order: Ints) -> list[tuple[int, int, int, int, bool]]:
    """Group, start, seconds that a start may be off, seconds more if the other's length is unknown, and whether its own is."""
    unknown = rows.ms_played < 0
    longer = np.where(unknown, 0, np.maximum(rows.ms_played // 1000 + BEHIND - CLOSE, 0))
    columns = (rows.group, rows.start, rows.rounding, longer, unknown)
    return list(zip(*(column[order].tolist() for column in columns), strict=True))


def _pairs(
    ones: list[tuple[int, int, int, int, bool]], others: list[tuple[int, int, int, int, bool]]
) -> list[tuple[int, int]]:
    pairs = []
    one = other = 0
    while one < len(ones) and other < len(others):
        group, start, rounding, longer, unknown = ones[one]
        other_group, other_start, other_rounding, other_longer, other_unknown = others[other]
        gap = other_start - start
        behind = (longer if gap > 0 else other_longer) if unknown != other_unknown else 0
        if group == other_group and abs(gap) <= CLOSE + rounding + other_rounding + behind:
            pairs.append((one, other))
            one, other = one + 1, other + 1
        elif (group, start) <= (other_group, other_start):
            one += 1
        else:
            other += 1
    return pairs
