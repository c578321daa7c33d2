"""Which names are probably one artist written in several ways: found by their letters, confirmed by taste and by titles.

The thresholds were set on the 17,632 names of HetRec 2011 Last.fm-2K, by reading what they let through.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from desktop_als.library import ArtistTable, Library, search_key
from desktop_als.library.name_evidence import shared_works
from desktop_als.model.bundle import Model
from desktop_als.model.likeness import TasteOfPairs, taste_of_pairs
from desktop_als.plays import Doubles, Ints
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.featuring import featured
from desktop_als.workspace.naming import NameProposal, Spelling
from desktop_als.workspace.spelling import Alike, alike

LONG = 10
"""Letters from which names of the same letters are rarely two artists: of shorter ones many are ("Sound", "The Sound")."""

CLOSE, CLOSER = 0.97, 0.98
"""Closer in taste than this share of like artists, a pair of the same letters, or of other ones, is confirmed."""

FAR = 0.5
"""Less close than this, where both have enough listeners to say, two artists are two."""

ENOUGH_LISTENERS = 5
MUCH_BETTER_KNOWN = 20
"""A name that so many times as many people play is a name; the other is a slip."""

REASONS = ("accents, signs, “The” or “and”", "one letter", "two letters")

Apart = set[tuple[int, int]]
"""Pairs of artist ids, the smaller first, that are two; an artist with itself is one."""

Choice = npt.NDArray[np.bool_]


def proposals(
    library: Library, table: ArtistTable, model: Model | None, apart: Apart, cancel: CancelToken, progress: ProgressSink
) -> list[NameProposal]:
    """What the doctor proposes for the artists of ``table``: the certain first, then those that move most plays.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    best = _best_of_keys(table)
    found = [
        *_same_keys(table, best, apart),
        *_of_several(table, best, apart),
        *_spelled_alike(library, table, np.array(sorted(best.values()), np.int64), model, apart, cancel, progress),
    ]
    return sorted(found, key=lambda one: (not one.certain, -one.plays, one.spellings[0].name))


def spelling_at(table: ArtistTable, place: int) -> Spelling:
    """The artist at a place of the table."""
    return Spelling(table.names[place], int(table.ids[place]), int(table.plays[place]), int(table.listeners[place]))


def _best_of_keys(table: ArtistTable) -> dict[str, int]:
    """The place of the best known spelling of each key."""
    best: dict[str, int] = {}
    # The last one stays.
    for place in np.lexsort((-table.ids, table.plays, table.listeners)).tolist():
        if table.keys[place]:
            best[table.keys[place]] = place
    return best


def _same_keys(table: ArtistTable, best: dict[str, int], apart: Apart) -> Iterator[NameProposal]:
    groups: dict[int, list[int]] = {}
    for place, key in enumerate(table.keys.tolist()):
        into = best.get(key, place)
        if into != place and _pair(table, place, into) not in apart:
            groups.setdefault(into, []).append(place)
    for into, places in groups.items():
        spellings = tuple(spelling_at(table, place) for place in places)
        reason = "capitals, blanks or typographic signs"
        certain = not any(_wide(table.names[place]) for place in (into, *places))
        yield NameProposal("typography", spellings, (spelling_at(table, into),), reason, 1.0, None, None, None, certain)


