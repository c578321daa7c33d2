"""The database's errors as sentences for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from desktop_als.errors import Cancelled, LibraryError


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn what can befall a healthy program (full disk, lost folder, no memory) into a :class:`LibraryError`.

    An interrupted statement becomes :class:`Cancelled`: nobody else interrupts. Errors in our own SQL stay what they are.
    """
    try:
        yield
    except duckdb.Error as error:
        cause = _first(error)
        if isinstance(cause, duckdb.InterruptException):
            raise Cancelled from None
        if isinstance(cause, duckdb.ProgrammingError):
            raise
        raise LibraryError(_sentence(cause)) from error


def _first(error: duckdb.Error) -> duckdb.Error:
    """The failure that came first: after it a transaction takes no statement, not even one that tidies up."""
    while isinstance(error.__context__, duckdb.Error):
        error = error.__context__
    return error


def _sentence(error: duckdb.Error) -> str:
    words = str(error).strip().splitlines()[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        if "disk" in words.lower() or "max_temp_directory_size" in words:
            return "The disk is full. The library is as it was before: free some space and try again."
        return "There is not enough memory. The library is as it was before: close other programs and try again."
    if "No space left" in words or "not enough space" in words.lower():
        return "The disk is full. The library is as it was before: free some space and try again."
    return f"The library could not be read or written, and is as it was before ({words})."
