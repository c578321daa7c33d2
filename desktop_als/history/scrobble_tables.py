"""Tables of scrobbles with a header, for the formats that differ only in what their columns are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_als.errors import HistoryError
from desktop_als.history.cleaning import whole_number
from desktop_als.history.formats import Advance, Part
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.scrobbles import Scrobble, scrobble_batches
from desktop_als.history.tables import data_rows
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken

NOTHING = ("", "na", "nan", "none", "null")


def unix_seconds(text: str) -> int | None:
    """Unix seconds as tables hold them, also as ``1586754091.0``: 0 where there are none, None if it is no number."""
    return 0 if text.strip().lower() in NOTHING else whole_number(text.strip().removesuffix(".0"))


@dataclass(frozen=True, slots=True)
class ScrobbleTable:
    """Which columns of a table tell what, by their headings in lower case, and how the time is to be read."""

    time: str
    artist: str
    track: str
    album: str
    track_ref: str = ""
    others: tuple[str, ...] = ()  # what else the header must hold, to tell this table from others
    delimiters: str = ",;\t"
    seconds: Callable[[str], int | None] = unix_seconds

    def delimiter(self, head: Head) -> str | None:
        """The sign between the cells, or None if this is another table."""
        needed = {self.time, self.artist, self.track, *self.others}
        return next((sign for sign in self.delimiters if needed <= set(head.cells(sign))), None)

    def fits(self, head: Head) -> bool:
        """Whether the header is of this table."""
        return self.delimiter(head) is not None

    def read(self, part: Part, log: RowLog, cancel: CancelToken, advance: Advance) -> Iterator[PlayBatch]:
        """The plays of a file of this table.

        Raises:
            HistoryError: it has no such header.
        """
        text = load_text(part.files[0], log, cancel, advance)
        yield from self.read_text(text, part, log, cancel)

    def read_text(self, text: str, part: Part, log: RowLog, cancel: CancelToken) -> Iterator[PlayBatch]:
        """As :meth:`read`, of text that is loaded already."""
        head = Head(part.name, text[:4096].encode(errors="replace"))
        delimiter = self.delimiter(head)
        if delimiter is None:
            raise HistoryError(
                f"{part.name} has no header with {self.time}, {self.artist} and {self.track}, so nothing was read."
            )
        header = head.cells(delimiter)
        rows = data_rows(text, delimiter, len(header), log, cancel, header=True)
        yield from scrobble_batches(self._scrobbles(rows, header), Precision.SECOND, log, cancel, part.zone)

    def _scrobbles(self, rows: Iterator[tuple[int, list[str]]], header: list[str]) -> Iterator[Scrobble]:
        time, artist, track = (header.index(name) for name in (self.time, self.artist, self.track))
        album, ref = (header.index(name) if name in header else None for name in (self.album, self.track_ref))
        for number, cells in rows:
            yield Scrobble(
                number,
                self.seconds(cells[time]),
                cells[artist],
                cells[track],
                cells[album] if album is not None and cells[album].lower() not in NOTHING else None,
                cells[ref] if ref is not None else None,
            )
