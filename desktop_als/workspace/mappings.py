"""What somebody said of the columns of their tables, kept so that they are asked once: ``mappings.json`` in the workspace."""

from __future__ import annotations

import json
import os
from pathlib import Path

from desktop_als.errors import HistoryError
from desktop_als.history import ColumnMapping

_FILE = "mappings.json"
_SET_ASIDE = "mappings-unreadable.json"


class Mappings:
    """The kept mappings of a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._trouble: str | None = None

    def known(self, table: ColumnMapping) -> ColumnMapping | None:
        """What was said of a table that looks like this one."""
        return next((mapping for mapping in self._read() if mapping.fits(table)), None)

    def remember(self, mapping: ColumnMapping) -> None:
        """Keep one, in place of what was said of such tables before.

        Raises:
            HistoryError: the disk is full or may not be written; what was kept before still is.
        """
        kept = [mapping, *(other for other in self._read() if not other.fits(mapping))]
        text = json.dumps([each.to_json() for each in kept], ensure_ascii=False, indent=2)
        beside = self._path.with_suffix(".new")
        try:
            with beside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._path)
        except OSError as error:
            raise HistoryError(
                f"What the columns mean could not be kept for the next time: {error.strerror}."
            ) from error

    def take_trouble(self) -> str | None:
        """A sentence for people when the mappings could not be read; it is told once."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def _read(self) -> list[ColumnMapping]:
        try:
            return [ColumnMapping.from_json(plain) for plain in json.loads(self._path.read_bytes())]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return self._set_aside()

    def _set_aside(self) -> list[ColumnMapping]:
        self._trouble = f"{_FILE} could not be read and is now {_SET_ASIDE}: columns must be explained once more."
        try:
            self._path.replace(self._path.with_name(_SET_ASIDE))
        except OSError:
            self._trouble = f"{_FILE} cannot be read: columns must be explained once more."
        return []
