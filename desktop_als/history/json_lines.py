"""Files of one JSON object on each line, read as a stream: they may be of any size."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

import msgspec

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.formats import Advance, Part
from desktop_als.history.json_rows import mended
from desktop_als.history.loading import BLOCK
from desktop_als.plays import Fate, RowLog
from desktop_als.progress import CancelToken

T = TypeVar("T")

MAX_LINE = 16 * 2**20
"""Clients of ListenBrainz send kilobytes with a listen, and no export needs more than this many bytes for one."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def json_lines(
    part: Part, entry: Entry, row_type: type[T], log: RowLog, cancel: CancelToken, advance: Advance
) -> Iterator[tuple[int, T]]:
    """Yield the rows of ``entry``, a file of ``part``, with their numbers, as :func:`json_chunks` does."""
    chunks = json_chunks(part, entry, row_type, log, cancel, advance)
    return chain.from_iterable(zip(numbers, rows, strict=True) for numbers, rows in chunks)


def json_chunks(
    part: Part, entry: Entry, row_type: type[T], log: RowLog, cancel: CancelToken, advance: Advance
) -> Iterator[tuple[list[int], list[T]]]:
    """Yield row numbers, beginning at 1, and rows of ``entry``, a megabyte at a time. Blank lines are no rows.

    Lines of another shape are logged and left out, so of a file that is cut off only the last line is lost.

    Raises:
        HistoryError: not one line could be read, or the file is damaged or may not be opened.
        Cancelled: the person asked to stop.
    """
    decoder = msgspec.json.Decoder(row_type)
    number = readable = 0
    for lines in _whole_lines(entry, cancel, advance):
        try:
            rows = decoder.decode_lines(lines)
            numbers = list(range(number + 1, number + 1 + len(rows)))
            number += len(rows)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            numbers, rows = [], []
            for line in filter(bytes.strip, lines.split(b"\n")):
                number += 1
                try:
                    rows.append(_decoded(decoder, line))
                    numbers.append(number)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    log.reject(Fate.UNREADABLE, number, str(error))
        readable += len(rows)
        yield numbers, rows
    if number and not readable:
        raise HistoryError(f"{entry.name} is not built as {part.format.title}, so nothing was read.")


def _decoded(decoder: msgspec.json.Decoder[T], line: bytes) -> T:
    try:
        return decoder.decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        return decoder.decode(mended(line))


def _whole_lines(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[bytes]:
    rest = b""
    for block in _utf8_blocks(entry, cancel, advance):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest = (rest + block)[:MAX_LINE]  # no JSON any more, so the line will be logged
    yield rest


def _utf8_blocks(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[bytes]:
    with entry.open() as stream:
        block = stream.read(BLOCK)
        decoder = codecs.getincrementaldecoder("utf-16")("replace") if block.startswith(_UTF16) else None
        begin = block.removeprefix(codecs.BOM_UTF8)
        while block:
            cancel.check()
            yield decoder.decode(begin).encode(errors="replace") if decoder else begin
            advance(len(block))
            block = begin = stream.read(BLOCK)
