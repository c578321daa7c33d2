"""The rows of one sheet of a workbook (.xlsx), cell by cell as the file tells them.

ECMA-376, Office Open XML. A library that lays a sheet out as a grid gives way to a single cell far out: 3 kB are enough to
take all memory. Here a sheet is a stream, and no cell stands further right than any export has columns.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Generic, TypeVar
from xml.parsers import expat

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import whole_number
from desktop_als.history.packing import in_plain_words
from desktop_als.progress import CancelToken

_STEP = 65_536
_MOST_COLUMNS = 256
_MAX_DEPTH = 50
_LONGEST_TEXT = 32_767  # that a cell may hold
_LETTERS = re.compile(r"[A-Z]{1,3}")

T = TypeVar("T")

Attributes = dict[str, str]
"""By name, without the prefix that some programs give them."""


def sheet_rows(name: str, data: bytes, sheet: re.Pattern[str], cancel: CancelToken) -> Iterator[list[str]]:
    """Yield the rows that hold anything, of the first sheet whose name ``sheet`` fits. Cells that hold nothing are empty.

    Numbers come as the file writes them, and dates are often numbers: days since 1899-12-30.

    Raises:
        HistoryError: it is damaged, or has no such sheet. ``name`` tells people which file that is.
        Cancelled: the person asked to stop.
    """
    with in_plain_words(name), zipfile.ZipFile(io.BytesIO(data)) as book:
        try:
            place = _place(book, sheet, cancel)
            if place is None:
                raise HistoryError(f"{name} has no sheet with plays, so nothing was read.")
            texts = _shared_texts(book, cancel)
            with book.open(place) as stream:
                yield from _parsed(stream, _Sheet(texts), cancel)
        except (KeyError, expat.ExpatError) as error:
            raise HistoryError(
                f"{name} is damaged or cut off, so nothing was kept of it. Download it again."
            ) from error


def _place(book: zipfile.ZipFile, wanted: re.Pattern[str], cancel: CancelToken) -> str | None:
    """Where the wanted sheet is in the zip."""
    sheets = _elements(book, "xl/workbook.xml", "sheet", cancel)
    link = next((sheet.get("id") for sheet in sheets if wanted.search(sheet.get("name", ""))), None)
    links = _elements(book, "xl/_rels/workbook.xml.rels", "Relationship", cancel)
    target = next((found.get("Target", "") for found in links if found.get("Id") == link), None)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if link and target else None


def _elements(book: zipfile.ZipFile, member: str, tag: str, cancel: CancelToken) -> list[Attributes]:
    with book.open(member) as stream:
        return list(_parsed(stream, _Elements(tag), cancel))


def _shared_texts(book: zipfile.ZipFile, cancel: CancelToken) -> list[str]:
    """The texts that cells refer to by their numbers; a workbook may do without."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    with book.open("xl/sharedStrings.xml") as stream:
        return list(_parsed(stream, _Texts(), cancel))


class _Sieve(Generic[T]):
    """What the parser calls, and what came of it. Tags come without the prefix that some programs give them."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = lambda tag: self._end(tag.rpartition(":")[2])
        self.parser.CharacterDataHandler = self._say
        self.parser.EntityDeclHandler = self._refuse
        self.done: list[T] = []
        self.path: list[str] = []
        self.said = ""

    def begin(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends; ``said`` is the text of those in it that hold text."""

    def _begin(self, tag: str, attributes: Attributes) -> None:
        self.path.append(tag.rpartition(":")[2])
        if len(self.path) > _MAX_DEPTH:
            raise expat.ExpatError("nested too deeply")
        self.begin(self.path[-1], attributes)

    def _say(self, text: str) -> None:
        is_wanted = self.path[-1] in ("v", "t") and "rPh" not in self.path  # which tells how to pronounce the rest
        if is_wanted and len(self.said) < _LONGEST_TEXT:
            self.said += text

    def _end(self, tag: str) -> None:
        self.end(tag)
        self.path.pop()

    def _refuse(self, *_: object) -> None:
        raise expat.ExpatError("declares entities")


class _Elements(_Sieve[Attributes]):
    """The attributes of all elements of one kind."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag

    def begin(self, tag: str, attributes: Attributes) -> None:
        if tag == self._tag:
            self.done.append({name.rpartition(":")[2]: value for name, value in attributes.items()})


class _Texts(_Sieve[str]):
    """The shared texts in order."""

    def end(self, tag: str) -> None:
        if tag == "si":
            self.done.append(self.said)
            self.said = ""


class _Sheet(_Sieve[list[str]]):
    """The rows of a sheet."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self._texts = texts
        self._row: list[str] = []
        self._column = 0
        self._kind = ""

    def begin(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self._row, self._column = [], -1
        elif tag == "c":
            place = _LETTERS.match(attributes.get("r", ""))
            self._column = _column(place[0]) if place else self._column + 1
            self._kind = attributes.get("t", "")
            self.said = ""

    def end(self, tag: str) -> None:
        if tag == "row" and any(self._row):
            self.done.append(self._row)
        elif tag == "c" and self._column < _MOST_COLUMNS:
            self._row += [""] * (self._column + 1 - len(self._row))
            self._row[self._column] = self._shared() if self._kind == "s" else self.said

    def _shared(self) -> str:
        at = whole_number(self.said)
        return self._texts[at] if at is not None and 0 <= at < len(self._texts) else ""


def _parsed(stream: IO[bytes], sieve: _Sieve[T], cancel: CancelToken) -> Iterator[T]:
    while block := stream.read(_STEP):
        cancel.check()
        sieve.parser.Parse(block, False)
        yield from sieve.done
        sieve.done.clear()
    sieve.parser.Parse(b"", True)
    yield from sieve.done


def _column(letters: str) -> int:
    """The number of a column, beginning at 0: ``A`` is 0 and ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
