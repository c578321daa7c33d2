"""What speaks for it that two names that look alike are one artist: letters, taste, titles, and how well known each is.

The thresholds were set on the 17,632 names of HetRec 2011 Last.fm-2K, by reading what they let through.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.library import ArtistTable, Library
from desktop_als.library.name_evidence import shared_works
from desktop_als.model.bundle import Model
from desktop_als.model.likeness import TasteOfPairs, taste_of_pairs
from desktop_als.plays import Doubles, Ints
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.spelling import alike

LONG = 10
"""Letters from which names of the same letters are rarely two artists: of shorter ones many are ("Sound", "The Sound")."""

SHORT = 7
"""Of names with fewer letters, so many differ in one that neither taste nor fame tells a slip."""

CLOSE = 0.95
"""Names of the same letters are confirmed by being closer in taste than this share of like artists."""

CLOSE_LONG, CLOSE_SHORT = 0.9, 0.985
"""The same for names with a letter wrong, from LONG letters on and below."""

FAR = 0.8
"""Less close than this, where enough listeners say so, two artists are two."""

ENOUGH_LISTENERS = 5
BETTER_KNOWN, MUCH_BETTER_KNOWN = 3, 20
"""A slip is rarer than the name, by so many times at least; by so many, it need not be confirmed when the letters are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class NameEvidence:
    """What is known of n pairs of names that look alike.

    Attributes:
        slip, name: (n,) places in the table of artists; the name is the better known one.
        wrong, length: (n,) as in :class:`desktop_als.workspace.spelling.Alike`.
        times: (n,) how many times as well known the name is.
        taste: of the pairs; not known (NaN) for pairs that taste could not confirm.
        shared: (n,) titles and albums that both have.
    """

    slip: Ints
    name: Ints
    wrong: Ints
    length: Ints
    times: Doubles
    taste: TasteOfPairs
    shared: Ints

    def likely(self) -> npt.NDArray[np.bool_]:
        """(n,) True where both are probably one artist."""
        told = (self.shared >= 2) | ((self.shared == 1) & (self.length >= LONG))
        silent, closer = np.isnan(self.taste.closer), np.nan_to_num(self.taste.closer)
        long = self.length >= LONG
        same = long | (closer >= CLOSE) | (self.times >= MUCH_BETTER_KNOWN)
        same &= silent | (closer >= FAR) | (self.taste.support < ENOUGH_LISTENERS)
        slip = closer >= np.where(long, CLOSE_LONG, CLOSE_SHORT)
        slip |= silent & (self.length >= LONG + 2) & (self.times >= LONG)
        slip &= _may_be_slips(self.length, self.times) & (long | (self.wrong < 2))
        likely: npt.NDArray[np.bool_] = told | np.where(self.wrong == 0, same, slip)
        return likely


def name_evidence(
    library: Library, table: ArtistTable, places: Ints, model: Model | None, cancel: CancelToken, progress: ProgressSink
) -> NameEvidence:
    """Compare the names at ``places`` of the table, of which no two have the same key.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    fame = table.listeners if table.listeners.max(initial=0) >= ENOUGH_LISTENERS else table.plays + table.ratings
    places = places[np.lexsort((table.ids[places], -table.plays[places], -fame[places]))]
    found = alike(table.keys[places], cancel, progress)
    name, slip = places[found.first], places[found.second]
    times = fame[name] / np.maximum(fame[slip], 1)
    asked = np.flatnonzero((found.wrong == 0) | _may_be_slips(found.length, times))
    taste = _taste(model, table.ids[slip], table.ids[name], asked)
    cancel.check()
    with library.reading() as cursor:
        shared = shared_works(cursor, table.ids[slip], table.ids[name])
    return NameEvidence(slip, name, found.wrong, found.length, times, taste, shared)


def _may_be_slips(length: Ints, times: Doubles) -> npt.NDArray[np.bool_]:
    choice: npt.NDArray[np.bool_] = (length >= SHORT) & (times >= BETTER_KNOWN)
    return choice


def _taste(model: Model | None, slip: Ints, name: Ints, asked: Ints) -> TasteOfPairs:
    """Of the pairs at the places ``asked``; of the others nothing is known."""
    cosine, closer, support = np.full(len(slip), np.nan), np.full(len(slip), np.nan), np.zeros(len(slip), np.int64)
    if model is not None:
        some = taste_of_pairs(model, slip[asked], name[asked])
        cosine[asked], closer[asked], support[asked] = some.cosine, some.closer, some.support
    return TasteOfPairs(cosine, closer, support)
