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
    if not len(first) or not len(second):
        return found
    ones, others, (one, one_end, other, other_end) = _runs(first, second)
    while len(one):
        this, that = ones[one], others[other]
        gap = second.start[that] - first.start[this]
        behind = np.where(gap > 0, _behind(first, second, this, that), _behind(second, first, that, this))
        same = np.abs(gap) <= CLOSE + first.rounding[this] + second.rounding[that] + behind
        found[that[same]] = this[same]
        one, other = one + (same | (gap >= 0)), other + (same | (gap < 0))
        on = (one < one_end) & (other < other_end)
        one, one_end, other, other_end = one[on], one_end[on], other[on], other_end[on]
    return found


def _behind(known: Tellings, unknown: Tellings, this: Ints, that: Ints) -> Ints:
    """Seconds more that plays of unknown length may start after those of known length."""
    longer = np.maximum(known.ms_played[this] // 1000 + BEHIND - CLOSE, 0)
    return np.where((known.ms_played[this] >= 0) & (unknown.ms_played[that] < 0), longer, 0)


def _runs(first: Tellings, second: Tellings) -> tuple[Ints, Ints, tuple[Ints, Ints, Ints, Ints]]:
    """Divide the plays into runs, with so much time between them that no pair spans two; one step is then for all runs.

    Returns:
        The places of ``first`` and of ``second`` in the order of their runs, and for every run that has both the slices of
        these orders that it takes: begin and end in the first, begin and end in the second.
    """
    group, start = np.concatenate([first.group, second.group]), np.concatenate([first.start, second.start])
    longest = max(first.ms_played.max(), second.ms_played.max()) // 1000
    away = CLOSE + BEHIND + longest + first.rounding.max() + second.rounding.max()
    order = np.lexsort((start, group))
    breaks = (np.diff(group[order]) != 0) | (np.diff(start[order]) > away)
    run = np.concatenate([[0], np.cumsum(breaks)])
    of_first = order < len(first)
    ones, others = (np.bincount(run[side], minlength=run[-1] + 1) for side in (of_first, ~of_first))
    both = (ones > 0) & (others > 0)
    one_end, other_end = np.cumsum(ones), np.cumsum(others)
    slices = (one_end - ones)[both], one_end[both], (other_end - others)[both], other_end[both]
    return order[of_first], order[~of_first] - len(first), slices
