"""The search key of a name: what two spellings share when only typography differs."""

from __future__ import annotations

import unicodedata

_HYPHENS = "‐‑‒–—―−﹘"
_APOSTROPHES = "‘’‛′ʼ＇`´"
_PLAIN = str.maketrans({**dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_APOSTROPHES, "'")})
_UNSEEN = ("Cc", "Cf")  # control characters; zero-width joiners, soft hyphens, direction marks


def search_key(name: str) -> str:
    """Fold ``name`` for comparison: NFKC, nothing invisible, ASCII hyphens and apostrophes, single spaces, no case.

    Accents stay: without them distinct artists would meet.
    """
    if name.isascii() and name.isprintable():
        return " ".join(name.replace("`", "'").split()).casefold()
    # Before NFKC, which turns an acute accent that stands for an apostrophe into a space and a combining mark.
    folded = unicodedata.normalize("NFKC", name.translate(_PLAIN)).translate(_PLAIN)
    spaced = " ".join(folded.split())
    seen = "".join(letter for letter in spaced if unicodedata.category(letter) not in _UNSEEN)
    return " ".join(seen.casefold().split())
