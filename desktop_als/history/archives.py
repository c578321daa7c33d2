"""Files, and files inside zips, tars and packed streams, as one kind of thing: an entry that can be opened and read.

Nothing is ever unpacked to a name of the archive's choosing. Sizes are judged twice: as declared, before reading, and as
counted, while reading.
"""

from __future__ import annotations

import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from desktop_als.errors import HistoryError
from desktop_als.history.packing import (
    USUAL_RATIO,
    Counted,
    Packing,
    Readable,
    Rejoined,
    Watched,
    in_plain_words,
    packing_of,
    refuse_bomb,
)
from desktop_als.progress import CancelToken

HEAD_BYTES = 65_536
MAX_ENTRIES = 10_000
MAX_DEPTH = 3  # Apple packs some members of a zip inside the zip that one downloads

ANYONE_MAY_READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_SHEETS = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, on disk or inside an archive.

    ``path`` is the full path with ``/`` between all its steps. ``size`` is in bytes, unpacked, as declared. While
    ``open()`` is entered, everything that can go wrong with the bytes is raised as :class:`HistoryError`. ``tar`` is the
    archive that it lies in, if that is a tar: reading many of its members goes through :func:`members`.
    """

    path: str
    size: int
    open: Callable[[], AbstractContextManager[Readable]]
    on_disk: Path | None = None
    tar: Entry | None = None

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
    with in_plain_words(path.name):
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
        with in_plain_words(path.name), path.open("rb") as file:
            yield file

    return Entry(path.as_posix(), size, opened, path)


def unfold(entry: Entry, cancel: CancelToken, depth: int = 0) -> Iterator[tuple[Entry, bytes]]:
    """Yield ``entry`` itself or, if it is an archive, the files inside it, each with its first :data:`HEAD_BYTES` bytes.

    A workbook (.xlsx) is a zip, but one file to people; instead of its first bytes come those of its list of sheets.

    Raises:
        HistoryError: an archive is damaged, protected by a password, or unpacks to far more than it should.
    """
    yield from _unfold(entry, _head(entry), cancel, depth)


def _head(entry: Entry) -> bytes:
    with entry.open() as stream:
        return stream.read(HEAD_BYTES)


def _unfold(entry: Entry, head: bytes, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    cancel.check()
    packing = packing_of(head)
    if not _is_archive(head):
        yield entry, head
    elif depth >= MAX_DEPTH:
        return
    elif _is_tar(head):
        yield from _tar_members(entry, entry, cancel, depth + 1)
    elif packing:
        inner = _unpacked(entry, packing)
        head = _head(inner)
        if _is_tar(head):  # .tar.gz is one archive to people, so its two layers count as one
            yield from _tar_members(inner, entry, cancel, depth + 1)
        else:
            yield from _unfold(inner, head, cancel, depth + 1)
    else:
        yield from _zip_members(entry, cancel, depth + 1)


def members(entry: Entry, cancel: CancelToken, advance: Callable[[int], None]) -> Iterator[tuple[Entry, bytes]]:
    """The files in a tar of any size in one pass, packed or not; ``entry`` without its packing if it is no tar.

    As of :func:`unfold` each comes with its first bytes. It can be opened once, until the next is asked for. ``advance`` is
    told of the bytes of ``entry`` itself.

    Raises:
        HistoryError: the archive is damaged or cut off.
        Cancelled: the person asked to stop.
    """

    @contextmanager
    def watched() -> Iterator[Readable]:
        with entry.open() as raw:
            yield Watched(raw, cancel, advance)

    told = replace(entry, open=watched)
    packing = packing_of(_head(entry))
    head = _head(_unpacked(entry, packing) if packing else entry)
    stream = _unpacked(told, packing) if packing else told
    if not _is_tar(head):
        yield stream, head
        return
    with in_plain_words(entry.name), stream.open() as raw, _opened_tar(raw) as opened:
        for number, info in enumerate(opened):
            _refuse_crowd(entry, number)
            content = opened.extractfile(info) if info.isreg() and not is_clutter(info.name) else None
            if content is not None:
                head = content.read(HEAD_BYTES)
                yield _passing_member(entry, info, head, content), head


def _passing_member(archive: Entry, info: tarfile.TarInfo, head: bytes, rest: Readable) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with in_plain_words(archive.name):
            yield Rejoined(head, rest)

    return Entry(f"{archive.path}/{info.name}", info.size, opened)


def _zip_members(archive: Entry, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    nested: list[Entry] = []
    with _opened_zip(archive) as opened:
        inside = [info for info in opened.infolist() if not (is_clutter(info.filename) or info.is_dir())]
        packed = sum(info.compress_size for info in inside)
        _refuse_crowd(archive, len(inside))
        refuse_bomb(archive.name, sum(info.file_size for info in inside), min(packed, archive.size))
        if _SHEETS in opened.namelist():
            with opened.open(_SHEETS) as stream:
                yield archive, stream.read(HEAD_BYTES)
            return
        for info in inside:
            cancel.check()
            refuse_bomb(archive.name, info.file_size, info.compress_size)
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
            yield Counted(stream, archive.name, lambda: info.compress_size)

    return Entry(f"{archive.path}/{info.filename}", info.file_size, opened)


def _unpacked(archive: Entry, packing: Packing) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with in_plain_words(archive.name), archive.open() as raw:
            packed = Counted(raw, archive.name)
            yield Counted(packing.unpacked(packed), archive.name, lambda: packed.count)

    return Entry(archive.path.removesuffix(packing.ending), _unpacked_size(archive, packing), opened)


def _unpacked_size(archive: Entry, packing: Packing) -> int:
    """For gzip, what the last four bytes say: the size modulo 2**32, good enough for a progress bar. Else a guess."""
    if packing.ending != ".gz":
        return archive.size * USUAL_RATIO
    if archive.on_disk is None or archive.size < 18:
        return archive.size
    with in_plain_words(archive.name), archive.on_disk.open("rb") as file:
        file.seek(-4, os.SEEK_END)
        return max(archive.size, int.from_bytes(file.read(4), "little"))


def _tar_members(tar: Entry, archive: Entry, cancel: CancelToken, depth: int) -> Iterator[tuple[Entry, bytes]]:
    """The files in ``tar``, which is ``archive`` itself or what that holds packed."""
    nested: list[Entry] = []
    with in_plain_words(archive.name), tar.open() as raw, _opened_tar(Watched(raw, cancel)) as opened:
        for number, info in enumerate(opened):
            _refuse_crowd(archive, number)
            stream = opened.extractfile(info) if info.isreg() and not is_clutter(info.name) else None
            if stream is None:
                continue
            entry = _tar_member(tar, archive, info)
            head = stream.read(HEAD_BYTES)
            if _is_archive(head):
                nested.append(entry)
            else:
                yield entry, head
    for entry in nested:
        yield from unfold(entry, cancel, depth)


def _tar_member(tar: Entry, archive: Entry, wanted: tarfile.TarInfo) -> Entry:
    @contextmanager
    def opened() -> Iterator[Readable]:
        with in_plain_words(archive.name), tar.open() as raw, _opened_tar(raw) as container:
            found = next((info for info in container if info.offset == wanted.offset), None)
            stream = container.extractfile(found) if found else None
            if stream is None:
                raise HistoryError(f"{archive.name} has changed since it was looked at. Drop it again.")
            yield stream

    return Entry(f"{archive.path}/{wanted.name}", wanted.size, opened, tar=archive)


@contextmanager
def _opened_zip(archive: Entry) -> Iterator[zipfile.ZipFile]:
    with in_plain_words(archive.name), _seekable(archive) as file, zipfile.ZipFile(file) as opened:
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


def _refuse_crowd(archive: Entry, entries: int) -> None:
    if entries > MAX_ENTRIES:
        raise HistoryError(f"{archive.name} unpacks to far more than any export does, so it was not read.")


def _is_archive(head: bytes) -> bool:
    return head.startswith((_ZIP, _EMPTY_ZIP)) or _is_tar(head) or packing_of(head) is not None


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"


def is_clutter(path: str) -> bool:
    """Whether a file was left by an operating system or an editor beside what people meant to keep."""
    name = path.rpartition("/")[2]
    left_by_system = path.startswith("__MACOSX/") or "/__MACOSX/" in path
    return (
        left_by_system or not name or name.startswith("._") or name == ".DS_Store" or name.endswith("-checkpoint.json")
    )
