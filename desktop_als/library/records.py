"""What the library takes and answers. Tables travel in columns: arrays of one length, one entry a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from desktop_als.plays import UNKNOWN, Ints, Tally, Texts


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One readable part of a dropped file: where it lies, its format id, and whose plays it holds.

    ``listener`` owns the rows of batches that name none; ``community`` is None for a person's own history.
    """

    path: str
    format: str
    community: str | None = None
    listener: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the rows of one source that reached the library; ``source`` is its id.

    ``first`` and ``last`` are the Unix seconds of the plays and ratings that were stored, ``notes`` the sentences on how they
    were read.
    """

    tally: Tally
    first: int = UNKNOWN
    last: int = UNKNOWN
    source: int = 0
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether any row was stored."""
        return bool(self.tally.kept or self.tally.too_short)

    def __add__(self, other: Stored) -> Stored:
        known = [moment for moment in (self.first, other.first) if moment != UNKNOWN]
        return Stored(
            self.tally + other.tally,
            min(known, default=UNKNOWN),
            max(self.last, other.last),
            self.source or other.source,
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read; ``first``, ``last`` and ``imported_at`` are Unix seconds, ``shift`` seconds added to its times.

    ``holds`` says whether it brought rows. ``problem`` and ``notes`` are the sentences of its report.
    """

    id: int
    import_id: int
    path: str
    format: str
    community: str | None
    listener: str | None
    tally: Tally
    first: int
    last: int
    imported_at: int
    holds: bool = True
    shift: int = 0
    problem: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done and can be taken back, at ``made_at`` (Unix seconds).

    ``kind`` is "import", "merge" or "restore" (of a backup), or the name of what was decided: "names", "rules", "counting",
    "joining", "clock", "steering".
    """

    id: int
    kind: str
    label: str
    made_at: int


class SourceRow(NamedTuple):
    """A row of a source as its report shows it: its number in the file (0 unknown), and what it says."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceRows:
    """Up to a million of them in columns: Python's collector would stop all threads to look at so many objects."""

    rows: Ints
    texts: Texts  # never None

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[SourceRow]:
        return map(SourceRow, self.rows.tolist(), self.texts)


@dataclass(frozen=True, slots=True)
class Undone:
    """What went with a step: its label and kind, the counted plays, the sources and the artists that nobody else brought.

    ``ratings`` counts pairs of a listener and an artist that are no longer rated. Numbers are negative when plays came back.
    """

    label: str
    kind: str
    plays: int
    sources: int
    artists: int
    ratings: int = 0


@dataclass(frozen=True, slots=True)
class ListenerTable:
    """All listeners in the order of their ids. ``communities`` holds None for people who imported their own history."""

    ids: Ints
    names: Texts
    communities: Texts
    plays: Ints
    artists: Ints
    first: Ints  # Unix seconds of counted plays and ratings, UNKNOWN without times
    last: Ints
    ratings: Ints  # artists rated

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class ArtistTable:
    """All artists with a counted play or a rating, or known by a pack, in the order of their ids.

    ``keys`` are the names as folded for search.
    """

    ids: Ints
    names: Texts
    keys: Texts
    listeners: Ints
    plays: Ints
    ratings: Ints  # listeners who rated it

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Totals:
    """The library in numbers. ``own_listeners`` are those outside communities; ``first`` and ``last`` are Unix seconds."""

    listeners: int = 0
    own_listeners: int = 0
    artists: int = 0
    plays: int = 0
    sources: int = 0
    first: int = UNKNOWN
    last: int = UNKNOWN
    ratings: int = 0  # pairs of a listener and an artist

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to learn from."""
        return not (self.plays or self.ratings)


@dataclass(frozen=True, slots=True)
class MatrixShape:
    """Rows, columns and stored entries of the matrix that a model is trained on."""

    rows: int
    artists: int
    observations: int
