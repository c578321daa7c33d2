"""The library: a folder with one DuckDB file, opened by one process at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from desktop_als.als.interactions import Interactions, RowKind
from desktop_als.als.settings import RowChoice
from desktop_als.errors import LibraryError
from desktop_als.library import (
    interactions,
    journal,
    merging,
    queries,
    replacing,
    schema,
    snapshots,
    source_rows,
    steps,
    time_split,
)
from desktop_als.library.condensing import remove_leftovers
from desktop_als.library.credits import Credit, credits_of
from desktop_als.library.failures import plain_failures
from desktop_als.library.importing import ImportSession
from desktop_als.library.lock import FolderLock
from desktop_als.library.merging import Merged
from desktop_als.library.records import (
    ArtistTable,
    ListenerTable,
    MatrixShape,
    Source,
    SourceRows,
    Step,
    Totals,
    Undone,
)
from desktop_als.library.staging import Tell, ignore_share
from desktop_als.library.time_split import TimeSplit
from desktop_als.plays import Doubles, Fate, History, Ints, TimedPlays
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress

LITTLE_MEMORY = "100MB"
"""Enough for a page of the window, should it be read in the ten milliseconds of :meth:`Library.give_back_memory`."""


class Library:
    """All methods may be called from any thread. Reads see the last committed state, also while an import runs.

    Every method raises :class:`~desktop_als.errors.LibraryError` when the disk or the memory fails.
    """

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection, lock: FolderLock) -> None:
        self.folder = folder
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._lock = lock
        self._writing = threading.Lock()
        self._last_import = 0

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Open the library in ``folder``; the folder and an empty library are made where there is none.

        Raises:
            LibraryBusyError: another process, or another Library of this one, has it open.
            LibraryError: not writable, damaged, or from a newer version; the file is left as it is.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FolderLock(folder / "library.lock")
        except OSError as error:
            raise LibraryError(
                f"The folder {folder} cannot be written ({error.strerror}). Choose another folder or allow writing to it."
            ) from error
        try:
            remove_leftovers(folder)
            with plain_failures():
                connection = schema.connect(folder / schema.FILE)
        except BaseException:
            lock.release()
            raise
        return cls(folder, connection, lock)

    def close(self) -> None:
        """Write everything to the file and let others open it. Closing twice is the same as once."""
        try:
            with plain_failures():
                if self._connection is not None:
                    self._connection.close()
                    # Qt objects that outlive the interpreter would keep it, and the binding complains of that at exit.
                    self._connection = None
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def new_import(self) -> int:
        """A number that joins the transactions of one drop, so that they are undone together."""
        with self._reading() as cursor:
            self._last_import = max(self._last_import + 1, journal.next_step(cursor))
            return self._last_import

    @contextmanager
    def importing(self, label: str, import_id: int | None = None) -> Iterator[ImportSession]:
        """One transaction: everything added in the block is stored at its end, or nothing if it raises.

        What became of it is known when the block has ended: :attr:`ImportSession.stored`.

        Args:
            label: how the drop is called when it is undone; that of its first transaction stands.
            import_id: of :meth:`new_import`; without it the transaction is a drop of its own.
        """
        number = import_id if import_id is not None else self.new_import()
        with self._writing_alone() as cursor:
            session = ImportSession(cursor, number, label)
            yield session
            session.complete()

    def undo(self) -> Undone | None:
        """Take back the newest step, or None when there is none. Works after a restart."""
        with (
            self._reading() as outer,
            replacing.former_attached(outer, self.folder),
            self._writing_alone() as cursor,
        ):
            newest = steps.newest_step(cursor)
            return steps.undo(cursor, newest) if newest else None

    def undo_import(self, import_id: int) -> Undone | None:
        """Take back import ``import_id`` if it stored anything.

        Raises:
            LibraryError: newer imports rest on it.
        """
        with self._writing_alone() as cursor:
            newest = steps.newest_step(cursor)
            if newest > import_id:
                raise LibraryError("Only the newest import can be undone. Undo the later ones first.")
            return steps.undo(cursor, import_id) if newest == import_id else None

    @contextmanager
    def changing(self, kind: str, label: str, *layers: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """One step that changes these layers in its block, through the cursor; what stands is settled at its end.

        Args:
            kind, label: of its :class:`Step`.
            layers: names of :data:`schema.LAYERS`.
        """
        with self._writing_alone() as cursor, steps.layer_step(cursor, kind, label, layers):
            yield cursor

    @contextmanager
    def noting(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """Write down in the block, through the cursor, what nobody decided and is no step; None while others write."""
        if not self._writing.acquire(blocking=False):
            yield None
            return
        try:
            with self._reading() as cursor, _transaction(cursor):
                yield cursor
        finally:
            self._writing.release()

    # Whole libraries

    def snapshot(self, file: Path, cancel: CancelToken, tell: Tell = ignore_share) -> None:
        """Write the last committed state to a new file, compact; the library can be used meanwhile.

        Raises:
            Cancelled: ``cancel`` was raised. What there is of the file is for the caller to remove, as in any failure.
        """
        with self._reading() as cursor:
            snapshots.take(cursor, file, cancel, tell)

    def replace(self, file: Path, label: str, kept: str, cancel: CancelToken, tell: Tell = ignore_share) -> None:
        """Become a copy of the library ``file``; see :func:`replacing.replace`."""
        with self._reading() as outer, snapshots.attached(outer, file), self._writing_alone() as cursor:
            replacing.replace(cursor, label, kept, cancel, tell)

    def merge(
        self, file: Path, label: str, cancel: CancelToken, tell: Tell = ignore_share, *, dry_run: bool = False
    ) -> Merged:
        """Add what the library ``file`` has and this one lacks; see :func:`merging.merge`. A dry run keeps nothing of it."""
        number = self.new_import()
        with self._reading() as outer, snapshots.attached(outer, file), self._writing_alone() as cursor:
            merged = merging.merge(cursor, number, label, cancel, tell)
            if dry_run:
                cursor.rollback()
                cursor.begin()
            return merged

    def kept_folders(self) -> list[str]:
        """Names of the folders with former libraries that :meth:`undo` needs."""
        with self._reading() as cursor:
            return replacing.kept_folders(cursor)

    # Reading

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for the questions of other modules of this package; it sees the last committed state."""
        with self._reading() as cursor:
            yield cursor

    def steps(self) -> list[Step]:
        """What can be taken back, newest first."""
        with self._reading() as cursor:
            return steps.steps(cursor)

    def sources(self, every: bool = False) -> list[Source]:
        """The sources that brought rows, or every file that was read; oldest first."""
        with self._reading() as cursor:
            return queries.sources(cursor, every)

    def source_rows(self, source_id: int, fate: Fate, limit: int = 1_000_000) -> SourceRows:
        """The rows behind one count of a source's report, by their number in the file."""
        with self._reading() as cursor:
            return source_rows.source_rows(cursor, source_id, fate, limit)

    def totals(self) -> Totals:
        """The library in numbers."""
        with self._reading() as cursor:
            return queries.totals(cursor)

    def listeners(self) -> ListenerTable:
        """Everybody, by id."""
        with self._reading() as cursor:
            return queries.listeners(cursor)

    def artists(self) -> ArtistTable:
        """Every artist with a counted play or a rating, by id; with those of packs, also without."""
        with self._reading() as cursor:
            return queries.artists(cursor)

    def listener_history(self, listener_id: int) -> History:
        """Whom a listener played and rated; empty arrays for an unknown id."""
        with self._reading() as cursor:
            return queries.listener_history(cursor, listener_id)

    def listener_plays(self, listener_id: int) -> TimedPlays:
        """The counted plays of a listener that have a time, oldest first; empty for an unknown id."""
        with self._reading() as cursor:
            return queries.listener_plays(cursor, listener_id)

    def artist_names(self, artist_ids: Sequence[int]) -> dict[int, str]:
        """The names of a few artists by id; ids that left the library are missing."""
        with self._reading() as cursor:
            return queries.artist_names(cursor, artist_ids)

    def credits(self, counted: bool = False) -> list[Credit]:
        """The spellings whose plays are credited to others; with how many these are only if ``counted``."""
        with self._reading() as cursor:
            return credits_of(cursor, counted)

    def artist_listeners(self, artist_id: int, limit: int = 200) -> tuple[Ints, Ints, Doubles]:
        """The ``limit`` listeners who played an artist most, then those who rated it highest.

        Returns:
            Listener ids, plays, and ratings (NaN without one).
        """
        with self._reading() as cursor:
            return queries.artist_listeners(cursor, artist_id, limit)

    def listener_timeline(self, listener_id: int) -> tuple[list[str], list[int]]:
        """Counted plays a month: months as "2024-05" (UTC) in order, months without plays left out."""
        with self._reading() as cursor:
            return queries.listener_timeline(cursor, listener_id)

    def interactions(
        self,
        rows: RowChoice = "auto",
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
        *,
        timed: bool = True,
    ) -> Interactions:
        """The matrix that a model is trained on.

        "auto" takes ratings when there is nothing else, and sessions when fewer than five listeners have plays. Without
        ``timed`` all of ``last_played`` is unknown and takes no memory.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        with self._reading() as cursor:
            return interactions.interactions(cursor, rows, timed, cancel or CancelToken(), progress)

    def row_kind(self, rows: RowChoice = "auto") -> RowKind:
        """What the rows of :meth:`interactions` would be."""
        with self._reading() as cursor:
            return interactions.row_kind(cursor, rows)

    def time_split(self, later: float, cancel: CancelToken | None = None) -> TimeSplit | None:
        """Listeners as rows, divided by the moment after which the share ``later`` of all timed plays lies.

        Returns:
            None without plays that have a time.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        with self._reading() as cursor:
            return time_split.time_split(cursor, later, cancel or CancelToken())

    def highest_rating(self) -> float:
        """On whatever scale the ratings are; 0 without any."""
        with self._reading() as cursor:
            return queries.highest_rating(cursor)

    def matrix_shape(self, rows: RowChoice = "auto") -> MatrixShape:
        """The size of :meth:`interactions`, without building it."""
        with self._reading() as cursor:
            return interactions.matrix_shape(cursor, rows)

    def fingerprint(self) -> str:
        """Changes whenever what a model is trained on changes, and comes back when an import is undone."""
        with self._reading() as cursor:
            return journal.fingerprint(cursor)

    def give_back_memory(self) -> None:
        """Forget what was read lately: of a large library, as much as a matrix. Nothing is done while an import runs."""
        if not self._writing.acquire(blocking=False):
            return
        try:
            with self._reading() as cursor:
                with suppress(duckdb.OutOfMemoryException):  # others are reading, and need more
                    cursor.execute(f"set memory_limit = '{LITTLE_MEMORY}'")
                cursor.execute(f"set memory_limit = '{schema.MEMORY}'")
        finally:
            self._writing.release()

    # Connections

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with plain_failures():
            if self._connection is None:
                raise LibraryError("The library is closed.")
            cursor = self._connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    @contextmanager
    def _writing_alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._writing, self._reading() as cursor, _transaction(cursor):
            yield cursor


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.begin()
    try:
        yield
        cursor.commit()
    except BaseException:
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            cursor.rollback()
        raise
