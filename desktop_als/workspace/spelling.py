"""Which names of many look like the same name written otherwise. Only looks: whether they are is for the name doctor to say.

Two ways lead to a pair. Names whose letters are the same once accents, articles, "and", signs and blanks are gone meet in a
group. Names that differ in a letter or two stand near each other in the order of their letters, forwards or backwards, because
what comes before the difference, or what comes after it, is the same. So not all pairs need to be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from desktop_als.plays import Ints, Texts
from desktop_als.progress import CancelToken, Progress, ProgressSink

NEIGHBOURS = 12
"""How far apart in the order of letters names are still compared."""

MOST_WRONG = 2
"""Letters wrong, missing, too many, or exchanged with the next."""

SHORTEST = 5
"""Of names with fewer letters, one wrong letter makes another name."""

AT_ONCE = 50_000

_ARTICLE = re.compile(r"^(?:the|a|an) | ?, ?the$")
_AND = re.compile(r"(?<=\s)(?:and|&|\+|n|'n'|'n|n'|e|y|et|und)(?=\s)")
_SIGNS = re.compile(r"[^\w]|_")
_LIKE_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_DIGITS = re.compile(r"\d+")

Order = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Pairs of names that look alike.

    Attributes:
        first, second: (n,) places of the names, first < second, each pair once.
        wrong: (n,) letters in which they differ once written plainly; 0 for the same letters.
        length: (n,) letters of the shorter one.
    """

    first: Ints
    second: Ints
    wrong: Ints
    length: Ints


def plain(key: str) -> str:
    """The letters and digits of a search key, without accents, article, "and" (also of other languages) and signs.

    A name that has nothing else is returned as it is.
    """
    bare = key if key.isascii() else _without_accents(key)
    bare = _SIGNS.sub("", _AND.sub(" ", _ARTICLE.sub("", bare)))
    return bare or key


def alike(keys: Texts, cancel: CancelToken, progress: ProgressSink) -> Alike:
    """The pairs of ``keys`` (n,) that look alike. Empty keys are like nothing; equal keys are left out.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    letters: list[str] = []
    for start in range(0, len(keys), AT_ONCE // 10):
        cancel.check()
        letters += [plain(key) for key in keys[start : start + AT_ONCE // 10].tolist()]
    progress(Progress("Comparing names", 1, 4))
    found = [_same_letters(letters)]
    for step, spelled in enumerate((letters, [word[::-1] for word in letters]), start=2):
        found += _near(spelled, cancel)
        progress(Progress("Comparing names", step, 4))
    first, second, wrong = (np.concatenate(parts) for parts in zip(*found, strict=True))
    first, second = np.minimum(first, second), np.maximum(first, second)
    _, once = np.unique(first * len(keys) + second, return_index=True)
    once = once[keys[first[once]] != keys[second[once]]] if len(once) else once
    length = np.fromiter(map(len, letters), np.int64, len(letters))
    progress(Progress("Comparing names", 4, 4))
    return Alike(first[once], second[once], wrong[once], np.minimum(length[first[once]], length[second[once]]))


def _same_letters(letters: list[str]) -> tuple[Order, Order, Order]:
    """Each name with the next one of the same letters, and all of a group with its first."""
    seen: dict[str, list[int]] = {}
    for place, word in enumerate(letters):
        if word:
            seen.setdefault(word, []).append(place)
    groups = [group for group in seen.values() if len(group) > 1]
    pairs = [(one, other) for group in groups for i, other in enumerate(group) for one in group[max(0, i - 8) : i]]
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    return first, second, np.zeros(len(first), np.int64)


def _near(letters: list[str], cancel: CancelToken) -> Iterator[tuple[Order, Order, Order]]:
    """Pairs that differ in one or two letters, among names that stand near each other in order."""
    enough = [place for place, word in enumerate(letters) if len(word) >= SHORTEST]
    order = np.array(sorted(enough, key=letters.__getitem__), np.int64)
    words = [letters[place] for place in order]
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    for gap in range(1, NEIGHBOURS + 1):
        fits = np.flatnonzero(np.abs(lengths[gap:] - lengths[: len(words) - gap]) <= MOST_WRONG)
        for start in range(0, len(fits), AT_ONCE):
            cancel.check()
            yield _compared(words, order, fits[start : start + AT_ONCE], gap)


def _compared(words: list[str], order: Order, places: Order, gap: int) -> tuple[Order, Order, Order]:
    one, other = [words[i] for i in places], [words[i + gap] for i in places]
    distances = process.cpdist(one, other, scorer=OSA.distance, score_cutoff=MOST_WRONG, dtype=np.int32)
    likely = [
        i
        for i in np.flatnonzero((distances > 0) & (distances <= _allowed(one, other))).tolist()
        if _digits(one[i]) == _digits(other[i])
    ]
    return order[places[likely]], order[places[likely] + gap], distances[likely].astype(np.int64)


def _allowed(one: Iterable[str], other: Iterable[str]) -> Order:
    """One letter may be wrong, in ten letters two."""
    shorter = [min(len(a), len(b)) for a, b in zip(one, other, strict=True)]
    return np.where(np.array(shorter, np.int64) >= 10, MOST_WRONG, 1)


def _digits(word: str) -> list[str]:
    """The numbers in a word, which are never a slip: "Volume 1" is not "Volume 2"."""
    return _DIGITS.findall(word)


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.translate(_LIKE_LATIN))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
