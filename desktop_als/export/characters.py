"""Which characters of a name a file can hold. Everything that can be seen stays as it was written."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_CHARACTERS = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def one_line(text: str) -> str:
    """``text`` with a space for line breaks and other control characters, and U+FFFD for what is no character.

    What stays can be written as UTF-8 and in XML 1.0 (§2.2), and takes one line in a format of lines.
    """
    return _NO_CHARACTERS.sub("\ufffd", _BREAKS.sub(" ", text))
