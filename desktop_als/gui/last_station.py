"""The radio as it was left, for the next start: ``radio.json`` in the workspace."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from desktop_als.paths import write_atomically
from desktop_als.workspace import Station

FILE = "radio.json"
SET_ASIDE = "radio-unreadable.json"


class LastStation:
    """Of one workspace folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self.set_aside: str | None = None
        """The new name of a file that could not be read."""

    def read(self) -> Station | None:
        """The station, or None where there is none or it cannot be read; then the file is set aside."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Station)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError, UnicodeError):
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_name(SET_ASIDE))
                self.set_aside = SET_ASIDE
            return None

    def keep(self, station: Station) -> None:
        """Write it. A disk that cannot be written is not worth a word: the radio goes on."""
        with contextlib.suppress(OSError):
            write_atomically(self._path, msgspec.json.encode(station))
