"""Leaving plays out of the history, and what counts as a play."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace, own_listener
from desktop_als.cli.rule_words import Kind, condition
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.workspace import ListedRule, Recommendation, Rule, RulePreview, Workspace

rules = typer.Typer(help="Leave plays out of the history, without losing them.", rich_markup_mode=None)
app.add_typer(rules, name="rules")

KindArgument = Annotated[Kind, typer.Argument(metavar="KIND", help=f"One of {', '.join(Kind)}.")]
Values = Annotated[
    list[str] | None,
    typer.Argument(metavar="VALUE…", help="A name; an artist and a title; an id; or where a span begins and ends."),
]
Zone = Annotated[str, typer.Option(metavar="ZONE", help="The time zone of hours, dates and sessions.")]
Weekdays = Annotated[str, typer.Option(metavar="DAYS", help="Only hours that begin on these days, like fri,sat.")]
Owner = Annotated[str | None, typer.Option("--listener", metavar="NAME", help="Whose plays, instead of everybody's.")]


@rules.callback(invoke_without_command=True)
def rules_of_library(context: typer.Context, library: Folder = None, json: Json = False) -> None:
    """Leave plays out of the history, without losing them."""
    if context.invoked_subcommand is None:
        list_rules(library, json)
    elif library:
        context.default_map = {
            command.name: {"library": library} for command in rules.registered_commands if command.name
        }


@rules.command("list")
def list_rules(library: Folder = None, json: Json = False) -> None:
    """List the rules and what each leaves out."""
    with open_workspace(library) as workspace:
        found = workspace.rules.in_use()
    if json:
        out.out(documents.dump([_rule(rule) for rule in found]))
    elif found:
        rows = [(str(rule.id), rule.words, f"{rule.plays:,}", f"{rule.ratings:,}") for rule in found]
        print_table(("Id", "Leaves out", "Plays", "Ratings"), rows, numbers=(0, 2, 3))
    else:
        say("There are no rules: every play counts.")


@rules.command("add")
def add_rule(
    kind: KindArgument,
    values: Values = None,
    zone: Zone = "UTC",
    weekdays: Weekdays = "",
    listener: Owner = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Leave out what the rule says."""
    with open_workspace(library) as workspace:
        number = workspace.rules.add(
            Rule(condition(workspace, kind, values or [], zone, weekdays), _listener_id(workspace, listener))
        )
        (added,) = [rule for rule in workspace.rules.in_use() if rule.id == number]
    if json:
        out.out(documents.dump(_rule(added)))
    else:
        out.print(f"Rule {added.id} leaves out {added.plays:,} plays: {added.words}.", markup=False)


@rules.command("remove")
def remove_rule(
    number: Annotated[int, typer.Argument(metavar="ID", help="As the list shows it.")],
    library: Folder = None,
    json: Json = False,
) -> None:
    """Let what a rule left out count again."""
    with open_workspace(library) as workspace:
        workspace.rules.remove(number)
    if json:
        out.out(documents.dump({"removed": number}))
    else:
        out.print(f"Rule {number} is gone, and what it left out counts again.", markup=False)


@rules.command("preview")
def preview_rule(
    kind: KindArgument,
    values: Values = None,
    zone: Zone = "UTC",
    weekdays: Weekdays = "",
    listener: Owner = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show what the rule would change for a listener; nothing is written."""
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener).id
        rule = Rule(condition(workspace, kind, values or [], zone, weekdays))
        preview = workspace.rules.preview(rule, who)
    if json:
        out.out(documents.dump(_preview(preview)))
    else:
        _print_preview(preview)


def _listener_id(workspace: Workspace, name: str | None) -> int | None:
    return None if name is None else workspace.find_listener(name).id


def _rule(found: ListedRule) -> dict[str, object]:
    return {
        "id": found.id,
        "kind": found.rule.condition.kind,
        "condition": asdict(found.rule.condition),
        "listener": found.listener,
        "words": found.words,
        "plays": found.plays,
        "ratings": found.ratings,
    }


def _preview(found: RulePreview) -> dict[str, object]:
    return {
        "left_out": found.left_out,
        "artists": found.artists,
        "first": documents.moment(found.first),
        "last": documents.moment(found.last),
        "leaving": documents.recommendations(found.leaving),
        "arriving": documents.recommendations(found.arriving),
    }


def _print_preview(found: RulePreview) -> None:
    out.print(f"{found.left_out:,} plays of {found.artists:,} artists would be left out.", markup=False)
    rows = [(title, row.artist) for title, side in _sides(found) for row in side]
    if rows:
        print_table(("", "Recommendation"), rows, numbers=())


def _sides(found: RulePreview) -> tuple[tuple[str, tuple[Recommendation, ...]], ...]:
    return ("leaves", found.leaving), ("arrives", found.arriving)
