"""Tables whose columns go by name, in any order and among any number of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.formats import Advance
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.tables import data_columns
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken

_DELIMITERS = ",;\t"
_LONGEST_HEADER = 65_536


@dataclass(frozen=True, slots=True)
class NamedTable:
    """A kind of table, by its headings in lower case.

    ``needed`` holds the headings that it is known by; where there are several names for one, any of them will do.
    ``wanted`` are the columns to be read. A spreadsheet may have put another sign between the cells.
    """

    needed: tuple[tuple[str, ...], ...]
    wanted: tuple[str, ...]

    def fits(self, head: Head) -> bool:
        """Whether a file has such a header."""
        return self._delimiter(head) is not None

    def rows(
        self, entry: Entry, log: RowLog, cancel: CancelToken, advance: Advance
    ) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows with their numbers, beginning at 1, each with all of ``wanted``: empty where there is no such column.

        Raises:
            HistoryError: the file has no such header, or cannot be read.
        """
        return self.rows_of(load_text(entry, log, cancel, advance), entry.name, log, cancel)

    def rows_of(self, text: str, name: str, log: RowLog, cancel: CancelToken) -> Iterator[tuple[int, dict[str, str]]]:
        """As :meth:`rows`, of the text of file ``name``, which is loaded already."""
        for numbers, columns in self.columns_of(text, name, log, cancel):
            for number, *cells in zip(numbers, *columns.values(), strict=True):
                yield number, dict(zip(columns, cells, strict=True))

    def columns_of(
        self, text: str, name: str, log: RowLog, cancel: CancelToken
    ) -> Iterator[tuple[Sequence[int], dict[str, Sequence[str]]]]:
        """As :meth:`rows_of`, but the columns of some thousand rows at a time.

        Raises:
            HistoryError: the file has no such header.
        """
        head = Head(name, text[:_LONGEST_HEADER].encode(errors="replace"))
        delimiter = self._delimiter(head)
        if delimiter is None:
            names = ", ".join(names[0] for names in self.needed)
            raise HistoryError(f"{name} has no header with {names}, so nothing was read.")
        header = head.cells(delimiter)
        places = {name: header.index(name) for name in self.wanted if name in header}
        for numbers, cells in data_columns(text, delimiter, len(header), log, cancel, header=True):
            absent: dict[str, Sequence[str]] = dict.fromkeys(self.wanted, ("",) * len(numbers))
            yield numbers, absent | {name: [*map(str.strip, cells[place])] for name, place in places.items()}

    def _delimiter(self, head: Head) -> str | None:
        for sign in _DELIMITERS:
            header = set(head.cells(sign))
            if all(not header.isdisjoint(names) for names in self.needed):
                return sign
        return None


def number(text: str) -> float | None:
    """The number in a cell, also ``186000.0``; None if there is none that makes sense."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 2**53 else None
