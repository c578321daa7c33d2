"""What was done to the library and can be taken back, newest first, also after a restart.

An import is taken back by deleting everything from its first ids on. A change of layers (what the person decided about the
rows) is taken back by putting them as they were and settling anew what stands; a merged backup by both. A library that gave
way to a backup lies beside, see replacing.py.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import duckdb

from desktop_als.library import journal, queries, schema, snapshots
from desktop_als.library.conditions import BySource
from desktop_als.library.records import Step, Undone
from desktop_als.library.standing import settle
from desktop_als.library.totals import renew_totals

IMPORT = "import"
MERGE = "merge"
RESTORE = "restore"

_INSERT = "insert into steps values ($id, $kind, $label, $made_at, $before)"


def newest_step(cursor: duckdb.DuckDBPyConnection) -> int:
    """The id of the step to be taken back next, 0 for none."""
    return int(cursor.execute("select coalesce(max(id), 0) from steps").fetchall()[0][0])


def steps(cursor: duckdb.DuckDBPyConnection) -> list[Step]:
    """All that can be taken back, newest first."""
    return [
        Step(number, kind, label, made_at)
        for number, kind, label, made_at in cursor.execute(
            "select id, kind, label, made_at from steps order by id desc"
        ).fetchall()
    ]


def open_import(cursor: duckdb.DuckDBPyConnection, step: int, label: str, marks: journal.Marks) -> None:
    """Write down where the ids stood before import ``step``, unless it is under way already."""
    if not cursor.execute("select 1 from steps where id = ?", [step]).fetchall():
        record(cursor, step, IMPORT, label, asdict(marks))


def record_merge(
    cursor: duckdb.DuckDBPyConnection,
    step: int,
    label: str,
    marks: journal.Marks,
    layers: dict[str, list[list[Any]]],
) -> None:
    """Make of the import ``step``, if it is under way, a merge that changed layers too, which were ``layers`` before."""
    cursor.execute("delete from steps where id = ?", [step])
    record(cursor, step, MERGE, label, asdict(marks) | layers)


@contextmanager
def layer_step(cursor: duckdb.DuckDBPyConnection, kind: str, label: str, tables: Sequence[str]) -> Iterator[None]:
    """A step that may change these layers in its block; what stands is settled at its end. Without a change, no step."""
    before: dict[str, Any] = {"artist": journal.next_ids(cursor).artist}
    before |= {table: rows_of(cursor, table) for table in tables}
    yield
    changed = {table for table in tables if rows_of(cursor, table) != before[table]}
    if not changed:
        return
    record(cursor, journal.next_step(cursor), kind, label, before)
    if changed - schema.SILENT:
        only_rules = changed == {"rules"} and _of_sources(before["rules"]) == _of_sources(rows_of(cursor, "rules"))
        settle(cursor, tellings=not only_rules)
        renew_totals(cursor)


def _of_sources(rules: list[list[Any]]) -> list[list[Any]]:
    """Those rules that name a source: then another one may tell its plays."""
    return [rule for rule in rules if BySource.kind in rule]


def undo(cursor: duckdb.DuckDBPyConnection, step: int) -> Undone:
    """Take back the newest step, ``step``."""
    kind, label, written = cursor.execute("select kind, label, before from steps where id = ?", [step]).fetchall()[0]
    before: dict[str, Any] = json.loads(written)
    had = queries.totals(cursor)
    cursor.execute("delete from steps where id = ?", [step])
    if kind == RESTORE:
        snapshots.put_in_place(cursor, frozenset({"meta"}), snapshots.FORMER)
    else:
        _take_back(cursor, before)
        settle(cursor)
        renew_totals(cursor)
    has = queries.totals(cursor)
    return Undone(
        label=label,
        kind=kind,
        plays=had.plays - has.plays,
        ratings=had.ratings - has.ratings,
        sources=had.sources - has.sources,
        artists=had.artists - has.artists,
    )


def record(cursor: duckdb.DuckDBPyConnection, step: int, kind: str, label: str, before: dict[str, Any]) -> None:
    """Write down a step and what it takes to go back."""
    values = {"id": step, "kind": kind, "label": label, "made_at": int(time.time()), "before": json.dumps(before)}
    cursor.execute(_INSERT, values)


def rows_of(cursor: duckdb.DuckDBPyConnection, table: str) -> list[list[Any]]:
    """A layer as a step remembers it."""
    return [list(row) for row in cursor.execute(f"select * from {table} order by all").fetchall()]


def _take_back(cursor: duckdb.DuckDBPyConnection, before: dict[str, Any]) -> None:
    marks = {name: before[name] for name in ("source", "artist", "track", "listener") if name in before}
    if len(marks) > 1:
        journal.forget_from(cursor, journal.Marks(**marks))
    else:  # a change of layers can bring artists and nothing else
        cursor.execute("delete from artists where id >= $artist", marks)
    for layer in schema.LAYERS:
        if layer in before:
            cursor.execute(f"delete from {layer}")
            if rows := before[layer]:
                columns = [list(column) for column in zip(*rows, strict=True)]
                cursor.execute(f"insert into {layer} select {', '.join(['unnest(?)'] * len(columns))}", columns)
