"""The domain records that pass from the readers of exports to the library.

Histories hold millions of rows, so rows travel in columns: a batch is a handful of NumPy arrays of one length. One row of
a :class:`PlayBatch` is a play (a listening event with a time), one row of a :class:`CountBatch` is a total without time, one
row of a :class:`RatingBatch` is what somebody thinks of something.
Text columns are object arrays of ``str`` or None; a missing number is -1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]
Doubles = npt.NDArray[np.float64]
Endings = npt.NDArray[np.uint8]

UNKNOWN = -1
"""A number that the export does not tell (milliseconds played, time of the last play): never 0, which is a value."""

FIRST_DAY = 1_033_430_400
"""2002-10-01 UTC in Unix seconds. Scrobbles claimed before it are clock faults (ListenBrainz's rule)."""


class Precision(IntEnum):
    """How exact a play's time is."""

    SECOND = 0
    MINUTE = 1
    HOUR = 2
    DAY = 3


class Ending(IntEnum):
    """How a play ended, as far as its source tells."""

    UNKNOWN = 0
    HEARD_OUT = 1
    SKIPPED = 2  # by a source that tells no length: too short to be a play


class Mark(StrEnum):
    """What somebody said of an artist or a track without playing it."""

    KNOWN = "known"  # in their collection or their playlists
    LIKED = "liked"
    BANNED = "banned"


class Fate(StrEnum):
    """What became of a row that was read. Every row has exactly one fate, so the counts add up to the rows read."""

    KEPT = "kept"
    DUPLICATES = "duplicates"
    TOO_SHORT = "too_short"  # stored, but not counted as a play
    NO_ARTIST = "no_artist"
    NOT_MUSIC = "not_music"
    UNREADABLE = "unreadable"
    OUTSIDE_CALENDAR = "outside_calendar"
    NOT_RATED = "not_rated"  # of ratings: in a collection, but never judged


@dataclass(slots=True)
class Tally:
    """Rows by fate. Adds with ``+``."""

    kept: int = 0
    duplicates: int = 0
    too_short: int = 0
    no_artist: int = 0
    not_music: int = 0
    unreadable: int = 0
    outside_calendar: int = 0
    not_rated: int = 0

    @property
    def rows_read(self) -> int:
        """All rows, whatever became of them."""
        return sum(getattr(self, f.name) for f in fields(self))

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


class LeftOut(NamedTuple):
    """A row that was not kept: why, its 1-based number in its file (0 unknown), and the reason or the row itself."""

    fate: Fate
    row: int
    text: str


@dataclass(slots=True)
class RowLog:
    """What a reader says of the rows it does not pass on: how many of each fate, and the rows themselves.

    ``notes`` are sentences on the file as a whole, such as the encoding it had to be read in.
    """

    tally: Tally = field(default_factory=Tally)
    rows: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    ROWS_KEPT = 1_000_000

    def reject(self, fate: Fate, row: int, text: str = "", count: int = 1) -> None:
        """Count row number ``row`` (1-based in its file) as ``fate`` and remember ``text``, a short reason or the row itself."""
        setattr(self.tally, fate.value, getattr(self.tally, fate.value) + count)
        if len(self.rows) < self.ROWS_KEPT:
            self.rows.append(LeftOut(fate, row, text[:500]))


@dataclass(frozen=True, slots=True)
class PlayBatch:
    """Plays in columns, all of length n, in the order of the file.

    ``listener`` is None when the file does not say whose the plays are; then they belong to the import's listener.
    """

    row: Ints  # 1-based in the file
    played_at: Ints  # start of playback, Unix seconds UTC
    artist: Texts  # never None, cleaned by history.cleaning
    track: Texts
    album: Texts  # or None
    ms_played: Ints  # or UNKNOWN
    ending: Endings  # of Ending; with ms_played it decides what counts as a play
    private: npt.NDArray[np.bool_]  # heard in a private session
    track_ref: Texts  # the source's own id of the track, or None
    listener: Texts | None = None
    precision: Precision = Precision.SECOND

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class CountBatch:
    """Totals without times in columns, all of length n: ``listener`` played ``artist`` ``plays`` times.

    ``track`` and ``last_played`` (Unix seconds UTC, or UNKNOWN) are None in sources that never tell them.
    """

    row: Ints
    artist: Texts
    plays: Ints  # 1 or more
    listener: Texts | None = None
    track: Texts | None = None
    last_played: Ints | None = None

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class RatingBatch:
    """Ratings in columns, all of length n: ``listener`` gave ``album`` of ``artist`` so many stars or points.

    The scale is the export's own; the ratings of one library are meant to share one.
    """

    row: Ints
    artist: Texts
    album: Texts  # or None: the artist as a whole
    rating: Doubles  # above 0
    rated_at: Ints  # Unix seconds UTC, or UNKNOWN
    listener: Texts | None = None

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class MarkBatch:
    """What somebody said of artists or tracks, in columns of length n: ``mark`` holds :class:`Mark` values."""

    row: Ints
    artist: Texts
    track: Texts  # or None: the artist as a whole
    mark: Texts
    listener: Texts | None = None

    def __len__(self) -> int:
        return len(self.row)


RowsOf = Literal["plays", "counts", "ratings", "marks"]


@dataclass(frozen=True, slots=True)
class NameTable:
    """A text table that gives numbered things their names, for the library's database to read.

    ``columns`` names the first columns of the file in order; ``item`` is the number by which another table calls the thing,
    ``artist`` the name, others are skipped. A line is split at every ``delimiter``, whatever its length; a quote is a letter.
    ``aliases`` are numbers to be taken for others.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str = "\t"
    aliases: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TableScan:
    """A text table so large and so plain that the library's database reads it faster than Python can.

    ``columns`` names every column of the file in order; the names that carry meaning are ``listener``, ``artist`` and
    ``plays`` (a table of counts), or ``listener``, ``artist``, ``track`` if it is told and ``time`` (ISO 8601 UTC or Unix
    seconds; a table of plays), or ``listener``, ``artist``, ``rating`` and ``time`` (Unix seconds; a table of ratings).
    Others are skipped. With ``names`` the column ``artist`` holds numbers of which these are the names. No quoting: a quote
    is a letter.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str = "\t"
    header: bool = False
    names: Mapping[str, str] | NameTable | None = None

    @property
    def rows_of(self) -> RowsOf:
        """What a line tells."""
        return "ratings" if "rating" in self.columns else "counts" if "plays" in self.columns else "plays"


@dataclass(frozen=True, slots=True)
class ParquetScan:
    """A Parquet file of plays, for the library's database to read.

    ``columns`` tells what the file calls ``listener``, ``artist``, ``track`` and ``time`` (a timestamp in UTC).
    """

    path: Path
    columns: Mapping[str, str]

    @property
    def rows_of(self) -> RowsOf:
        """What a row tells."""
        return "plays"


Scan = TableScan | ParquetScan
Batch = PlayBatch | CountBatch | RatingBatch | MarkBatch | Scan


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What one listener played and rated, by ascending artist id.

    ``plays`` counts plays (0: only rated), ``last_played`` is the newest of them (UNKNOWN without times). ``ratings`` are the
    mean rating of each artist, NaN where there is none; None stands for no rating at all. ``recency`` tells how recently each
    artist was played, see als.recency; None where it does not matter. ``unwanted`` are ids of artists never to be
    recommended, ``known`` those in the listener's collection or playlists, played or not.
    """

    artist_ids: Ints
    plays: Ints
    last_played: Ints
    ratings: Doubles | None = None
    recency: Doubles | None = None
    unwanted: frozenset[int] = frozenset()
    known: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class TimedPlays:
    """The counted plays of one listener that have a time, oldest first: their artists' ids and Unix seconds, both (p,) int64."""

    artist_ids: Ints
    played_at: Ints


@dataclass(frozen=True, slots=True)
class Listener:
    """A person: their own name, or their name inside a community."""

    id: int
    name: str
    community: str | None  # the community's name, None for people who imported their own history
    plays: int
    artists: int
    first: int  # Unix seconds of the first and the last play or rating, UNKNOWN without times
    last: int
    ratings: int = 0  # artists rated


@dataclass(frozen=True, slots=True)
class Artist:
    """An artist as spelled in the exports. ``listeners`` played or rated it."""

    id: int
    name: str
    listeners: int
    plays: int
    ratings: int = 0  # listeners who rated it
