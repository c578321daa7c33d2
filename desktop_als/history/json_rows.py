"""JSON files into rows: all at once where they are sound, one by one where some rows have another shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from desktop_als.errors import HistoryError
from desktop_als.history.formats import Part
from desktop_als.plays import Fate, RowLog

T = TypeVar("T")

BLOCK = 4 * 2**20
"""Bytes that are decoded at once: 6 ms."""

_BETWEEN_ROWS = re.compile(rb"\}\s*,\s*\{")

_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u(?:[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """Where the rows of type ``row`` stand in a file: ``undecoded`` finds them. ``is_array``: they are all that it holds."""

    row: type[T]
    undecoded: Callable[[bytes], list[msgspec.Raw]]
    is_array: bool = False


def array_of(row: type[T]) -> Layout[T]:
    """The layout of a file that is one array of rows."""
    return Layout(row, msgspec.json.Decoder(list[msgspec.Raw]).decode, is_array=True)


def json_rows(part: Part, data: bytes, layout: Layout[T], log: RowLog) -> tuple[list[int], list[T]]:
    """Decode the rows of ``data`` (UTF-8) and log those of another shape.

    In blocks where all is sound, which is four times as fast as row by row; else one by one, so that a bad row costs only
    itself. The interpreter's lock is never held for a whole file, for which the window would have to wait.

    Returns:
        Of one length: row numbers, beginning at 1, and rows.

    Raises:
        HistoryError: this is not whole JSON, has another layout or is nested too deeply to be an export.
    """
    if layout.is_array and (sound := _sound_rows(data, layout.row)) is not None:
        return list(range(1, len(sound) + 1)), sound
    try:
        undecoded = layout.undecoded(data)
    except RecursionError as error:
        raise HistoryError(f"{part.name} is nested far too deeply to be an export, so nothing was read.") from error
    except (msgspec.ValidationError, UnicodeDecodeError) as error:
        raise HistoryError(f"{part.name} is not built as {part.format.title}, so nothing was read.") from error
    except msgspec.DecodeError as error:
        whole = mended(data)
        if whole != data:
            return json_rows(part, whole, layout, log)
        raise HistoryError(
            f"{part.name} is damaged or cut off, so nothing was kept of it. Download it again."
        ) from error
    decoder = msgspec.json.Decoder(layout.row, strict=False)  # takes numbers that stand in quotes
    numbers: list[int] = []
    rows: list[T] = []
    for number, raw in enumerate(undecoded, start=1):
        try:
            rows.append(decoder.decode(raw))
            numbers.append(number)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.reject(Fate.UNREADABLE, number, str(error))
    return numbers, rows


def _sound_rows(data: bytes, row: type[T]) -> list[T] | None:
    """All rows of an array, or None if any of them is not as it should be.

    A cut that falls into a string or into a nested array leaves two pieces that are no JSON, so it cannot go unnoticed.
    """
    array = data.strip()
    if not (array.startswith(b"[") and array.endswith(b"]")):
        return None
    decoder = msgspec.json.Decoder(list[row])  # type: ignore[valid-type]
    rows: list[T] = []
    begin, end = 1, len(array) - 1
    while begin < end:
        cut = _BETWEEN_ROWS.search(array, begin + BLOCK, end)
        try:
            rows += decoder.decode(b"[%b]" % array[begin : cut.start() + 1 if cut else end])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        begin = cut.end() - 1 if cut else end
    return rows


def mended(data: bytes) -> bytes:
    """JSON with U+FFFD for each half of a character pair: programs that cut titles leave them, and no decoder takes them."""
    return _LONE_SURROGATE.sub(lambda found: found[2] or found[1] + rb"\ufffd", data)
