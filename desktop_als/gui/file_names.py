"""A title as the name of a file that every system takes."""

from __future__ import annotations

import re
import unicodedata

FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""They would show the letters of a name, and of its suffix, in another order than they stand."""
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
"""Devices of Windows, also with a suffix."""
MOST_BYTES = 180
"""File systems take 255, with the suffix and the name that a file has while it is written."""


def file_name(title: str, otherwise: str) -> str:
    """The title without what some file system refuses, without a suffix; ``otherwise`` when nothing is left of it."""
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in title)
    words = " ".join(FORBIDDEN.sub(" ", DIRECTION_MARKS.sub("", seen)).split())
    name = words.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .") or otherwise
    return f"_{name}" if RESERVED.match(name) else name
