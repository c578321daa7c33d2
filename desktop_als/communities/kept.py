"""What lies on this machine of a data set that is or was fetched: a part, or the whole file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self
from urllib.parse import urlsplit

from desktop_als.errors import DownloadError
from desktop_als.paths import write_atomically
from desktop_als.progress import CancelToken

_BEGUN = "begun.json"
_PART = ".part"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Begun:
    """A download that was begun.

    Attributes:
        address: from where.
        checksum: of the whole, "sha256:…" or "md5:…", None when none was published.
        validator: what the server calls the state of its file, None when the part on disk cannot be gone on with.
    """

    address: str
    checksum: str | None = None
    validator: str | None = None

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """What was written, None if that cannot be read."""
        try:
            return cls(**json.loads(file.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file; ``verified`` says that its checksum is the published one."""

    path: Path
    verified: bool


class Download:
    """The folder of one data set among the downloads."""

    def __init__(self, downloads: Path, name: str) -> None:
        self.folder = downloads / name

    @property
    def begun(self) -> Begun | None:
        """What is being fetched, or was fetched last."""
        return Begun.read(self.folder / _BEGUN)

    @property
    def finished(self) -> Fetched | None:
        """The whole file, if it is here."""
        begun = self.begun
        path = self._target(begun) if begun else None
        return Fetched(path, begun.checksum is not None) if begun and path and path.is_file() else None

    @property
    def size(self) -> int:
        """Bytes that are here."""
        begun = self.begun
        if begun is None:
            return 0
        files = self._target(begun), self._part(begun)
        return max((file.stat().st_size for file in files if file.is_file()), default=0)

    def begin(self, begun: Begun) -> Path:
        """Write down what is fetched; returns the file for the part of it that is here.

        Raises:
            OSError: the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / _BEGUN, json.dumps(asdict(begun)).encode())
        part = self._part(begun)
        part.touch()
        return part

    def complete(self, begun: Begun) -> Fetched:
        """Give the part, which is the whole now, its name.

        Raises:
            OSError: the folder cannot be written.
        """
        return Fetched(self._part(begun).replace(self._target(begun)), begun.checksum is not None)

    def discard(self) -> None:
        """Delete all of it.

        Raises:
            DownloadError: it cannot be deleted.
        """
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            raise DownloadError(f"{self.folder} cannot be deleted ({error.strerror}). Delete it yourself.") from error

    def _target(self, begun: Begun) -> Path:
        return self.folder / (PurePosixPath(urlsplit(begun.address).path).name or "download")

    def _part(self, begun: Begun) -> Path:
        target = self._target(begun)
        return target.with_name(target.name + _PART)


class Part:
    """The bytes that are here of a file, and what their checksum would be; ``size`` is how many they are."""

    def __init__(self, file: BinaryIO, checksum: str | None, cancel: CancelToken) -> None:
        self._file = file
        self._kind, _, self._published = (checksum or "").partition(":")
        self._sum = self._new_sum()
        self.size = 0
        while self._kind and (piece := file.read(_PIECE)):
            cancel.check()
            self._sum.update(piece)
        self.size = file.seek(0, os.SEEK_END)

    def append(self, piece: bytes) -> None:
        """Write what came next."""
        self._file.write(piece)
        self.size += len(piece)
        if self._kind:
            self._sum.update(piece)

    def empty(self) -> None:
        """Begin anew."""
        self._file.seek(0)
        self._file.truncate()
        self._sum = self._new_sum()
        self.size = 0

    def finish(self) -> bool:
        """Write it to the disk; returns whether its checksum is the published one, if there is one."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return not self._kind or self._sum.hexdigest() == self._published.lower()

    def _new_sum(self) -> hashlib._Hash:
        return hashlib.new(self._kind or "sha256", usedforsecurity=False)
