"""Bytes packed as one stream: gzip, bzip2, xz, Zstandard. Unpacked little by little, and stopped when they swell beyond reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol, cast

from desktop_als.errors import HistoryError
from desktop_als.progress import CancelToken

MAX_RATIO = 200  # exports pack to a tenth or twentieth
SMALL_ENOUGH = 100 * 2**20  # whatever its ratio, this much does no harm
USUAL_RATIO = 5  # for the progress bar, where a packed file does not tell its size

_ZSTANDARD_STEP = 2048  # of hostile packed bytes, that becomes at most 64 MB


class Readable(Protocol):
    """What an opened entry offers."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; empty at the end."""
        ...


class Packing(NamedTuple):
    """One way to pack a stream: how it begins, what is added to the name of the file, and how it is read."""

    magic: re.Pattern[bytes]
    ending: str
    unpacked: Callable[[Readable], Readable]


def packing_of(head: bytes) -> Packing | None:
    """How a stream that begins with ``head`` is packed; None when it is not."""
    return next((packing for packing in _PACKINGS if packing.magic.match(head)), None)


class Watched:
    """A stream whose reading can be stopped and is told: going over one large member of a tar takes seconds."""

    def __init__(self, stream: Readable, cancel: CancelToken, advance: Callable[[int], None] | None = None) -> None:
        self._stream, self._cancel, self._advance = stream, cancel, advance

    def read(self, size: int = -1, /) -> bytes:
        """As of the stream.

        Raises:
            Cancelled: the person asked to stop.
        """
        self._cancel.check()
        data = self._stream.read(size)
        if self._advance is not None:
            self._advance(len(data))
        return data


class Rejoined:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int = -1, /) -> bytes:
        """As of the stream, from its beginning."""
        head, self._head = self._head, b""
        if 0 <= size < len(head):
            head, self._head = head[:size], head[size:]
        return head or self._rest.read(size) if size >= 0 else head + self._rest.read()


class Counted:
    """A stream that counts what it gives and stops when that is far more than what was packed could hold."""

    def __init__(self, stream: Readable, name: str, packed: Callable[[], int] | None = None) -> None:
        self._stream, self._name, self._packed = stream, name, packed
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        """As of the stream.

        Raises:
            HistoryError: this is a bomb.
        """
        data = self._stream.read(size)
        self.count += len(data)
        if self._packed is not None:
            refuse_bomb(self._name, self.count, self._packed())
        return data


def refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    """Raise a :class:`HistoryError` when ``packed`` bytes of the file ``name`` cannot honestly be so many unpacked."""
    if unpacked > SMALL_ENOUGH and unpacked > MAX_RATIO * packed:
        raise HistoryError(f"{name} unpacks to far more than any export does, so it was not read.")


class _Zstandard(io.RawIOBase):
    """Zstandard frames one after another. Unlike the library's own reader it notices when the last one is cut off."""

    def __init__(self, packed: Readable) -> None:
        import zstandard  # noqa: PLC0415 - only dumps are packed so

        self._packed = packed
        self._new_frame = zstandard.ZstdDecompressor().decompressobj
        self._error = zstandard.ZstdError
        self._frame: Any = None
        self._waiting = b""  # packed, of the next frame
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            if not self._unpack():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self) -> bool:
        """Unpack a little more; False at the end."""
        packed = self._waiting or self._packed.read(_ZSTANDARD_STEP)
        if not packed:
            if self._frame is not None:
                raise EOFError
            return False
        self._frame = self._frame or self._new_frame()
        try:
            self._ready = memoryview(self._frame.decompress(packed))
        except self._error as error:
            raise OSError(str(error)) from error  # as the decompressors of the standard library do
        self._waiting = b""
        if self._frame.eof:
            self._waiting = self._frame.unused_data
            self._frame = None
        return True


def _bunzipped(packed: Readable) -> Readable:
    return bz2.BZ2File(cast("io.BytesIO", packed))


def _gunzipped(packed: Readable) -> Readable:
    return gzip.GzipFile(fileobj=cast("io.BytesIO", packed), mode="rb")


def _unxzed(packed: Readable) -> Readable:
    return lzma.LZMAFile(cast("io.BytesIO", packed))


def _unzstandard(packed: Readable) -> Readable:
    return io.BufferedReader(_Zstandard(packed), 2**18)


_PACKINGS = (
    Packing(re.compile(rb"\x1f\x8b"), ".gz", _gunzipped),
    Packing(re.compile(rb"BZh[1-9](1AY&SY|\x17\x72\x45\x38\x50\x90)"), ".bz2", _bunzipped),
    Packing(re.compile(rb"\xfd7zXZ\x00"), ".xz", _unxzed),
    Packing(re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), ".zst", _unzstandard),
)


@contextmanager
def in_plain_words(name: str) -> Iterator[None]:
    """Tell what the libraries raise about the bytes of ``name`` in one sentence. Only reading may happen inside."""
    try:
        yield
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError) as error:
        raise _damaged(name) from error
    except PermissionError as error:
        raise HistoryError(f"{name} may not be read with your rights. Change its permissions or copy it.") from error
    except FileNotFoundError as error:
        raise HistoryError(f"{name} is not there. Check the path and try again.") from error
    except OSError as error:
        if error.errno is None:  # not the system complains, but a decompressor
            raise _damaged(name) from error
        raise HistoryError(f"{name} cannot be read: {error.strerror or error}.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise HistoryError(
            f"{name} is packed in a way this app does not know. Unpack it and drop the folder."
        ) from error
    except (ValueError, OverflowError) as error:
        raise HistoryError(f"{name} is damaged: what it says of itself makes no sense.") from error


def _damaged(name: str) -> HistoryError:
    return HistoryError(f"{name} is damaged or was not downloaded to its end. Download it again.")
