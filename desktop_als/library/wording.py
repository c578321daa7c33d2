"""Rules in words: how a step of the history and a line of a list call them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath

import duckdb

from desktop_als.library.conditions import (
    AtHours,
    BetweenDates,
    ByArtist,
    BySource,
    ByTrack,
    Condition,
    InPrivate,
    InSession,
)
from desktop_als.library.rules import Rule

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def words(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> str:
    """What a rule leaves out, such as "Lumen Fields of Mira"."""
    what, name = _condition(cursor, rule.condition), whose(cursor, rule)
    return what if name is None else f"{what} of {name}"


def whose(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> str | None:
    """The name of the listener whose rule it is, None for everybody's."""
    return None if rule.listener is None else _name(cursor, "name", "listeners", rule.listener)


def _condition(cursor: duckdb.DuckDBPyConnection, condition: Condition) -> str:
    match condition:
        case ByArtist(artist):
            return _name(cursor, "name", "artists", artist)
        case ByTrack(artist, title):
            return f"“{title}” by {_name(cursor, 'name', 'artists', artist)}"
        case BySource(source):
            return f"the file {PurePath(_name(cursor, 'path', 'sources', source)).name}"
        case AtHours(begins, ends, zone, weekdays):
            days = "".join(f"{_WEEKDAYS[day - 1]}, " for day in sorted(weekdays))
            return f"{days}{_clock(begins)}–{_clock(ends)} ({zone})"
        case BetweenDates(first, last, zone):
            return f"{first} to {last} ({zone})"
        case InSession(begins, ends):
            return f"the session from {_moment(begins)} to {_moment(ends)} UTC"
        case InPrivate():
            return "private sessions"
        case _:
            raise TypeError(condition)


def _name(cursor: duckdb.DuckDBPyConnection, column: str, table: str, number: int) -> str:
    found = cursor.execute(f"select {column} from {table} where id = ?", [number]).fetchone()
    return str(found[0]) if found else "?"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
