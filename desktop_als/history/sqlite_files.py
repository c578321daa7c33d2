"""Databases of SQLite that somebody brings: read only, with nothing in them trusted.

A schema can be hostile: views and virtual tables run code of their own, so only ordinary tables are read, and functions
that a schema calls are off (https://www.sqlite.org/security.html).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from desktop_als.errors import HistoryError
from desktop_als.history.archives import Entry
from desktop_als.history.cleaning import LATEST, whole_number
from desktop_als.history.formats import Advance
from desktop_als.history.on_disk import on_disk
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken

_LONGEST_VALUE = 2**20
_STEPS_BETWEEN_LOOKS = 10_000

Value = str | int | float | bytes | None


class Database:
    """An opened database. Use :func:`opened`."""

    def __init__(self, name: str, connection: sqlite3.Connection, cancel: CancelToken) -> None:
        self._name, self._connection, self._cancel = name, connection, cancel

    def tables(self) -> dict[str, frozenset[str]]:
        """The ordinary tables with their columns, both in lower case."""
        found = self._select("select name from sqlite_schema where type = 'table' and sql not like 'create virtual%'")
        return {str(name).lower(): self._columns(str(name)) for (name,) in found}

    def rows(self, query: str) -> Iterator[tuple[Value, ...]]:
        """The rows of a ``select`` over ordinary tables.

        Raises:
            HistoryError: the database is damaged or built otherwise.
            Cancelled: the person asked to stop.
        """
        yield from self._select(query)

    def _columns(self, table: str) -> frozenset[str]:
        return frozenset(str(name).lower() for (name,) in self._select("select name from pragma_table_info(?)", table))

    def _select(self, query: str, *values: str) -> Iterator[tuple[Value, ...]]:
        try:
            yield from self._connection.execute(query, values)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:  # its own messages quote damaged bytes
            self._cancel.check()
            raise HistoryError(f"{self._name} is damaged, cut off or of an unknown version. Copy it again.") from error


@contextmanager
def opened(entry: Entry, cancel: CancelToken, advance: Advance) -> Iterator[Database]:
    """Open the database ``entry`` for reading, as it is: a journal beside it is not looked at.

    Raises:
        HistoryError: it is none, or cannot be opened.
        Cancelled: the person asked to stop.
    """
    with on_disk(entry, cancel, advance) as path:
        place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(place, uri=True)
        except sqlite3.Error as error:
            raise HistoryError(f"{entry.name} cannot be opened: {error}.") from error
        with closing(connection):
            connection.text_factory = lambda data: data.decode(errors="replace")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            connection.set_progress_handler(lambda: cancel.cancelled, _STEPS_BETWEEN_LOOKS)
            connection.execute("pragma trusted_schema = off")
            yield Database(entry.name, connection, cancel)
        if entry.on_disk is not None:  # a copy has told of itself
            advance(entry.size)


def table_names(entry: Entry, cancel: CancelToken) -> frozenset[str]:
    """The tables of a database by their names in lower case; none if it is damaged."""
    try:
        with opened(entry, cancel, lambda _: None) as database:
            return frozenset(database.tables())
    except HistoryError:
        return frozenset()


def note_journal(entry: Entry, log: RowLog) -> None:
    """Tell of a write-ahead journal that lies beside a database: what is in it was not read."""
    path = entry.on_disk
    if path is not None and path.with_name(f"{path.name}-wal").exists():
        log.notes.append(f"The newest plays may be missing from {entry.name}. Stop its server before you copy it.")


def text(value: Value) -> str | None:
    """A value as text: the columns of SQLite hold values of any type."""
    return value if isinstance(value, str) else None if value is None or isinstance(value, bytes) else str(value)


def whole(value: Value) -> int | None:
    """A value as an integer, None if it is no number that makes sense."""
    number = whole_number(value) if isinstance(value, str) else value
    return int(number) if isinstance(number, int | float) and abs(number) <= LATEST else None
