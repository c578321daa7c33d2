"""Rules in the tests of the library."""

from desktop_als.library import Library, rules
from desktop_als.library.conditions import Condition
from desktop_als.library.rules import Rule


def rule_out(library: Library, *conditions: Condition, listener: int | None = None) -> None:
    """Add these rules in one step."""
    with library.changing("rules", "rules", "rules") as cursor:
        for condition in conditions:
            rules.add(cursor, Rule(condition, listener))


def standing(library: Library) -> list[tuple[int, int]]:
    """(source, row) of the plays that stand."""
    with library.reading() as cursor:
        return cursor.execute("select source, row from standing_plays order by all").fetchall()


def excluded(library: Library) -> dict[tuple[int, int], int]:
    """The rule that leaves out each play that one does, by (source, row)."""
    with library.reading() as cursor:
        found = cursor.execute("select source, row, excluded_by from plays where excluded_by is not null").fetchall()
    return {(source, row): rule for source, row, rule in found}
