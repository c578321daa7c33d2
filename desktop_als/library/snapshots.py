"""A whole library in another file, and what another file holds in the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from desktop_als.errors import LibraryError
from desktop_als.library.interruption import interrupted_by
from desktop_als.library.staging import Tell, ignore_share
from desktop_als.plays import Fate
from desktop_als.progress import CancelToken

FORMER = "former"
OTHER = "other"

_TABLES = "select table_name from duckdb_tables() where database_name = ? and not temporary order by estimated_size"
_COLUMNS = """
select table_name, column_name, data_type from duckdb_columns()
where database_name = ? and table_name in (select table_name from duckdb_tables() where database_name = ?)
"""


@contextmanager
def attached(cursor: duckdb.DuckDBPyConnection, file: Path, name: str = OTHER, new: bool = False) -> Iterator[None]:
    """Let all cursors of the library reach the tables of another file, ``name.plays`` and so on, within this block.

    Only transactions that begin in the block see them. ``cursor`` must be in none.
    """
    quoted = str(file).replace("'", "''")
    cursor.execute(f"attach '{quoted}' as {name}{'' if new else ' (read_only)'}")
    try:
        yield
    finally:
        cursor.execute(f"detach {name}")


def take(cursor: duckdb.DuckDBPyConnection, file: Path, cancel: CancelToken, tell: Tell) -> None:
    """Write the last committed state to a new file, while others read and write.

    Raises:
        Cancelled: ``cancel`` was raised. What there is of the file is for the caller to remove.
    """
    main = _main(cursor)
    with attached(cursor, file, "snapshot", new=True), interrupted_by(cancel, cursor):
        cursor.begin()
        try:
            cursor.execute(f"copy from database {main} to snapshot (schema)")
            _copy(cursor, tables(cursor), main, "snapshot", cancel, tell)
            cursor.commit()
        except BaseException:
            with suppress(duckdb.Error):  # a failed commit has rolled back already
                cursor.rollback()
            raise


def put_in_place(
    cursor: duckdb.DuckDBPyConnection,
    kept: frozenset[str],
    name: str,
    cancel: CancelToken | None = None,
    tell: Tell = ignore_share,
) -> None:
    """Empty all tables but those ``kept``, and fill them with what the file attached as ``name`` holds; in a transaction.

    Raises:
        LibraryError: it has other tables than a library of this version.
    """
    check_tables(cursor, name)
    cancel = cancel or CancelToken()
    chosen = [table for table in tables(cursor) if table not in kept]
    with interrupted_by(cancel, cursor):
        for table in chosen:
            cancel.check()
            cursor.execute(f"delete from {table}")
        _copy(cursor, chosen, name, _main(cursor), cancel, tell)


def check_tables(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    """Raise LibraryError unless the file attached as ``name`` has every column of this library, in tables and not in views.

    What it says of rows that were left out and of its steps must make sense too.
    """
    ours, theirs = (set(cursor.execute(_COLUMNS, [base, base]).fetchall()) for base in (_main(cursor), name))
    if ours != theirs:
        raise LibraryError("The file holds another kind of tables than a library. Nothing was changed.")
    fates = {fate for (fate,) in cursor.execute(f"select distinct fate from {name}.left_out").fetchall()}
    sound = cursor.execute(
        f"select bool_and(case when json_valid(before) then json_type(before) = 'OBJECT' else false end) from {name}.steps"
    )
    if not fates <= set(Fate) or sound.fetchall() == [(False,)]:
        raise LibraryError("What the file says of its rows or its steps makes no sense. Nothing was changed.")


def tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the library's own tables, the largest last."""
    return [table for (table,) in cursor.execute(_TABLES, [_main(cursor)]).fetchall()]


def _copy(
    cursor: duckdb.DuckDBPyConnection, chosen: list[str], source: str, target: str, cancel: CancelToken, tell: Tell
) -> None:
    rows = {
        table: int(cursor.execute(f"select count(*) from {source}.{table}").fetchall()[0][0]) + 1 for table in chosen
    }
    done = 0
    for table in chosen:
        cancel.check()
        # By name: in a file that was lifted from an older version the columns stand in another order.
        cursor.execute(f"insert into {target}.{table} by name from {source}.{table}")
        done += rows[table]
        tell(done / sum(rows.values()))


def _main(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("select current_database()").fetchall()[0][0])
