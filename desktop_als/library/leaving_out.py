"""Which rows the rules leave out: those of people's own histories, and whole sources of communities."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from desktop_als.library.conditions import BySource
from desktop_als.library.rules import Rule, source_rules
from desktop_als.library.rules import rules as stored_rules

TABLES = ("plays", "counts", "ratings")

_FIND = """
insert into ruled_{table}
select rowid, $rule from {table}
where listener in (from touched) and ($listener::integer is null or listener = $listener) and ({where})
"""

# Only rows with which something happens are written.
_MARK = """
update {table} set excluded_by = changed.rule
from (
    select place, found.rule
    from (select place, min(rule) as rule from ruled_{table} group by place) as found
    full join (
        select rowid as place, excluded_by from {table}
        where excluded_by is not null and listener in (from touched)
    ) as held using (place)
    where found.rule is distinct from held.excluded_by
) as changed
where {table}.rowid = changed.place
"""

_MARK_COMMUNITIES = """
update {table} set excluded_by = ruled.rule
from (
    select source, min(rule) as rule
    from (
        select (condition ->> '$.source')::integer as source, id as rule from rules where kind = '{kind}' and listener is null
        union all
        select distinct source, null from {table} where excluded_by is not null
    )
    join sources on sources.id = source and community is not null
    group by source
) as ruled
where {table}.source = ruled.source and excluded_by is distinct from ruled.rule
"""


def leave_out(cursor: duckdb.DuckDBPyConnection) -> None:
    """Mark the plays, totals and ratings of the listeners in ``touched`` that a rule leaves out, and unmark the others."""
    find(cursor, stored_rules(cursor))
    for table in TABLES:
        cursor.execute(_MARK.format(table=table))


def leave_out_communities(cursor: duckdb.DuckDBPyConnection) -> None:
    """Mark all that a community's source brought if a rule names the source, and unmark it if none does any more."""
    for table in TABLES:
        cursor.execute(_MARK_COMMUNITIES.format(table=table, kind=BySource.kind))


def find(cursor: duckdb.DuckDBPyConnection, named: Mapping[int, Rule]) -> None:
    """Fill ``ruled_plays``, ``ruled_counts`` and ``ruled_ratings`` (place, rule) for the listeners in ``touched``.

    A place is the rowid in the table; it appears with every rule that holds for it.
    """
    for table in TABLES:
        cursor.execute(f"create or replace temp table ruled_{table} (place bigint, rule integer)")
        for number, rule in named.items():
            if where := rule.condition.where.get(table):
                values = rule.condition.values() | {"rule": number, "listener": rule.listener}
                cursor.execute(_FIND.format(table=table, where=where), values)


def put_aside(cursor: duckdb.DuckDBPyConnection, named: Mapping[int, Rule]) -> None:
    """Fill the table ``aside`` (source, listener) with :func:`source_rules`: these sources do not tell plays of others."""
    cursor.execute("create or replace temp table aside (source integer, listener integer)")
    if found := source_rules(named):
        cursor.executemany("insert into aside values (?, ?)", [list(row) for row in found])
