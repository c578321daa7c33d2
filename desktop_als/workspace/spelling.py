"""Which names of many look like the same name written otherwise. Only looks: whether they are is for the name doctor to say.

Names whose letters are the same once accents, articles, "and", signs and blanks are gone, and names that then differ in a slip.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from desktop_als.plays import Ints, Texts
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.slips import slips

SHORTEST = 5
"""Of names with fewer letters, one wrong letter makes another name."""

AT_ONCE = 5_000

_ARTICLES = frozenset({"the", "a", "an"})
_AND = frozenset({"and", "&", "+", "n", "'n'", "'n", "n'", "e", "y", "et", "und"})
_SIGNS = re.compile(r"[^\w]|_")
_LIKE_LATIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Pairs of names that look alike.

    Attributes:
        first, second: (n,) places of the names, first < second, each pair once.
        wrong: (n,) letters in which they differ once written plainly (2: one is elsewhere); 0 for the same letters.
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
    words = (key if key.isascii() else _without_accents(key)).split(" ")
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    elif len(words) > 1 and words[-1] == "the" and words[-2].endswith(","):
        del words[-1]
    bare = "".join([words[0], *(word for word in words[1:-1] if word not in _AND), *words[1:][-1:]])
    return (bare if bare.isalnum() else _SIGNS.sub("", bare)) or key


def alike(keys: Texts, cancel: CancelToken, progress: ProgressSink) -> Alike:
    """The pairs of distinct ``keys`` (n,), best known first, that look alike.

    Of names with the same letters only the first is compared with others. A number is never a slip: "volume 1" is not
    "volume 2".

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    letters: list[str] = []
    for start in range(0, len(keys), AT_ONCE):
        cancel.check()
        progress(Progress("Comparing names", start, 2 * len(keys)))
        letters += [plain(key) for key in keys[start : start + AT_ONCE].tolist()]
    groups: dict[str, list[int]] = {}
    for place, word in enumerate(letters):
        groups.setdefault(word, []).append(place)
    words = list(groups)
    one, other = slips(words, SHORTEST, cancel)
    numbers = _numbers(words)
    one, other = (some[numbers[one] == numbers[other]] for some in (one, other))
    best = np.fromiter((places[0] for places in groups.values()), np.int64, len(groups))
    same = [(places[0], other) for places in groups.values() for other in places[1:]]
    first, second = np.concatenate([np.array(same, np.int64).reshape(-1, 2), np.stack([best[one], best[other]], 1)]).T
    wrong = np.concatenate([np.zeros(len(same), np.int64), _distances(words, one, other, cancel, progress)])
    length = np.fromiter(map(len, letters), np.int64, len(letters))
    progress(Progress("Comparing names", 1, 1))
    return Alike(np.minimum(first, second), np.maximum(first, second), wrong, np.minimum(length[first], length[second]))


def _numbers(words: list[str]) -> Ints:
    """Equal for words with the same numbers in them."""
    codes: dict[tuple[str, ...], int] = {(): 0}
    return np.fromiter(
        (0 if word.isalpha() else codes.setdefault(tuple(_DIGITS.findall(word)), len(codes)) for word in words),
        np.int64,
        len(words),
    )


def _distances(words: list[str], one: Ints, other: Ints, cancel: CancelToken, progress: ProgressSink) -> Ints:
    """In how many letters the pairs differ; a letter and the next exchanged count as one."""
    distances = [np.empty(0, np.int64)]
    for start in range(0, len(one), AT_ONCE):
        cancel.check()
        progress(Progress("Comparing names", len(one) + start, 2 * len(one)))
        left, right = ([words[i] for i in some[start : start + AT_ONCE].tolist()] for some in (one, other))
        distances.append(process.cpdist(left, right, scorer=OSA.distance, dtype=np.int32))
    return np.concatenate(distances).astype(np.int64)


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.translate(_LIKE_LATIN))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare)  # syllables of Hangul were parted, too
