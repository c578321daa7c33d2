"""What was decided in two libraries about the same rows, put together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from desktop_als.library import schema
from desktop_als.library.layers import insert_rows
from desktop_als.library.snapshots import OTHER

Row = tuple[Any, ...]
Ids = Mapping[str, Mapping[int, int]]
"""The ids that the other library's artists, listeners and sources ("artist", "listener", "source") have in this one."""

_MEANING = {
    "artist": "artist",
    "credited": "artist",
    "first": "artist",
    "second": "artist",
    "listener": "listener",
    "source": "source",
}
"""What numbers mean, by the name of their column or of their field in the condition of a rule."""

_KEYS: dict[str, tuple[str, ...]] = {
    "credits": ("artist",),
    "counting": (),
    "joining": ("listener",),
    "shifts": ("source",),
    "opinions": ("listener", "artist"),
    "weights": ("listener", "artist"),
    "tunings": ("listener",),
    "forgiven": ("listener", "artist"),
    "memories": ("listener",),
}
"""Columns that say what a row decides. In other layers every row decides a thing of its own."""

_WHEN = "said_at"
"""The column that says when something was said: two rows that differ in nothing else say the same."""

_UNDECIDED = {"counting": (30_000, True)}
"""What stands in a layer when nobody decided anything."""


@dataclass(frozen=True, slots=True)
class United:
    """Rows that came to each layer, and rows that did not because the library says otherwise; layers without any are missing."""

    came: dict[str, int] = field(default_factory=dict)
    contradicted: dict[str, int] = field(default_factory=dict)


def mentioned_artists() -> str:
    """SQL: the ids of all artists that the other library's layers speak of."""
    columns = [
        f"select {column} as id from {OTHER}.{layer}"
        for layer in schema.LAYERS
        for column in _columns(layer)
        if _MEANING.get(column) == "artist"
    ]
    return " union ".join([*columns, f"select (condition ->> '$.artist')::integer from {OTHER}.rules"])


def unite_layers(cursor: duckdb.DuckDBPyConnection, ids: Ids) -> United:
    """Add to the layers what those of the other library say and ours do not contradict."""
    united = United()
    for layer in schema.LAYERS:
        if layer in schema.OF_ONE_FOLDER:
            continue
        columns = _columns(layer)
        ours = set(_rows(cursor, layer, columns))
        theirs = {told for row in _rows(cursor, f"{OTHER}.{layer}", columns) if (told := _here(row, columns, ids))}
        theirs.discard(_UNDECIDED.get(layer, ()))
        if theirs and ours == {_UNDECIDED.get(layer)}:
            ours = set()
            cursor.execute(f"delete from {layer}")
        key = [columns.index(column) for column in _KEYS.get(layer, columns)]
        new = decided_only_there(ours, theirs, key)
        if layer == "credits":
            new = _without_chains(ours, new)
        _insert(cursor, layer, new)
        if new:
            united.came[layer] = len(new)
        telling = [place for place, column in enumerate(columns) if column != _WHEN]
        if contradicted := len(_columns_of(theirs - new, telling) - _columns_of(ours, telling)):
            united.contradicted[layer] = contradicted
    return united


def decided_only_there(ours: Iterable[Row], theirs: Iterable[Row], key: Iterable[int]) -> set[Row]:
    """The rows of ``theirs`` that decide what ours leave open; ``key`` are the places of the columns that say what that is."""
    places = list(key)
    decided = _columns_of(ours, places)
    return {row for row in theirs if tuple(row[place] for place in places) not in decided}


def _columns_of(rows: Iterable[Row], places: list[int]) -> set[Row]:
    return {tuple(row[place] for place in places) for row in rows}


def _without_chains(ours: set[Row], new: set[Row]) -> set[Row]:
    """Credits that fit ours: nobody who is credited away is credited anything."""
    away, credited = {artist for artist, _ in ours}, {end for _, end in ours}
    unfit = {artist for artist, end in new if artist in credited or end in away}
    return {row for row in new if row[0] not in unfit}


def _columns(layer: str) -> list[str]:
    """But a number that only tells rows apart."""
    names = [column.split()[0] for column in schema.LAYERS[layer].split(", ")]
    return [name for name in names if name != "id"]


def _rows(cursor: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[Row]:
    return cursor.execute(f"select {', '.join(columns)} from {table}").fetchall()


def _here(row: Row, columns: list[str], ids: Ids) -> Row | None:
    """A row with the ids of this library, or None if it speaks of what is not here."""
    try:
        told = tuple(_value(column, value, ids) for column, value in zip(columns, row, strict=True))
    except KeyError:
        return None
    if columns == ["first", "second"]:  # of a pair, the smaller number stands first
        return tuple(sorted(told))
    return told


def _value(column: str, value: Any, ids: Ids) -> Any:
    if value is None:
        return None
    if column == "condition":
        fields = json.loads(value)
        return json.dumps({name: _value(name, each, ids) for name, each in fields.items()}, ensure_ascii=False)
    meaning = _MEANING.get(column)
    return ids[meaning][value] if meaning and isinstance(value, int) else value


def _insert(cursor: duckdb.DuckDBPyConnection, layer: str, new: set[Row]) -> None:
    rows = sorted(new, key=repr)
    if "id " in schema.LAYERS[layer]:
        (last,) = cursor.execute(f"select coalesce(max(id), 0) from {layer}").fetchall()[0]
        rows = [(number, *row) for number, row in enumerate(rows, last + 1)]
    insert_rows(cursor, layer, rows)
