"""How a cancel reaches a statement that runs for seconds inside the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from desktop_als.progress import CancelToken

_LOOK_EVERY = 0.05  # seconds


@contextmanager
def interrupted_by(cancel: CancelToken, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt whatever ``cursor`` runs in this block once ``cancel`` is raised; the statement then raises."""
    done = threading.Event()

    def watch() -> None:
        # Again and again: the first interrupt may fall between two statements, where it has no effect.
        while not done.wait(_LOOK_EVERY):
            if cancel.cancelled:
                cursor.interrupt()

    watcher = threading.Thread(target=watch, name="library-interrupt", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


Check = Callable[[], None]
"""Raises :class:`~desktop_als.errors.Cancelled` when the person asked to stop."""


def ignore_check() -> None:
    """Of callers that cannot be stopped."""
