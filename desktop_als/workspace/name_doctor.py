"""Which names are probably one artist written in several ways, and which name several artists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np
from rapidfuzz import fuzz

from desktop_als.library import ArtistTable, Library, search_key
from desktop_als.model.bundle import Model
from desktop_als.plays import Ints
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.alike_names import NameEvidence, name_evidence
from desktop_als.workspace.featuring import featured
from desktop_als.workspace.naming import NameProposal, Spelling

REASONS = ("accents, signs, “The” or “and”", "one letter", "a letter elsewhere")

Apart = set[tuple[int, int]]
"""Pairs of artist ids, the smaller first, that are two; an artist with itself is one."""


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


def _spelled_alike(
    library: Library,
    table: ArtistTable,
    places: Ints,
    model: Model | None,
    apart: Apart,
    cancel: CancelToken,
    progress: ProgressSink,
) -> list[NameProposal]:
    found = name_evidence(library, table, places, model, cancel, progress)
    likely = [
        pair
        for pair in np.flatnonzero(found.likely()).tolist()
        if _pair(table, found.slip[pair], found.name[pair]) not in apart
        and not _has_a_word_more(table.keys[found.slip[pair]], table.keys[found.name[pair]])
    ]
    # Of all that a name may be, the likeliest: the last one stays.
    closer = np.nan_to_num(found.taste.closer)
    likely.sort(key=lambda pair: (-found.wrong[pair], found.shared[pair], closer[pair]))
    best = {int(found.slip[pair]): pair for pair in likely}
    return [_proposal(table, found, pair) for pair in best.values()]


def _proposal(table: ArtistTable, found: NameEvidence, pair: int) -> NameProposal:
    slip, name = int(found.slip[pair]), int(found.name[pair])
    cosine, closer = float(found.taste.cosine[pair]), float(found.taste.closer[pair])
    return NameProposal(
        "spelling",
        (spelling_at(table, slip),),
        (spelling_at(table, name),),
        REASONS[found.wrong[pair]],
        fuzz.ratio(table.keys[slip], table.keys[name]) / 100,
        None if np.isnan(cosine) else cosine,
        None if np.isnan(closer) else closer,
        int(found.shared[pair]),
        certain=False,
    )


def _has_a_word_more(one: str, other: str) -> bool:
    """ "Quay Junior" is not "Quay": an article is left out before names are compared, a word is not."""
    words, others = one.removeprefix("the ").split(), other.removeprefix("the ").split()
    return len(words) != len(others) and (set(words) < set(others) or set(others) < set(words))


def _wide(name: str) -> bool:
    """Whether it has letters as wide as ideographs: Japanese artists choose them to be told from their namesakes."""
    return any(unicodedata.decomposition(letter).startswith("<wide>") for letter in name)


def _pair(table: ArtistTable, one: int, other: int) -> tuple[int, int]:
    first, second = int(table.ids[one]), int(table.ids[other])
    return min(first, second), max(first, second)
