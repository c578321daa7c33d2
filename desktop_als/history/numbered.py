"""What research sets have in common that call artists and tracks by numbers: a second file tells the names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from desktop_als.history.head import Head

_NAMES_ROW = re.compile(r"\d+\t[^\t]*\s*")
_NUMBERS_ROW = re.compile(r"\d*\t\d+\s*")
_HEADER_BYTES = 4096


def is_artist_names(head: Head) -> bool:
    """Whether each line is the number and the name of an artist, without headings; not all names are numbers."""
    headings = head.lines[:1]
    headless = not any("\t" in line and not _NAMES_ROW.fullmatch(line) for line in headings)
    return headless and head.matching(_NAMES_ROW) and not is_pairs_of_numbers(head)


def is_pairs_of_numbers(head: Head) -> bool:
    """Whether each line is two numbers; the first may be missing."""
    return head.matching(_NUMBERS_ROW)


def columns_by_heading(table: Path, meanings: Mapping[str, str]) -> tuple[str, ...]:
    """What the columns of a tab-separated file mean, by the headings in its first line; others keep their heading."""
    with table.open("rb") as file:
        headings = Head(table.name, file.read(_HEADER_BYTES)).cells("\t")
    return tuple(meanings.get(heading, heading) for heading in headings)
