"""Files, and files inside zips, tars and gzips, as one kind of thing: an entry that can be opened and read.

Nothing is ever unpacked to a name of the archive's choosing. Sizes are judged twice: as declared, before reading, and as
counted, while reading.
"""

from __future__ import annotations

import gzip
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from desktop_als.errors import HistoryError
from desktop_als.progress import CancelToken

HEAD_BYTES = 65_536
MAX_ENTRIES = 10_000
MAX_TOTAL = 20 * 2**30  # Last.fm-1K, the largest set that is read, unpacks to 2.5 GB
MAX_RATIO = 200  # exports pack to a tenth or twentieth
SMALL_ENOUGH = 100 * 2**20  # whatever its ratio, this much does no harm
MAX_DEPTH = 3  # Apple packs some members of a zip inside the zip that one downloads

ANYONE_MAY_READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH

_ZIP, _EMPTY_ZIP, _GZIP = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
_SHEETS = "xl/workbook.xml"


class Readable(Protocol):
    """What an opened entry offers."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, on disk or inside an archive.

    ``path`` is the full path with ``/`` between all its steps. ``size`` is in bytes, unpacked, as declared. While
    ``open()`` is entered, everything that can go wrong with the bytes is raised as :class:`HistoryError`.
    """

    path: str
    size: int
    open: Callable[[], AbstractContextManager[Readable]]
    on_disk: Path | None = None

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path without its last step."""
        return self.path.rpartition("/")[0]


def file_entry(path: Path) -> Entry:
    """The entry of a file on disk.

    Raises:
        HistoryError: it is missing, is no ordinary file or cannot be looked at.
    """
    with _in_plain_words(path.name):
        if not path.exists():
            raise HistoryError(f"{path.name} is not there. Check the path and try again.")
        if not path.is_file():
            raise HistoryError(f"{path.name} is not an ordinary file, so it was not read.")
        about = path.stat()
        if not about.st_mode & ANYONE_MAY_READ:
            # A process of root could read it all the same, but whoever took these rights away meant nobody.
            raise PermissionError
        size = about.st_size

    @contextmanager
    def opened() -> Iterator[Readable]:
        with _in_plain_words(path.name), path.open("rb") as file:
            yield file

    return Entry(path.as_posix(), size, opened, path)


def unfold(entry: Entry, cancel: CancelToken, depth: int = 0) -> Iterator[tuple[Entry, bytes]]:
    """Yield ``entry`` itself or, if it is an archive, the files inside it, each with its first :data:`HEAD_BYTES` bytes.

    A workbook (.xlsx) is a zip, but one file to people; instead of its first bytes come those of its list of sheets.

    Raises:
        HistoryError: an archive is damaged, protected by a password, or unpacks to far more than it should.
    """
    with entry.open() as stream:
        head = stream.read(HEAD_BYTES)
    yield from _unfold(entry, head, cancel, depth)


def _unfold(entry: Entry, head: bytes, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    cancel.check()
    if not _is_archive(head):
        yield entry, head
    elif depth >= MAX_DEPTH:
        return
    elif _is_tar(head):
        yield from _tar_members(entry, cancel, depth + 1)
    elif head.startswith(_GZIP):
        inner = _gunzipped(entry)
        with inner.open() as stream:
            head = stream.read(HEAD_BYTES)
        if _is_tar(head):  # .tar.gz is one archive to people, so its two layers count as one
            yield from _tar_members(replace(inner, path=entry.path), cancel, depth + 1)
        else:
            yield from _unfold(inner, head, cancel, depth + 1)
    else:
        yield from _zip_members(entry, cancel, depth + 1)


def _zip_members(archive: Entry, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    nested: list[Entry] = []
    with _opened_zip(archive) as opened:
        members = [info for info in opened.infolist() if not (info.is_dir() or is_clutter(info.filename))]
        packed = sum(info.compress_size for info in members)
        _refuse_bomb(archive, sum(info.file_size for info in members), min(packed, archive.size), len(members))
        if _SHEETS in opened.namelist():
            with opened.open(_SHEETS) as stream:
                yield archive, stream.read(HEAD_BYTES)
            return
        for info in members:
            cancel.check()
            _refuse_bomb(archive, info.file_size, info.compress_size)
            if info.flag_bits & 1:
                raise HistoryError(
                    f"{archive.name} is protected by a password. Unpack it yourself and drop the folder."
                )
            entry = _zip_member(archive, info)
            with opened.open(info) as stream:
                head = stream.read(HEAD_BYTES)
            if _is_archive(head):
                nested.append(entry)
            else:
                yield entry, head
    for entry in nested:
        yield from unfold(entry, cancel, depth)


def _zip_member(archive: Entry, info: zipfile.ZipInfo) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with _opened_zip(archive) as container, container.open(info) as stream:
            yield _Counted(stream, archive, lambda: info.compress_size)

    return Entry(f"{archive.path}/{info.filename}", info.file_size, opened)


def _gunzipped(archive: Entry) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with _in_plain_words(archive.name), archive.open() as raw:
            packed = _Counted(raw, archive)
            with gzip.GzipFile(fileobj=packed, mode="rb") as stream:  # type: ignore[call-overload]
                yield _Counted(stream, archive, lambda: packed.count)

    return Entry(archive.path.removesuffix(".gz"), _unpacked_size(archive), opened)


def _unpacked_size(archive: Entry) -> int:
    """What the last four bytes of a gzip file say: the size modulo 2**32, good enough for a progress bar."""
    if archive.on_disk is None or archive.size < 18:
        return archive.size
    with _in_plain_words(archive.name), archive.on_disk.open("rb") as file:
        file.seek(-4, os.SEEK_END)
        return max(archive.size, int.from_bytes(file.read(4), "little"))


def _tar_members(archive: Entry, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    nested: list[Entry] = []
    with _in_plain_words(archive.name), archive.open() as raw, _opened_tar(_Cancellable(raw, cancel)) as opened:
        for number, info in enumerate(opened):
            _refuse_bomb(archive, 0, 0, number)
            stream = opened.extractfile(info) if info.isreg() and not is_clutter(info.name) else None
            if stream is None:
                continue
            entry = _tar_member(archive, info)
            head = stream.read(HEAD_BYTES)
            if _is_archive(head):
                nested.append(entry)
            else:
                yield entry, head
    for entry in nested:
        yield from unfold(entry, cancel, depth)


def _tar_member(archive: Entry, wanted: tarfile.TarInfo) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with _in_plain_words(archive.name), archive.open() as raw, _opened_tar(raw) as container:
            found = next((info for info in container if info.offset == wanted.offset), None)
            stream = container.extractfile(found) if found else None
            if stream is None:
                raise HistoryError(f"{archive.name} has changed since it was looked at. Drop it again.")
            yield stream

    return Entry(f"{archive.path}/{wanted.name}", wanted.size, opened)


@contextmanager
def _opened_zip(archive: Entry) -> Iterator[zipfile.ZipFile]:
    with _in_plain_words(archive.name), _seekable(archive) as file, zipfile.ZipFile(file) as opened:
        yield opened


@contextmanager
def _seekable(archive: Entry) -> Iterator[IO[bytes]]:
    if archive.on_disk is not None:
        with archive.on_disk.open("rb") as file:
            yield file
    else:
        with tempfile.TemporaryFile() as copy, archive.open() as stream:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield copy


def _opened_tar(stream: Readable) -> tarfile.TarFile:
    """A tar read from its beginning to its end, because a packed stream cannot jump."""
    return tarfile.open(fileobj=stream, mode="r|")  # type: ignore[call-overload,no-any-return]


class _Cancellable:
    """A stream whose reading can be stopped: going over one large member of a tar takes seconds."""

    def __init__(self, stream: Readable, cancel: CancelToken) -> None:
        self._stream, self._cancel = stream, cancel

    def read(self, size: int = -1, /) -> bytes:
        self._cancel.check()
        return self._stream.read(size)


class _Counted:
    """A stream that counts what it gives and stops when that is far more than what was packed could hold."""

    def __init__(self, stream: Readable, archive: Entry, packed: Callable[[], int] | None = None) -> None:
        self._stream, self._archive, self._packed = stream, archive, packed
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        if self._packed is not None:
            _refuse_bomb(self._archive, self.count, self._packed())
        return data


def _refuse_bomb(archive: Entry, unpacked: int, packed: int, entries: int = 0) -> None:
    swollen = unpacked > SMALL_ENOUGH and unpacked > MAX_RATIO * packed
    if swollen or unpacked > MAX_TOTAL or entries > MAX_ENTRIES:
        raise HistoryError(f"{archive.name} unpacks to far more than any export does, so it was not read.")


def _is_archive(head: bytes) -> bool:
    return head.startswith((_ZIP, _EMPTY_ZIP, _GZIP)) or _is_tar(head)


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def is_clutter(path: str) -> bool:
    """Whether a file was left by an operating system or an editor beside what people meant to keep."""
    name = path.rpartition("/")[2]
    left_by_system = path.startswith("__MACOSX/") or "/__MACOSX/" in path
    return (
        left_by_system or not name or name.startswith("._") or name == ".DS_Store" or name.endswith("-checkpoint.json")
    )


@contextmanager
def _in_plain_words(name: str) -> Iterator[None]:
    """Tell what the libraries raise about bytes in one sentence. Only reading may happen inside."""
    try:
        yield
    except (gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
        raise HistoryError(f"{name} is damaged or was not downloaded to its end. Download it again.") from error
    except PermissionError as error:
        raise HistoryError(f"{name} may not be read with your rights. Change its permissions or copy it.") from error
    except FileNotFoundError as error:
        raise HistoryError(f"{name} is not there. Check the path and try again.") from error
    except OSError as error:
        raise HistoryError(f"{name} cannot be read: {error.strerror or error}.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise HistoryError(
            f"{name} is packed in a way this app does not know. Unpack it and drop the folder."
        ) from error
    except (ValueError, OverflowError) as error:
        raise HistoryError(f"{name} is damaged: what it says of itself makes no sense.") from error
