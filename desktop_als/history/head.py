"""The first bytes of a file, looked at in the ways that tell formats apart."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable
from functools import cached_property

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*+"?)(\s*:)?|[{}]', re.DOTALL)  # a string cut off by the end still matches
_LINE_END = re.compile(r"\r\n|\n|\r")
_SQLITE = b"SQLite format 3\0"
_OBJECTS_LOOKED_AT = 50
_LINES_LOOKED_AT = 100


class Head:
    """The beginning of one file.

    Args:
        name: the file's own name, a hint for people and never the ground for recognising it.
        data: its first bytes, up to :data:`~desktop_als.history.archives.HEAD_BYTES`.
        tables: looks up the names of its tables, asked only if it is a database of SQLite.
    """

    def __init__(self, name: str, data: bytes, tables: Callable[[], frozenset[str]] = frozenset) -> None:
        self.name = name
        self.data = data
        self._look_up_tables = tables

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names of its tables in lower case; none if this is no database of SQLite."""
        return self._look_up_tables() if self.data.startswith(_SQLITE) else frozenset()

    @cached_property
    def text(self) -> str:
        """The bytes as text, without a byte order mark. Letters that are not UTF-8 are replaced."""
        if self.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return self.data.decode("utf-16", errors="replace")
        return self.data.decode("utf-8", errors="replace").removeprefix("\ufeff")

    @cached_property
    def root(self) -> str:
        """The first sign that is not blank: ``[`` and ``{`` begin JSON."""
        return self.text.lstrip()[:1]

    @cached_property
    def keys(self) -> tuple[frozenset[str], frozenset[str]]:
        """Keys of the outermost JSON objects, and of the objects directly in them; empty if this is no JSON."""
        found: tuple[set[str], set[str]] = (set(), set())
        depth = seen = 0
        for token in _TOKEN.finditer(self.text) if self.root in ("[", "{") else ():
            if token[1]:
                if token[2] and depth in (1, 2):
                    found[depth - 1].add(token[1].strip('"'))
            elif token[0] == "{":
                depth += 1
            else:
                depth -= 1
                seen += depth == 0
                if seen == _OBJECTS_LOOKED_AT:
                    break
        return frozenset(found[0]), frozenset(found[1])

    @property
    def records(self) -> frozenset[str]:
        """Keys of the objects in a JSON array; empty if this is not one."""
        return self.keys[0] if self.root == "[" else frozenset()

    @cached_property
    def lines(self) -> list[str]:
        """The first whole lines that are not blank. Titles contain U+2028 and its like: those end no line."""
        lines = _LINE_END.split(self.text)
        if len(lines) > 1:
            lines.pop()  # empty, or cut off
        return [line for line in lines if line.strip()][:_LINES_LOOKED_AT]

    def cells(self, delimiter: str) -> list[str]:
        """The first line as the header of a table: lower case, without blanks around."""
        return [cell.strip().lower() for cell in next(csv.reader(self.lines[:1], delimiter=delimiter), [])]

    def matching(self, pattern: re.Pattern[str]) -> bool:
        """Whether at least half of the lines, which may be in a bad way, fit ``pattern`` as a whole."""
        fitting = sum(pattern.fullmatch(line) is not None for line in self.lines)
        return fitting > 0 and 2 * fitting >= len(self.lines)

    def string(self, key: str) -> str | None:
        """The first value of a JSON ``key`` that is a plain string, or None."""
        found = re.search(rf'"{re.escape(key)}"\s*:\s*"([^"\\]+)"', self.text)
        return found[1] if found else None
