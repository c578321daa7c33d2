"""A table that no format claims: what its columns probably mean, and what somebody must be asked."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desktop_als.errors import HistoryError
from desktop_als.history.archives import HEAD_BYTES
from desktop_als.history.head import Head
from desktop_als.history.headings import LAST_PLAYED, folded, meanings_of
from desktop_als.history.mapping import ColumnMapping, Meaning, lacking, meanings
from desktop_als.history.times import ISO, parser, ways

ROWS_SHOWN = 20

_ROWS_LOOKED_AT = 100
_DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_NOT_A_TABLE = re.compile("[\x00-\x08\x0e-\x1f]|\\A\\s*[\\[{<%]")
_CONSTANT = 0.9  # of the rows that have the usual number of columns
_CONSTANT_UNDER_HEADINGS = 0.5


@dataclass(frozen=True, slots=True)
class TableGuess:
    """``mapping`` is the proposal, ``rows`` are the first rows below ``headings`` (as written); show :data:`ROWS_SHOWN`.

    ``doubt`` ends the sentence "It is not clear …" when the table cannot be read by the proposal alone. ``time_formats``
    are those that suit the times, more than one when nothing tells the day from the month.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: ColumnMapping
    doubt: str | None
    time_formats: tuple[str, ...] = ()

    def choose(self, columns: Mapping[str, str] | None, time_format: str | None = None) -> ColumnMapping:
        """The mapping by which somebody wants it read, with the proposed columns or with those of
        :func:`~desktop_als.history.mapping.meanings`.

        Raises:
            HistoryError: the columns cannot be chosen so, or something still must be known.
        """
        headings, proposed = self.mapping.headings, self.mapping.columns
        taken = proposed if columns is None else meanings(columns, headings, len(proposed))
        chosen = replace(self.mapping, columns=taken, time_format=None)
        if chosen.when is not None:
            fitting = ways(row[chosen.when] for row in self.rows)
            chosen = replace(chosen, time_format=time_format or (fitting[0] if len(fitting) == 1 else None))
        parser(chosen.time_format or "iso")
        if doubt := lacking(chosen):
            raise HistoryError(f"It is not clear {doubt}.")
        return chosen


def sniff_table(head: Head) -> TableGuess | None:
    """What the beginning of a file looks like as a table; None when it is none."""
    return sniff_text(head.text, whole=len(head.data) < HEAD_BYTES)


@lru_cache(maxsize=2)  # several questions are asked about one file before the next
def sniff_text(text: str, whole: bool) -> TableGuess | None:
    """As :func:`sniff_table`, of text that is the ``whole`` file or ends somewhere."""
    if _NOT_A_TABLE.search(text):
        return None
    best = max((_Table(sign, text, whole) for sign in _DELIMITERS), key=lambda table: table.constancy)
    return best.guess() if best.is_table else None


class _Table:
    """The first records of a text, cut by one delimiter."""

    def __init__(self, delimiter: str, text: str, whole: bool) -> None:
        self.delimiter = delimiter
        records = _records(text, delimiter, whole)
        self._names_artists = Meaning.ARTIST in meanings_of([folded(cell) for cell in records[0]]) if records else False
        widths = Counter(map(len, records[:1] if self._names_artists else records))
        self.width = widths.most_common(1)[0][0] if widths else 0
        self._rows = [cells for cells in records if len(cells) == self.width]
        cut_off = len(records) > 2 and len(records[-1]) < self.width
        self.constancy = (len(self._rows) / (len(records) - cut_off) if self.width > 1 else 0.0, self.width)

    @property
    def is_table(self) -> bool:
        """Whether so many rows have the same number of columns that it cannot be chance."""
        return self.constancy[0] >= (_CONSTANT_UNDER_HEADINGS if self._names_artists else _CONSTANT)

    def guess(self) -> TableGuess:
        first = self._rows[0]
        known = [folded(cell) for cell in first]
        columns = meanings_of(known)
        # A song may be called Time: one word does not make a header of a row with numbers.
        names = any(columns) and not any(map(_is_value, first))
        has_header = self._names_artists or names or _looks_like_headings(self._rows)
        rows = tuple(tuple(row) for row in self._rows[has_header:])
        headings = tuple(cell.strip().lower() for cell in first) if has_header else ()
        mapping = ColumnMapping(self.delimiter, headings, tuple(columns) if has_header else (None,) * self.width)
        return _judged(mapping, tuple(first) if has_header else (), rows, known)


def _judged(
    mapping: ColumnMapping, headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...], known: Sequence[str]
) -> TableGuess:
    """The guess with what its times say."""
    told = mapping.when is not None
    if not told:
        timed = [place for place in range(len(mapping.columns)) if ways(row[place] for row in rows)]
        if len(timed) != 1:
            return TableGuess(headings, rows, mapping, lacking(mapping))
        mapping = _with(mapping, timed[0], Meaning.TIME)
    when = mapping.when or 0
    fitting = tuple(ways(row[when] for row in rows))
    utc = "utc" in known[when] or "gmt" in known[when] or "msplayed" in known  # Spotify's own name, and it tells UTC
    if not any(row[when].strip() for row in rows):
        fitting = (ISO,)  # as good as any other
    mapping = replace(mapping, time_format=fitting[0] if len(fitting) == 1 else None, zone="UTC" if utc else None)
    return TableGuess(headings, rows, mapping, _doubt(mapping, told, known), fitting)


def _doubt(mapping: ColumnMapping, told: bool, known: Sequence[str]) -> str | None:
    """Beside what is lacking: what could be meant in two ways."""
    counted_when = mapping.rows_of != "plays" and mapping.when is not None and known[mapping.when] not in LAST_PLAYED
    if counted_when and told:
        return f"whether a row is a play or a {'total' if mapping.rows_of == 'counts' else 'rating'}"
    if mapping.rows_of == "plays" and not told and Meaning.ARTIST in mapping.columns:
        return "whether its times are those of plays"
    return lacking(mapping)


def _with(mapping: ColumnMapping, place: int, meaning: Meaning) -> ColumnMapping:
    columns = tuple(meaning if at == place else held for at, held in enumerate(mapping.columns))
    return replace(mapping, columns=columns)


def _looks_like_headings(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds numbers or times below a first cell that is neither."""
    return any(
        not _is_value(column[0]) and all(map(_is_value, column[1:]))
        for column in zip(*rows, strict=True)
        if len(column) > 1
    )


def _is_value(cell: str) -> bool:
    return cell.strip()[:1].isdigit()


def _records(text: str, delimiter: str, whole: bool) -> list[list[str]]:
    """The first records that are not blank; without ``whole`` the last one may be cut off, so it is left out."""
    reader = csv.reader((found[0] for found in _LINE.finditer(text) if found[0]), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append(cells)
            if len(records) > _ROWS_LOOKED_AT:
                return records[:-1]
    except csv.Error:  # a cell longer than any name
        return records
    return records if whole else records[:-1]
