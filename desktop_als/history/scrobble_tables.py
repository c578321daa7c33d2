"""Tables of scrobbles with a header, for the formats that differ only in what their columns are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop_als.history.cleaning import NOTHING, Moments, unix_times, utc
from desktop_als.history.columns import play_batch
from desktop_als.history.formats import Advance, Part
from desktop_als.history.head import Head
from desktop_als.history.loading import load_text
from desktop_als.history.named_tables import NamedTable
from desktop_als.plays import PlayBatch, Precision, RowLog
from desktop_als.progress import CancelToken


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
    moments: Callable[[Sequence[str]], Moments] = unix_times

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
        for numbers, columns in self._table.columns_of(text, part.name, log, cancel):
            wall_clock, known = self.moments(columns[self.time])
            yield play_batch(
                log,
                Precision.SECOND,
                numbers,
                utc(wall_clock, part.zone),
                columns[self.artist],
                columns[self.track],
                _told(columns["album"]),
                columns[self.track_ref] if self.track_ref else None,
                known=known,
            )

    @property
    def _table(self) -> NamedTable:
        needed = (self.time, self.artist, self.track, *self.others)
        wanted = (self.time, self.artist, self.track, "album", self.track_ref)
        return NamedTable(tuple((name,) for name in needed), wanted)


def _told(texts: Sequence[str]) -> Sequence[str | None]:
    empty = {text for text in set(texts) if text.lower() in NOTHING}
    return [None if text in empty else text for text in texts] if empty else texts
