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
    """Where the rows of type ``row`` stand in a file: found decoded at once, or undecoded one by one."""

    row: type[T]
    at_once: Callable[[bytes], list[T]]
    one_by_one: Callable[[bytes], list[msgspec.Raw]]


def array_of(row: type[T]) -> Layout[T]:
    """The layout of a file that is one array of rows."""
    whole = msgspec.json.Decoder(list[row])  # type: ignore[valid-type]
    return Layout(row, whole.decode, msgspec.json.Decoder(list[msgspec.Raw]).decode)


def json_rows(part: Part, data: bytes, layout: Layout[T], log: RowLog) -> tuple[list[int], list[T]]:
    """Decode the rows of ``data`` (UTF-8) and log those of another shape.

    Returns:
        Of one length: row numbers, beginning at 1, and rows.

    Raises:
        HistoryError: this is not whole JSON, has another layout or is nested too deeply to be an export.
    """
    try:
        try:
            rows = layout.at_once(data)
        except (msgspec.ValidationError, UnicodeDecodeError):
            return _row_by_row(part, data, layout, log)
        return list(range(1, len(rows) + 1)), rows
    except RecursionError as error:
        raise HistoryError(f"{part.name} is nested far too deeply to be an export, so nothing was read.") from error
    except msgspec.DecodeError as error:
        # Half of a character pair, as left by programs that cut titles, must cost that letter and not the file.
        mended = _LONE_SURROGATE.sub(lambda found: found[2] or found[1] + rb"\ufffd", data)
        if mended != data:
            return json_rows(part, mended, layout, log)
        raise HistoryError(
            f"{part.name} is damaged or cut off, so nothing was kept of it. Download it again."
        ) from error


def _row_by_row(part: Part, data: bytes, layout: Layout[T], log: RowLog) -> tuple[list[int], list[T]]:
    try:
        raws = layout.one_by_one(data)
    except (msgspec.ValidationError, UnicodeDecodeError) as error:
        raise HistoryError(f"{part.name} is not built as {part.format.title}, so nothing was read.") from error
    decoder = msgspec.json.Decoder(layout.row)
    numbers: list[int] = []
    rows: list[T] = []
    for number, raw in enumerate(raws, start=1):
        try:
            rows.append(decoder.decode(raw))
            numbers.append(number)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            log.reject(Fate.UNREADABLE, number, str(error))
    return numbers, rows
