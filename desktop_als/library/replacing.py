"""The whole library given up for another one; taken back as long as the former one lies beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from desktop_als.errors import LibraryError
from desktop_als.library import journal, schema, snapshots, steps
from desktop_als.library.staging import Tell
from desktop_als.progress import CancelToken

KEPT = "before-restore"
"""The folder beside the library with the former ones, a folder each, named by their steps."""

# What was done before the newest restore cannot be taken back from its backup alone.
_TAKE_OVER_STEPS = f"""
insert into steps by name from {snapshots.OTHER}.steps
where id > (select coalesce(max(id), 0) from {snapshots.OTHER}.steps where kind = '{steps.RESTORE}')
"""


def replace(cursor: duckdb.DuckDBPyConnection, label: str, kept: str, cancel: CancelToken, tell: Tell) -> None:
    """Fill the library with what the file attached as ``OTHER`` holds, in a transaction.

    Args:
        label: of the step.
        kept: the name of the folder in ``KEPT`` where the library as it is was copied to.
        cancel, tell: as everywhere.

    Raises:
        LibraryError: the file holds no library.
        Cancelled: ``cancel`` was raised; roll back.
    """
    was_empty = not cursor.execute("select id from steps union all select id from sources limit 1").fetchall()
    snapshots.put_in_place(cursor, frozenset({"meta", "steps"}), snapshots.OTHER, cancel, tell)
    if was_empty:
        cursor.execute(_TAKE_OVER_STEPS)
    else:
        steps.record(cursor, journal.next_step(cursor), steps.RESTORE, label, {"kept": kept})


def kept_folders(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The folders in ``KEPT`` that steps need, newest last."""
    rows = cursor.execute("select before from steps where kind = ? order by id", [steps.RESTORE]).fetchall()
    return [str(json.loads(before)["kept"]) for (before,) in rows]


@contextmanager
def former_attached(cursor: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[None]:
    """Make ready, for this block, what the newest step needs to be taken back.

    Raises:
        LibraryError: it was a restore, and the former library is no longer there.
    """
    newest = cursor.execute("select kind from steps order by id desc limit 1").fetchall()
    if newest != [(steps.RESTORE,)]:
        yield
        return
    file = folder / KEPT / Path(kept_folders(cursor)[-1]).name / schema.FILE
    if not file.is_file():
        raise LibraryError(
            f"The library from before the restore is no longer in {file.parent}, so the restore cannot be taken back. "
            "Nothing was changed."
        )
    schema.connect(file).close()  # lifted, if the program has become newer since
    with snapshots.attached(cursor, file, snapshots.FORMER):
        yield
