"""Search while typing: names that begin with, contain, or nearly spell what was typed, the best known first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from desktop_als.library import search_key

FUZZY_FROM = 4
"""Shorter texts are alike to everything, so they only match letter by letter."""

FUZZY_CUTOFF = 76
"""Similarity in percent: one wrong letter in four passes, two do not."""

FUZZY_LENGTHS = 2
"""Letters that a wrong spelling may have more or less. Names of other lengths are not compared: they are the most."""

PIECE = 20_000

ARTICLE = "the "
"""Left out when spellings are compared: "beetles" means "The Beatles"."""


class NameIndex:
    """An index over m names, built once.

    The keys stand in one text, best known first, so that a substring search is one pass of ``str.find`` and its first hits
    are those that people mean.
    """

    def __init__(
        self,
        keys: npt.NDArray[np.object_],
        weight: npt.NDArray[np.int64],
        opaque: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Index the names.

        Args:
            keys: search keys (m,).
            weight: how well known each is (m,).
            opaque: (m,) True for names that nobody remembers, such as the numbers of a data set's listeners: they are
                found by their beginning only. None means that there are none.
        """
        hidden = np.zeros(len(keys), dtype=bool) if opaque is None else opaque
        self._order = np.lexsort((-weight, hidden))
        self._keys = [str(keys[place]) for place in self._order.tolist()]
        # In pieces: to gather all names at once keeps the interpreter, and the window waiting, for 50 ms.
        pieces = ["\n".join(self._keys[at : at + PIECE]) for at in range(0, len(self._keys), PIECE)]
        self._text = "\n".join(("", *pieces, ""))
        lengths = np.fromiter((len(key) + 1 for key in self._keys), dtype=np.int64, count=len(self._keys))
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
        remembered = len(keys) - int(hidden.sum())
        self._by_length = _by_length(self._keys[:remembered])
        self._remembered_end = 1 + int(lengths[:remembered].sum())

    def find(self, text: str, limit: int) -> list[int]:
        """Places (in the order of ``keys``) of at most ``limit`` names: whole, beginning, a word's beginning, inside, alike."""
        wanted = search_key(text).replace("\n", " ")
        if not wanted or not self._keys:
            return []
        found: dict[int, None] = {}
        everything, remembered = len(self._text), self._remembered_end
        for needle, end in (
            (f"\n{wanted}\n", remembered),
            (f"\n{wanted}", everything),
            (f" {wanted}", remembered),
            (wanted, remembered),
        ):
            self._collect(needle, end, limit, found)
            if len(found) >= limit:
                break
        if len(found) < limit and len(wanted) >= FUZZY_FROM:
            for place in self._alike(wanted.removeprefix(ARTICLE), limit):
                found.setdefault(place)
        return [int(self._order[place]) for place in list(found)[:limit]]

    def _alike(self, wanted: str, limit: int) -> list[int]:
        scored: list[tuple[float, int]] = []
        # Length by length also lets the window have the interpreter in between: a comparison keeps its lock.
        for length in range(len(wanted) - FUZZY_LENGTHS, len(wanted) + FUZZY_LENGTHS + 1):
            places, names = self._by_length.get(length, ([], []))
            matches = process.extract(wanted, names, scorer=fuzz.ratio, limit=limit, score_cutoff=FUZZY_CUTOFF)
            scored += [(-score, places[match]) for _, score, match in matches]
        return [place for _, place in sorted(scored)[:limit]]

    def _collect(self, needle: str, end: int, limit: int, found: dict[int, None]) -> None:
        at = self._text.find(needle, 0, end)
        while at >= 0 and len(found) < limit:
            # A needle that starts with the line break stands one before its key.
            inside = at + 1 if needle[0] == "\n" else at
            place = int(np.searchsorted(self._starts, inside - 1, side="right")) - 1
            found.setdefault(place)
            at = self._text.find(needle, at + 1, end)


def _by_length(keys: list[str]) -> dict[int, tuple[list[int], list[str]]]:
    """Places and names without article, by the number of their letters."""
    found: dict[int, tuple[list[int], list[str]]] = {}
    for place, key in enumerate(keys):
        bare = key.removeprefix(ARTICLE)
        places, names = found.setdefault(len(bare), ([], []))
        places.append(place)
        names.append(bare)
    return found
