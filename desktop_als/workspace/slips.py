"""Words that become the same when one letter of each, or of one, is left out: with a letter wrong, missing, too many, or moved.

No two words are compared: each word stands for itself and for all that it becomes without one of its letters, as numbers, and
equal numbers are met by sorting (deletion neighbourhoods, as in Bocek, Hunt, Stiller 2007, "Fast similarity search in large
dictionaries"). All numbers of a word follow from sums over its letters: the hash of a word is the sum of its letters times
powers of an odd number, modulo 2⁶⁴, and what stands behind a gap moves one power down.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from desktop_als.plays import Ints
from desktop_als.progress import CancelToken

BASE = 0x9E3779B97F4A7C15  # odd; 2⁶⁴ over the golden ratio
INVERSE = pow(BASE, -1, 1 << 64)

LARGEST_GROUP = 50
"""Words that meet in one number beyond so many are not paired with each other: nobody could tell which slip is whose."""

Hashes = npt.NDArray[np.uint64]


def slips(words: Sequence[str], shortest: int, cancel: CancelToken) -> tuple[Ints, Ints]:
    """The places (p,), (p,) of words that differ in a slip, each pair once, the smaller place first; equal words too.

    Args:
        words: any, of which those with fewer letters than ``shortest`` are left out.
        shortest: at least 2.
        cancel: looked at between the steps, of which the longest takes some tenths of a second for 300,000 words.

    Raises:
        Cancelled: ``cancel`` was raised.
    """
    places = np.array([place for place, word in enumerate(words) if len(word) >= shortest], np.int64)
    numbers, owner = _neighbourhoods([words[place] for place in places], cancel)
    order = np.argsort(numbers, kind="stable")
    cancel.check()
    numbers, owner = numbers[order], owner[order]
    pairs = [np.empty(0, np.int64)]
    same = np.flatnonzero(numbers[1:] == numbers[:-1])
    for gap in range(1, LARGEST_GROUP):
        one, other = owner[same], owner[same + gap]
        pairs.append(np.unique(np.minimum(one, other) * len(words) + np.maximum(one, other)))
        cancel.check()
        same = same[same + gap + 1 < len(numbers)]
        same = same[numbers[same] == numbers[same + gap + 1]]
        if not len(same):
            break
    found = np.unique(np.concatenate(pairs))
    first, second = places[found // max(1, len(words))], places[found % max(1, len(words))]
    return first[first != second], second[first != second]


def _neighbourhoods(words: Sequence[str], cancel: CancelToken) -> tuple[Hashes, Ints]:
    """The numbers of all words and of all that they become without a letter, and the word that each belongs to."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(lengths)
    owner = np.repeat(np.arange(len(words)), lengths)
    position = np.arange(len(letters)) - np.repeat(ends - lengths, lengths)
    cancel.check()
    powers = np.cumprod(np.full(int(lengths.max(initial=0)) + 1, BASE, np.uint64))
    terms = _scattered(letters) * powers[position]
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms)])
    cancel.check()
    before = sums[:-1] - sums[np.repeat(ends - lengths, lengths)]
    behind = sums[np.repeat(ends, lengths)] - sums[1:]
    whole = sums[ends] - sums[ends - lengths]
    return (
        np.concatenate([whole, before + behind * np.uint64(INVERSE)]),
        np.concatenate([np.arange(len(words)), owner]),
    )


def _scattered(letters: npt.NDArray[np.uint32]) -> Hashes:
    """A number of 64 mixed bits for each letter (the finalizer of SplitMix64), so that sums of few letters do not meet."""
    mixed = letters.astype(np.uint64) + np.uint64(BASE)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scattered: Hashes = mixed ^ (mixed >> np.uint64(31))
    return scattered
