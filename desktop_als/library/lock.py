"""One library, one owner: a lock that the system itself releases when a process dies."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from desktop_als.errors import LibraryBusyError


class FolderLock:
    """Held from construction to :meth:`release`; the file stays, for removing it would race with the next owner.

    Raises:
        LibraryBusyError: somebody holds it, in this process or another.
        OSError: the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")
        try:
            _lock(self._file)
        except (BlockingIOError, PermissionError):
            self._file.close()
            raise LibraryBusyError(
                f"The library in {path.parent} is open in another window or command. Close that one and try again."
            ) from None

    def release(self) -> None:
        """Let the next one in. Releasing twice is the same as once."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
