"""The rows behind a count of a report, as a file for a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

from desktop_als.errors import LibraryError
from desktop_als.export.csv_sheet import plain
from desktop_als.library import Library
from desktop_als.library.source_rows import every_row
from desktop_als.paths import written_beside
from desktop_als.plays import Fate


def save_rows(library: Library, source_id: int, fate: Fate, path: Path) -> int:
    """Write all rows of a source that met ``fate`` as CSV (UTF-8 with a mark, columns row and text); returns how many.

    Raises:
        LibraryError: there is no such source, or the file cannot be written; an older one is untouched.
    """
    if all(source.id != source_id for source in library.sources(every=True)):
        raise LibraryError(f"There is no imported file {source_id}.")
    try:
        with (
            library.reading() as cursor,
            written_beside(path) as beside,
            beside.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            table = csv.writer(file)
            table.writerow(("row", "text"))
            count = 0
            for row in every_row(cursor, source_id, fate):
                table.writerow((row.row, plain(row.text)))
                count += 1
            return count
    except OSError as error:
        raise LibraryError(
            f"{path} could not be written ({error.strerror}). Choose another place or make room on the disk."
        ) from error
