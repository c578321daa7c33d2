"""Tables of scrobbles with a header, for the formats that differ only in what their columns are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_als.history.cleaning import whole_number
from desktop_als.history.formats import Advance, Part
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.named_tables import NamedTable
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

NOTHING = ("", "na", "nan", "none", "null")
"""How programs write an empty cell, in lower case."""


def unix_seconds(text: str) -> int | None:
    """Unix seconds as tables hold them, also as ``1586754091.0``: 0 where there are none, None if it is no number."""
    return 0 if text.lower() in NOTHING else whole_number(text.removesuffix(".0"))


@dataclass(frozen=True, slots=True)
class ScrobbleTable:
    """Which columns of a table tell what, by their headings in lower case, and how its times are written.

    ``others`` are headings that tell this table from others. The album is called so in all of them.
    """

    time: str
    artist: str
    track: str
    track_ref: str = ""
    others: tuple[str, ...] = ()
    seconds: Callable[[str], int | None] = unix_seconds

    def fits(self, head: Head) -> bool:
        """Whether a file has such a header."""
        return self._table.fits(head)

    def read(self, part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
        """The plays of a file of this table.

        Raises:
            HistoryError: it has no such header, or cannot be read.
        """
        text = load_text(part.files[0], log, cancel, advance)
        yield from self.read_text(text, part, log, cancel)

    def read_text(self, text: str, part: Part, log: RowLog, cancel: CancelToken) -> Iterator[PlayBatch]:
        """As :meth:`read`, of text that is loaded already."""
        rows = self._table.rows_of(text, part.name, log, cancel)
        scrobbles = (self._scrobble(number, row) for number, row in rows)
        yield from scrobble_batches(scrobbles, Precision.SECOND, log, cancel, part.zone)

    @property
    def _table(self) -> NamedTable:
        needed = (self.time, self.artist, self.track, *self.others)
        wanted = (self.time, self.artist, self.track, "album", self.track_ref)
        return NamedTable(tuple((name,) for name in needed), wanted)

    def _scrobble(self, number: int, row: dict[str, str]) -> Scrobble:
        album = row["album"]
        return Scrobble(
            number,
            self.seconds(row[self.time]),
            row[self.artist],
            row[self.track],
            None if album.lower() in NOTHING else album,
            row[self.track_ref] if self.track_ref else None,
        )
