"""The file of a backup: a zip, nothing in it compressed, of a library, the files beside it, and what there should be.

manifest.json     what is in it, when it was made, how large every file is and its SHA-256
library.duckdb    a compact copy of the library
models/, …        files of the workspace, under their names there

What is read is trusted in nothing: neither names nor sizes nor content.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import struct
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_als.errors import BackupError
from desktop_als.library.records import Totals
from desktop_als.library.schema import FILE, VERSION
from desktop_als.paths import written_beside
from desktop_als.progress import CancelToken

FORMAT, FORMAT_VERSION = "desktop-als-backup", 1
SUFFIX = ".dals-backup"
MANIFEST = "manifest.json"

_LARGEST_MANIFEST = 16 << 20
_CHUNK = 1 << 20
_NAME = r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}"
_WELCOME = re.compile(rf"{re.escape(FILE)}|mappings\.json|(models|tuning)(/{_NAME}){{1,4}}")

TellBytes = Callable[[int], None]
"""Told how many bytes went by since it was last told."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in a backup: bytes, and SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup says of itself. ``made_at`` is in Unix seconds, ``files`` by their names in it."""

    made_at: int
    schema_version: int
    totals: Totals
    files: dict[str, PackedFile]
    format: str = FORMAT
    format_version: int = FORMAT_VERSION

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())

    @property
    def models(self) -> int:
        """How many trained models are in it."""
        return len({name.split("/")[1] for name in self.files if name.count("/") > 1 and name.startswith("models/")})


@dataclass(frozen=True, slots=True)
class _Kind:
    format: str = ""
    format_version: int = 0
    schema_version: int = 0


def write(path: Path, totals: Totals, files: Mapping[str, Path], cancel: CancelToken, tell: TellBytes) -> BackupInfo:
    """Write a backup beside ``path`` and rename it into place.

    Args:
        path: a file of that name is replaced.
        totals: of the library in it.
        files: by their names in the backup.
        cancel, tell: looked at, and told, every mebibyte.

    Raises:
        BackupError: there is no room, or the folder cannot be written; what was at ``path`` is untouched.
        Cancelled: ``cancel`` was raised; likewise.
    """
    info = BackupInfo(int(time.time()), VERSION, totals, {})
    moment = time.localtime(info.made_at)
    with (
        _plain_failures(f"The backup could not be written to {path.parent}"),
        written_beside(path) as beside,
        zipfile.ZipFile(beside, "w") as archive,
    ):
        for name, file in files.items():
            with file.open("rb") as source, archive.open(_member(name, moment), "w", force_zip64=True) as target:
                info.files[name] = _copy(source.read, target.write, cancel, tell)
        archive.writestr(_member(MANIFEST, moment), msgspec.json.format(msgspec.json.encode(info)))
    return info


def read_info(path: Path) -> BackupInfo:
    """What a backup says of itself; whether its files are whole only :func:`unpack` finds out.

    Raises:
        BackupError: it is no backup, is damaged, or a newer version of this program made it.
    """
    with _opened(path) as archive:
        return _read_info(path, archive)


def unpack(path: Path, folder: Path, cancel: CancelToken, tell: TellBytes) -> BackupInfo:
    """Write the files of a backup to ``folder``, which must be empty; left to the caller to remove.

    Raises:
        BackupError: as of :func:`read_info`, or a file in it is damaged, or there is no room.
        Cancelled: ``cancel`` was raised.
    """
    with _opened(path) as archive:
        info = _read_info(path, archive)
        room = shutil.disk_usage(folder).free
        if room < info.size:
            raise BackupError(no_room(f"to unpack {path.name}", info.size, room))
        for name, promised in info.files.items():
            with archive.open(name) as packed, _plain_failures(f"{path.name} could not be unpacked to {folder.parent}"):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    if _copy(packed.read, file.write, cancel, tell) != promised:
                        raise _damaged(path)
        return info


def no_room(purpose: str, needed: int, room: int) -> str:
    """A sentence on a disk that is too full."""
    return (
        f"There is no room {purpose}: {_mebibytes(needed)} are needed and {_mebibytes(room)} are free. "
        "Nothing was changed. Free some space and try again."
    )


def _mebibytes(count: int) -> str:
    return f"{-(-count // 1_000_000):,} MB"


def _member(name: str, moment: time.struct_time) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, moment[:6])
    member.external_attr = 0o644 << 16
    return member


def _copy(
    read: Callable[[int], bytes], write_some: Callable[[bytes], int], cancel: CancelToken, tell: TellBytes
) -> PackedFile:
    digest, size = hashlib.sha256(), 0
    while some := read(_CHUNK):
        cancel.check()
        digest.update(some)
        write_some(some)
        size += len(some)
        tell(len(some))
    return PackedFile(size, digest.hexdigest())


def _read_info(path: Path, archive: zipfile.ZipFile) -> BackupInfo:
    held = {member.filename: member for member in archive.infolist()}
    if MANIFEST not in held or held[MANIFEST].file_size > _LARGEST_MANIFEST:
        raise _damaged(path)
    with archive.open(MANIFEST) as file:
        text = file.read(_LARGEST_MANIFEST)
    kind = msgspec.json.decode(text, type=_Kind)
    if kind.format != FORMAT:
        raise _damaged(path)
    if kind.format_version > FORMAT_VERSION or kind.schema_version > VERSION:
        raise BackupError(
            f"{path.name} was made by a newer version of Desktop ALS. Nothing was changed. Update this program to read it."
        )
    info = msgspec.json.decode(text, type=BackupInfo)
    stored = all(member.compress_type == zipfile.ZIP_STORED for member in held.values())
    promised = {name: file.size for name, file in info.files.items()}
    found = {name: member.file_size for name, member in held.items() if name != MANIFEST}
    whole = promised == found and len(held) == len(archive.infolist()) and FILE in promised
    # Nothing is compressed, so what overlaps, or claims to be larger than it is, is larger than the file in sum.
    honest = stored and info.size <= path.stat().st_size and all(map(_WELCOME.fullmatch, promised))
    if not (whole and honest):
        raise _damaged(path)
    return info


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with _plain_failures(f"{path.name} could not be read"), zipfile.ZipFile(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        msgspec.MsgspecError,
        KeyError,
        ValueError,
        RuntimeError,
        EOFError,
        struct.error,
    ) as error:
        raise _damaged(path) from error


@contextmanager
def _plain_failures(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{what} ({error.strerror or error}). Nothing was changed.") from error


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path.name} is damaged or no backup of Desktop ALS. Nothing was changed.")
