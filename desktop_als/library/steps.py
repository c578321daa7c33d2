"""What was done to the library and can be taken back, newest first, also after a restart.

An import is taken back by deleting everything from its first ids on. A change of layers (what the person decided about the
rows) is taken back by putting them as they were and settling anew what stands, unless they are silent; a merged backup by both.
A library that gave way to a backup lies beside, see replacing.py.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import duckdb

from desktop_als.library import journal, queries, schema, snapshots
from desktop_als.library.conditions import BySource
from desktop_als.library.layers import insert_rows, rows_of
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
    first_artist = journal.next_ids(cursor).artist
    before = {table: rows_of(cursor, table) for table in tables}
    yield
    after = {table: rows_of(cursor, table) for table in tables}
    changes = {
        table: {"gone": _without(before[table], after[table]), "came": _without(after[table], before[table])}
        for table in tables
        if after[table] != before[table]
    }
    if not changes:
        return
    record(cursor, journal.next_step(cursor), kind, label, {"artist": first_artist, **changes})
    if changes.keys() - schema.SILENT:
        only_rules = changes.keys() == {"rules"} and not any(map(_of_sources, changes["rules"].values()))
        settle(cursor, tellings=not only_rules)
        renew_totals(cursor)


def _without(rows: list[list[Any]], others: list[list[Any]]) -> list[list[Any]]:
    """These rows but the others, each as often as there are more of it."""
    return [list(row) for row in (Counter(map(tuple, rows)) - Counter(map(tuple, others))).elements()]


def _of_sources(rules: list[list[Any]]) -> bool:
    """Whether one of the rules names a source: then another one may tell its plays."""
    return any(BySource.kind in rule for rule in rules)


def undo(cursor: duckdb.DuckDBPyConnection, step: int) -> Undone:
    """Take back the newest step, ``step``."""
    kind, label, written = cursor.execute("select kind, label, before from steps where id = ?", [step]).fetchall()[0]
    before: dict[str, Any] = json.loads(written)
    cursor.execute("delete from steps where id = ?", [step])
    if not before.keys() - {"artist"} - schema.SILENT:
        _take_back(cursor, before)
        return Undone(label, kind, plays=0, sources=0, artists=0)
    had = queries.totals(cursor)
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


def _take_back(cursor: duckdb.DuckDBPyConnection, before: dict[str, Any]) -> None:
    marks = {name: before[name] for name in ("source", "artist", "track", "listener") if name in before}
    if len(marks) > 1:
        journal.forget_from(cursor, journal.Marks(**marks))
    else:  # a change of layers can bring artists and nothing else
        cursor.execute("delete from artists where id >= $artist", marks)
        cursor.execute("delete from exposures where artist >= $artist", marks)
    for layer in schema.LAYERS:
        if layer in before:
            _put_back(cursor, layer, before[layer])


def _put_back(cursor: duckdb.DuckDBPyConnection, layer: str, was: Any) -> None:
    """Make a layer what it was: merges, and the steps of former versions, remember all of it, others what came and went."""
    rows = was if isinstance(was, list) else _without(rows_of(cursor, layer), was["came"]) + was["gone"]
    cursor.execute(f"delete from {layer}")
    insert_rows(cursor, layer, rows)
