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

_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)\\u(?:[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """Where the rows of type ``row`` stand in a file: ``undecoded`` finds them."""

    row: type[T]
    undecoded: Callable[[bytes], list[msgspec.Raw]]


def array_of(row: type[T]) -> Layout[T]:
    """The layout of a file that is one array of rows."""
    return Layout(row, msgspec.json.Decoder(list[msgspec.Raw]).decode)


def json_rows(part: Part, data: bytes, layout: Layout[T], log: RowLog) -> tuple[list[int], list[T]]:
    """Decode the rows of ``data`` (UTF-8) and log those of another shape.

    One by one: so a bad row costs only itself, and the interpreter's lock is never held for a whole file, for which the
    window would have to wait (10 MB: 24 ms at once; 9 ms to find the rows, then 2 µs each).

    Returns:
        Of one length: row numbers, beginning at 1, and rows.

    Raises:
        HistoryError: this is not whole JSON, has another layout or is nested too deeply to be an export.
    """
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
    decoder = msgspec.json.Decoder(layout.row)
    numbers: list[int] = []
    rows: list[T] = []
    for number, raw in enumerate(undecoded, start=1):
        try:
            rows.append(decoder.decode(raw))
            numbers.append(number)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            log.reject(Fate.UNREADABLE, number, str(error))
    return numbers, rows


def mended(data: bytes) -> bytes:
    """JSON with U+FFFD for each half of a character pair: programs that cut titles leave them, and no decoder takes them."""
    return _LONE_SURROGATE.sub(lambda found: found[2] or found[1] + rb"\ufffd", data)
