"""Rules that leave plays out of the history, without touching them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from desktop_als.errors import LibraryError
from desktop_als.library import conditions
from desktop_als.library.conditions import ByArtist, BySource, Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """Leave out what the condition holds for: of one listener, or of everybody who is no community.

    One :class:`BySource` of a community's file leaves out all that the file brought, whoever it is of.
    """

    condition: Condition
    listener: int | None = None


@dataclass(frozen=True, slots=True)
class RuleInUse:
    """A rule and what it leaves out now; what several rules hold for is told with the lowest ``id``.

    ``artists`` is how many artists these plays and ratings are of.
    """

    id: int
    rule: Rule
    plays: int
    ratings: int
    artists: int


_LEFT_OUT = """
select excluded_by, sum(plays)::bigint, sum(ratings)::bigint, count(distinct artist)
from (
    select excluded_by, artist, 1 as plays, 0 as ratings from plays
    where excluded_by is not null and counted and superseded = 0
    union all
    select excluded_by, artist, adds, 0 from counts where excluded_by is not null
    union all
    select excluded_by, artist, 0, 1 from ratings where excluded_by is not null and superseded_by is null
)
group by excluded_by
"""


def rules(cursor: duckdb.DuckDBPyConnection) -> dict[int, Rule]:
    """All rules by id, in that order."""
    found = cursor.execute("select id, kind, condition, listener from rules order by id").fetchall()
    return {number: Rule(conditions.read(kind, text), listener) for number, kind, text, listener in found}


def the_rule(cursor: duckdb.DuckDBPyConnection, number: int) -> Rule:
    """One rule.

    Raises:
        LibraryError: there is none of this id.
    """
    found = rules(cursor).get(number)
    if found is None:
        raise LibraryError(f"There is no rule {number}.")
    return found


def rules_for(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> dict[int, Rule]:
    """The rules that hold for a listener, by id."""
    return applying(cursor, rules(cursor), listener_id)


def applying(cursor: duckdb.DuckDBPyConnection, named: Mapping[int, Rule], listener_id: int) -> dict[int, Rule]:
    """Those of ``named`` that hold for a listener: for a community's, only rules on its sources."""
    own = is_own(cursor, listener_id)
    return {
        number: rule
        for number, rule in named.items()
        if rule.listener in {None, listener_id} and (own or isinstance(rule.condition, BySource))
    }


def unwanted(named: Mapping[int, Rule]) -> frozenset[int]:
    """The artists that these rules leave out whatever was played of them: nobody wishes to have them recommended."""
    return frozenset(rule.condition.artist for rule in named.values() if isinstance(rule.condition, ByArtist))


def rules_in_use(cursor: duckdb.DuckDBPyConnection) -> list[RuleInUse]:
    """All rules by id, and what each leaves out."""
    left_out = {rule: told for rule, *told in cursor.execute(_LEFT_OUT).fetchall()}
    return [RuleInUse(number, rule, *left_out.get(number, (0, 0, 0))) for number, rule in rules(cursor).items()]


def add(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> int:
    """Store a rule and return its id.

    Raises:
        LibraryError: it names what is not in the library.
    """
    check(cursor, rule)
    (number,) = cursor.execute("select coalesce(max(id), 0) + 1 from rules").fetchall()[0]
    _insert(cursor, number, rule)
    return int(number)


def change(cursor: duckdb.DuckDBPyConnection, number: int, rule: Rule) -> None:
    """Put a rule in the place of rule ``number``.

    Raises:
        LibraryError: there is no such rule, or the new one names what is not in the library.
    """
    check(cursor, rule)
    remove(cursor, number)
    _insert(cursor, number, rule)


def remove(cursor: duckdb.DuckDBPyConnection, number: int) -> None:
    """Forget a rule.

    Raises:
        LibraryError: there is none of this id.
    """
    the_rule(cursor, number)
    cursor.execute("delete from rules where id = ?", [number])


def check(cursor: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    """Look whether a rule can be stored.

    Raises:
        LibraryError: it names what is not in the library, or a listener of a community.
    """
    rule.condition.check(cursor)
    if rule.listener is not None and not is_own(cursor, rule.listener):
        raise LibraryError("A rule is for people with a history of their own, not for a community's listeners.")


def is_own(cursor: duckdb.DuckDBPyConnection, listener_id: int) -> bool:
    """Whether a listener is no community's."""
    found = cursor.execute("select 1 from listeners where id = ? and community is null", [listener_id])
    return found.fetchone() is not None


def source_rules(named: Mapping[int, Rule]) -> set[tuple[int, int | None]]:
    """The sources that these rules leave out, and of whom (None: of everybody)."""
    return {(rule.condition.source, rule.listener) for rule in named.values() if isinstance(rule.condition, BySource)}


def _insert(cursor: duckdb.DuckDBPyConnection, number: int, rule: Rule) -> None:
    values = [number, rule.listener, rule.condition.kind, conditions.written(rule.condition)]
    cursor.execute("insert into rules values (?, ?, ?, ?)", values)
