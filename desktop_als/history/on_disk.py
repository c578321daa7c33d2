"""Large tables are read by the library's database, which wants a file of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.formats import Advance
from desktop_als.history.loading import BLOCK
from desktop_als.progress import CancelToken


@contextmanager
def on_disk(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[Path]:
    """The file itself or, out of an archive, a copy that is deleted on leaving.

    Raises:
        HistoryError: there is no room for the copy.
        Cancelled: the person asked to stop.
    """
    if entry.on_disk is not None:
        yield entry.on_disk  # whoever scans it tells how far that is
        return
    with tempfile.TemporaryDirectory(prefix="desktop-als-") as folder:
        copy = Path(folder) / "table.tsv"
        _copy(entry, copy, cancel, advance)
        yield copy


def _copy(entry: Entry, to: Path, cancel: CancelToken, advance: Advance) -> None:
    with entry.open() as stream, to.open("wb") as file:
        while block := stream.read(BLOCK):
            cancel.check()
            try:
                file.write(block)
            except OSError as error:
                raise HistoryError(
                    f"{entry.name} could not be unpacked: {error.strerror}. Make room and try again."
                ) from error
            advance(len(block))
