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

FUZZY_BLOCK = 20_000
"""Names compared without a pause. The comparison keeps the interpreter's lock, and the window waits for it meanwhile."""

ARTICLE = "the "
"""Left out when spellings are compared: "beetles" means "The Beatles"."""


class NameIndex:
    """An index over m names, built once.

    The keys stand in one text, best known first, so that a substring search is one pass of ``str.find`` and its first hits
    are those that people mean.
    """

    def __init__(self, keys: npt.NDArray[np.object_], weight: npt.NDArray[np.int64]) -> None:
        """``keys``: search keys (m,); ``weight``: how well known each is (m,)."""
        self._order = np.argsort(-weight, kind="stable")
        self._keys: list[str] = [str(key) for key in keys[self._order]]
        self._bare = [key.removeprefix(ARTICLE) for key in self._keys]
        self._text = "\n" + "\n".join(self._keys) + "\n"
        lengths = np.fromiter((len(key) + 1 for key in self._keys), dtype=np.int64, count=len(self._keys))
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths

    def find(self, text: str, limit: int) -> list[int]:
        """Places (in the order of ``keys``) of at most ``limit`` names: whole, beginning, a word's beginning, inside, alike."""
        wanted = search_key(text).replace("\n", " ")
        if not wanted or not self._keys:
            return []
        found: dict[int, None] = {}
        for needle in (f"\n{wanted}\n", f"\n{wanted}", f" {wanted}", wanted):
            self._collect(needle, limit, found)
            if len(found) >= limit:
                break
        if len(found) < limit and len(wanted) >= FUZZY_FROM:
            for place in self._alike(wanted.removeprefix(ARTICLE), limit):
                found.setdefault(place)
        return [int(self._order[place]) for place in list(found)[:limit]]

    def _alike(self, wanted: str, limit: int) -> list[int]:
        scored: list[tuple[float, int]] = []
        for start in range(0, len(self._bare), FUZZY_BLOCK):
            block = self._bare[start : start + FUZZY_BLOCK]
            matches = process.extract(wanted, block, scorer=fuzz.ratio, limit=limit, score_cutoff=FUZZY_CUTOFF)
            scored += [(-score, start + place) for _, score, place in matches]
        return [place for _, place in sorted(scored)[:limit]]

    def _collect(self, needle: str, limit: int, found: dict[int, None]) -> None:
        at = self._text.find(needle)
        while at >= 0 and len(found) < limit:
            # A needle that starts with the line break stands one before its key.
            inside = at + 1 if needle[0] == "\n" else at
            place = int(np.searchsorted(self._starts, inside - 1, side="right")) - 1
            found.setdefault(place)
            at = self._text.find(needle, at + 1)
