"""Whole files into memory, as bytes or as text."""

from __future__ import annotations

import codecs
import re

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.formats import Advance, Part
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken

MAX_WHOLE = 500 * 2**20
BLOCK = 2**20
WHOLE_BLOCK = 16 * 2**20  # most files fit into one and need not be joined

DAMAGED = re.compile("[\udc80-\udcff]+")
"""Bytes that were not UTF-8, as Python keeps them in text."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def load(entry: Entry, cancel: CancelToken, advance: Advance) -> bytes:
    """All bytes of ``entry``, at most 500 MB.

    Raises:
        HistoryError: it is larger, damaged or may not be read.
        Cancelled: the person asked to stop.
    """
    blocks: list[bytes] = []
    done = 0
    with entry.open() as stream:
        while max(done, entry.size) <= MAX_WHOLE and (block := stream.read(WHOLE_BLOCK)):
            cancel.check()
            done += len(block)
            blocks.append(block)
            advance(len(block))
    if max(done, entry.size) > MAX_WHOLE:
        raise HistoryError(f"{entry.name} is larger than 500 MB, more than any one person's export. It was not read.")
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)


def load_json(part: Part, cancel: CancelToken, advance: Advance) -> bytes:
    """The part's only file as UTF-8 without a byte order mark. Single damaged letters are left to the rows they are in.

    Raises:
        HistoryError: as :func:`load`, and when the file is not UTF-8 at all.
    """
    data = load(part.files[0], cancel, advance)
    if _is_utf16(data):
        return _utf16(data, part.name).encode()
    if _decoded(data) is None:
        raise HistoryError(
            f"{part.name} was saved in another encoding than UTF-8. Download it again and do not edit it."
        )
    return data.removeprefix(codecs.BOM_UTF8)


def load_text(entry: Entry, log: RowLog, cancel: CancelToken, advance: Advance) -> str:
    """A text table, decoded: UTF-8, UTF-16 with a byte order mark, or else Windows-1252, which ``log`` notes.

    Single damaged bytes of a UTF-8 file come as lone surrogates, for :func:`~desktop_als.history.tables.data_rows` to refuse.

    Raises:
        HistoryError: as :func:`load`, and when the letters make sense in none of these.
    """
    data = load(entry, cancel, advance)
    if _is_utf16(data):
        return _utf16(data, entry.name)
    text = _decoded(data)
    if text is not None:
        return text
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise HistoryError(
            f"{entry.name} is not text in any known encoding. Save it as UTF-8 and try again."
        ) from error
    log.notes.append(f"{entry.name} is not UTF-8 and was read as Windows-1252. Check a few names with accents.")
    return text


def is_damaged(text: str) -> bool:
    """Whether there are bytes in it that were not UTF-8."""
    return not all(_is_whole(text[begin : begin + BLOCK]) for begin in range(0, len(text), BLOCK))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_utf16(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _utf16(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-16").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise HistoryError(f"{name} is damaged or cut off, so nothing was kept of it. Download it again.") from error


def _decoded(data: bytes) -> str | None:
    """UTF-8 as text, with lone surrogates for damaged bytes; None when the damaged ones are the most beyond ASCII."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode(errors="surrogateescape")
    damaged = sum(map(len, DAMAGED.findall(text)))
    return text if 2 * damaged <= sum(map(len, _BEYOND_ASCII.findall(text))) else None
