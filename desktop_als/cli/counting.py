"""What counts as a play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table
from desktop_als.plays import Listener
from desktop_als.workspace import CountingRule, Recount


@app.command("counting")
def counting(
    least: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=0, max=240, help="Count plays from here on.")
    ] = None,
    heard_out: Annotated[
        bool | None, typer.Option("--heard-out/--no-heard-out", help="Count shorter tracks heard to their end.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show what would change, and change nothing.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show or change what counts as a play, and count all plays again."""
    with open_workspace(library) as workspace:
        now = workspace.counting.rule()
        rule = CountingRule(
            now.least_ms if least is None else round(least * 1000), now.heard_out if heard_out is None else heard_out
        )
        changes = workspace.counting.preview(rule)
        whose = {change.listener: workspace.listener(change.listener) for change in changes}
        if not preview and rule != now:
            workspace.counting.change(rule)
    rows = _summed([(whose[change.listener], change) for change in changes])
    if json:
        out.out(documents.dump(_document(rule, rows)))
        return
    heard = ", or heard to their end" if rule.heard_out else ""
    out.print(f"Plays count from {rule.least_ms / 1000:g} seconds on{heard}.", markup=False)
    if rows:
        titles = ("Listener", "More plays", "Fewer plays", "Plays then")
        cells = [(name, *(f"{number:,}" for number in numbers)) for name, numbers in rows.items()]
        print_table(titles, cells, numbers=(1, 2, 3))


def _summed(changes: Sequence[tuple[Listener, Recount]]) -> dict[str, tuple[int, int, int]]:
    """Plays gained, lost, and in all, of each person and each community for whom something changes."""
    sums: dict[str, tuple[int, int, int]] = {}
    for who, change in changes:
        name = who.community or who.name
        gained, lost, plays = sums.get(name, (0, 0, 0))
        sums[name] = gained + change.gained, lost + change.lost, plays + change.plays
    return {name: numbers for name, numbers in sums.items() if numbers[:2] != (0, 0)}


def _document(rule: CountingRule, rows: dict[str, tuple[int, int, int]]) -> documents.Document:
    return {
        "least_seconds": rule.least_ms / 1000,
        "heard_out": rule.heard_out,
        "changes": [
            {"listener": name, "gained": gained, "lost": lost, "plays": plays}
            for name, (gained, lost, plays) in rows.items()
        ],
    }