def _of_several(table: ArtistTable, best: dict[str, int], apart: Apart) -> Iterator[NameProposal]:
    for place, key in enumerate(table.keys.tolist()):
        if "feat" not in key and "ft." not in key:
            continue
        names = featured(table.names[place])
        if not names or _pair(table, place, place) in apart:
            continue
        known = [best.get(search_key(name)) for name in names]
        into = tuple(
            Spelling(name, None) if at is None else spelling_at(table, at)
            for name, at in zip(names, known, strict=True)
        )
        certain = all(at is not None for at in known)
        yield NameProposal(
            "feat", (spelling_at(table, place),), into, "featured artists", 1.0, None, None, None, certain
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """What is known of n pairs; the second of each is the better known one."""

    first: Ints
    second: Ints
    wrong: Ints
    length: Ints
    times: Doubles  # as well known as the first
    taste: TasteOfPairs
    both_known: Choice  # by enough listeners to say that tastes differ
    shared: Ints

    def likely(self) -> Choice:
        """(n,) True where they are probably one artist."""
        told = (self.shared >= 2) | ((self.shared == 1) & (self.length >= LONG))
        close, closer = (np.nan_to_num(self.taste.closer) >= limit for limit in (CLOSE, CLOSER))
        silent = np.isnan(self.taste.closer)
        slip = self.times >= MUCH_BETTER_KNOWN
        same = told | close | (self.length >= LONG) | slip
        same &= told | ~(self.both_known & (self.taste.closer < FAR))
        one = told | ((self.length >= 7) & closer & (self.times >= 3))
        one |= (self.length >= LONG + 2) & silent & (self.times >= 10)
        two = (self.length >= LONG) & (self.times >= 10) & (told | closer)
        return np.choose(self.wrong, (same, one, two))


def _spelled_alike(
    library: Library,
    table: ArtistTable,
    places: Ints,
    model: Model | None,
    apart: Apart,
    cancel: CancelToken,
    progress: ProgressSink,
) -> list[NameProposal]:
    found = alike(table.keys[places], cancel, progress)
    evidence = _evidence(library, table, places, found, model)
    likely = [
        pair
        for pair in np.flatnonzero(evidence.likely()).tolist()
        if _pair(table, evidence.first[pair], evidence.second[pair]) not in apart
        and not _has_a_word_more(table.keys[evidence.first[pair]], table.keys[evidence.second[pair]])
    ]
    # The likeliest of those that a name may be.
    closer = np.nan_to_num(evidence.taste.closer)
    likely.sort(key=lambda pair: (evidence.wrong[pair], -evidence.shared[pair], -closer[pair]))
    best = {int(evidence.first[pair]): pair for pair in reversed(likely)}
    return [_proposal(table, evidence, pair) for pair in best.values()]


def _evidence(library: Library, table: ArtistTable, places: Ints, found: Alike, model: Model | None) -> _Evidence:
    known = table.listeners if table.listeners.max(initial=0) >= ENOUGH_LISTENERS else table.plays + table.ratings
    first, second = places[found.first], places[found.second]
    behind = (known[first] > known[second]) | ((known[first] == known[second]) & (first < second))
    first, second = np.where(behind, second, first), np.where(behind, first, second)
    if model is None:
        unknown = np.full(len(first), np.nan)
        taste = TasteOfPairs(unknown, unknown, np.zeros(len(first), np.int64))
    else:
        taste = taste_of_pairs(model, table.ids[first], table.ids[second])
    with library.reading() as cursor:
        shared = shared_works(cursor, table.ids[first], table.ids[second])
    return _Evidence(
        first,
        second,
        found.wrong,
        found.length,
        known[second] / np.maximum(known[first], 1),
        taste,
        taste.support >= ENOUGH_LISTENERS,
        shared,
    )


def _proposal(table: ArtistTable, evidence: _Evidence, pair: int) -> NameProposal:
    first, second = int(evidence.first[pair]), int(evidence.second[pair])
    cosine, closer = float(evidence.taste.cosine[pair]), float(evidence.taste.closer[pair])
    return NameProposal(
        "spelling",
        (spelling_at(table, first),),
        (spelling_at(table, second),),
        REASONS[evidence.wrong[pair]],
        fuzz.ratio(table.keys[first], table.keys[second]) / 100,
        None if np.isnan(cosine) else cosine,
        None if np.isnan(closer) else closer,
        int(evidence.shared[pair]),
        certain=False,
    )


def _has_a_word_more(one: str, other: str) -> bool:
    """ "Quay Junior" is not "Quay": an article is left out before names are compared, a word is not."""
    words, others = set(one.split()) - {"the"}, set(other.split()) - {"the"}
    return words < others or others < words


def _wide(name: str) -> bool:
    """Whether it has letters as wide as ideographs: Japanese artists choose them to be told from their namesakes."""
    return any(unicodedata.decomposition(letter).startswith("<wide>") for letter in name)


def _pair(table: ArtistTable, one: int, other: int) -> tuple[int, int]:
    first, second = int(table.ids[one]), int(table.ids[other])
    return min(first, second), max(first, second)
