"""The rows of a layer, a small table, as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import duckdb

Cursor: TypeAlias = "duckdb.DuckDBPyConnection"
"""What a step writes through, and a question reads through. Quoted: held by a module, its binding complains at exit."""


def rows_of(cursor: Cursor, table: str) -> list[list[Any]]:
    """All rows, in an order that follows from them alone."""
    return [list(row) for row in cursor.execute(f"select * from {table} order by all").fetchall()]


def insert_rows(cursor: Cursor, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add rows, each with a value for every column of the table."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute(f"insert into {table} select {', '.join(['unnest(?)'] * len(columns))}", columns)
