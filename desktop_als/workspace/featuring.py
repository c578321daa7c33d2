"""Names of several artists: "A feat. B". Split at "feat.", "ft." and "featuring" only.

Never at "&", ",", "/", "x" or "vs", which are parts of names more often than not.
"""

from __future__ import annotations

import re

_FEATURING = re.compile(r"\s[(\[]?\s*(?:feat\.|ft\.|featuring(?=\s))\s*", re.IGNORECASE)
_CLOSED = re.compile(r"\s*[)\]]\s*$")


def featured(name: str) -> list[str]:
    """The artists that a name names, first the main one; empty when it is not of several.

    A guest list "B, C & D" is one guest: where it is to be parted is for people to say.
    """
    parts = []
    rest = name
    while (found := _FEATURING.search(rest)) is not None:
        parts.append(rest[: found.start()].strip())
        rest = rest[found.end() :]
        if found.group().strip()[0] in "([":
            rest = _CLOSED.sub("", rest)
    if not parts:
        return []
    parts.append(rest.strip())
    return list(dict.fromkeys(parts)) if all(any(c.isalnum() for c in part) for part in parts) else []
