"""What the columns of a table mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop_als.errors import HistoryError
from desktop_als.plays import RowsOf


class Meaning(StrEnum):
    """What a column holds."""

    ARTIST = "artist"
    TRACK = "track"
    ALBUM = "album"
    TIME = "time"  # when a play began; of a number of plays, when the last one did
    ENDED = "ended"
    MILLISECONDS = "ms"  # how long it was listened to: the length of the track is another thing, and of no use
    SECONDS = "seconds"
    LISTENER = "user"
    PLAYS = "plays"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How to read a table of as many columns as ``columns``; None is a column that is passed over.

    ``headings`` are those of the table in lower case, empty when it has none. ``time_format`` is one of
    :mod:`~desktop_als.history.times`. ``zone`` is the IANA name of the zone of times that do not tell theirs, None if unknown.
    """

    delimiter: str
    headings: tuple[str, ...]
    columns: tuple[Meaning | None, ...]
    time_format: str | None = None
    zone: str | None = None

    def place(self, meaning: Meaning) -> int | None:
        """The column of that meaning, counted from 0."""
        return self.columns.index(meaning) if meaning in self.columns else None

    @property
    def when(self) -> int | None:
        """The column with the time."""
        began = self.place(Meaning.TIME)
        return self.place(Meaning.ENDED) if began is None else began

    @property
    def rows_of(self) -> RowsOf:
        """What a row tells."""
        if Meaning.PLAYS in self.columns:
            return "counts"
        return "ratings" if Meaning.RATING in self.columns else "plays"

    def fits(self, other: ColumnMapping) -> bool:
        """Whether both are of tables that look alike: the same headings or, without any, as many columns."""
        layouts = ((each.delimiter, each.headings, len(each.columns)) for each in (self, other))
        return next(layouts) == next(layouts)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "delimiter": self.delimiter,
            "headings": list(self.headings),
            "columns": [meaning and meaning.value for meaning in self.columns],
            "time_format": self.time_format,
            "zone": self.zone,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> ColumnMapping:
        """From what :meth:`to_json` gave; KeyError, TypeError or ValueError when it is anything else."""
        return cls(
            str(plain["delimiter"]),
            tuple(map(str, plain["headings"])),
            tuple(None if name is None else Meaning(name) for name in plain["columns"]),
            plain["time_format"],
            plain["zone"],
        )


def lacking(mapping: ColumnMapping) -> str | None:
    """What must be known before the table can be read, as the end of a sentence; None if nothing."""
    if Meaning.ARTIST not in mapping.columns:
        return "which column holds the artist"
    if mapping.rows_of != "plays":
        return None
    if mapping.when is None:
        return "which column holds the time of a play, or a number of plays"
    return "how its times are written" if mapping.time_format is None else None


def meanings(named: Mapping[str, str], headings: tuple[str, ...], width: int) -> tuple[Meaning | None, ...]:
    """The columns as somebody names them: what each meaning is held by, a heading or a number that counts from 1.

    Raises:
        HistoryError: there is no such meaning or column, or a column is named twice.
    """
    columns: list[Meaning | None] = [None] * width
    for name, column in named.items():
        if name not in list(Meaning):
            raise HistoryError(f"A column cannot mean “{name}”. It can be {', '.join(Meaning)}.")
        place = _place(column, headings, width)
        if columns[place] is not None:
            raise HistoryError(f"Column {column} cannot be {columns[place]} and {name} at once.")
        columns[place] = Meaning(name)
    return tuple(columns)


def _place(column: str, headings: tuple[str, ...], width: int) -> int:
    wanted = column.strip().lower()
    if wanted in headings:
        return headings.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= width:
        return int(wanted) - 1
    known = f": {', '.join(headings)}" if headings else ""
    raise HistoryError(f"There is no column “{column}”. The table has {width}{known}.")
