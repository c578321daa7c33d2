"""What a listener says beside their plays: opinions, weights, a file of both, and what is made of having been shown."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace, own_listener
from desktop_als.cli.steering_words import day, entries_counted, entry_document, memory_words, what
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.errors import NotFoundError
from desktop_als.plays import Listener
from desktop_als.steering import Opinion
from desktop_als.workspace import SteeringEntry, Workspace, search_key

steer = typer.Typer(help="Say what you think of artists; recommendations follow.", rich_markup_mode=None)
app.add_typer(steer, name="steer")

Names = Annotated[list[str], typer.Argument(metavar="ARTIST…", help="One or more artists.")]
Who = Annotated[
    str | None, typer.Option("--listener", metavar="NAME", help="Who says it; needed when there are several.")
]


@steer.callback(invoke_without_command=True)
def steering(context: typer.Context, listener: Who = None, library: Folder = None, json: Json = False) -> None:
    """Say what you think of artists; recommendations follow."""
    if context.invoked_subcommand is None:
        list_entries(listener, library, json)
    elif library:
        context.default_map = {
            command.name: {"library": library} for command in steer.registered_commands if command.name
        }


@steer.command("list")
def list_entries(listener: Who = None, library: Folder = None, json: Json = False) -> None:
    """List everything that steers a listener's recommendations, newest first."""
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        _tell(workspace, who, json)


@steer.command("like")
def like(artists: Names, listener: Who = None, library: Folder = None, json: Json = False) -> None:
    """More like these."""
    _say(Opinion.LIKED, artists, listener, library, json)


@steer.command("dislike")
def dislike(artists: Names, listener: Who = None, library: Folder = None, json: Json = False) -> None:
    """Not for me: taste moves away from these artists, and they are not recommended."""
    _say(Opinion.DISLIKED, artists, listener, library, json)


@steer.command("ban")
def ban(artists: Names, listener: Who = None, library: Folder = None, json: Json = False) -> None:
    """Never recommend these artists; taste stays where it is."""
    _say(Opinion.BANNED, artists, listener, library, json)


@steer.command("snooze")
def snooze(
    artists: Names,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="For how long.")] = 30,
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Do not recommend these artists for a while."""
    _say(Opinion.SNOOZED, artists, listener, library, json, days)


@steer.command("weigh")
def weigh(
    artist: Annotated[str, typer.Argument(metavar="ARTIST")],
    factor: Annotated[float, typer.Argument(metavar="FACTOR", min=0, max=100, help="1 as it is played, 0 not at all.")],
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Let the plays of an artist count more or less."""
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        workspace.steering.weigh(who.id, {workspace.find_artist(artist).id: factor})
        _tell(workspace, who, json)


@steer.command("tune")
def tune(
    half_life: Annotated[
        float | None,
        typer.Option(min=0, max=36_500, metavar="DAYS", help="After so long a play counts half; 0 as in the training."),
    ] = None,
    strength: Annotated[
        float | None, typer.Option(min=0.01, max=100, metavar="FACTOR", help="What every play counts; 1 as trained.")
    ] = None,
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Let old plays fade, or let all plays count more or less."""
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        now = workspace.steering.of(who.id)
        workspace.steering.tune(
            who.id,
            now.half_life if half_life is None else half_life or None,
            now.strength if strength is None else strength,
        )
        _tell(workspace, who, json)


@steer.command("clear")
def clear(
    artists: Annotated[
        list[str] | None, typer.Argument(metavar="ARTIST…", help="Artists; without any, everything is taken back.")
    ] = None,
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Take back what was said of artists, or everything."""
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        entries = workspace.steering.entries(who.id)
        workspace.steering.take_back(who.id, _about(entries, artists) if artists else entries)
        _tell(workspace, who, json)


@steer.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Write everything that was said to a file that another library can read."""
    with open_workspace(library) as workspace:
        count = workspace.steering.export(own_listener(workspace, listener).id, file)
    if json:
        out.out(documents.dump({"written": count, "file": str(file)}))
    else:
        out.print(f"Wrote {entries_counted(count)} to {file}.", markup=False, soft_wrap=True)


@steer.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `steer export` wrote.")],
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Add what such a file says; what was said here of the same artist stays."""
    with open_workspace(library) as workspace:
        found = workspace.steering.import_(own_listener(workspace, listener).id, file)
    if json:
        out.out(documents.dump({**asdict(found), "unknown": list(found.unknown)}))
    else:
        known = f"; {entries_counted(found.known)} already here" if found.known else ""
        unknown = f"; nobody here is called {', '.join(f'“{name}”' for name in found.unknown)}" if found.unknown else ""
        out.print(f"{entries_counted(found.added)} added{known}{unknown}.", markup=False, soft_wrap=True)


@steer.command("memory")
def memory(
    on: Annotated[bool | None, typer.Option("--on/--off", help="Remember what was shown, or do not.")] = None,
    rest_after: Annotated[
        int | None,
        typer.Option(min=0, max=400, metavar="DAYS", help="Shown on so many days, an artist rests; 0 never."),
    ] = None,
    rest_days: Annotated[int | None, typer.Option(min=0, max=400, metavar="DAYS", help="How long it rests.")] = None,
    overlooked_after: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=400,
            metavar="DAYS",
            help="Shown on so many days and never played, it is disliked weakly; 0 never.",
        ),
    ] = None,
    listener: Who = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show or change what is made of artists having been shown."""
    asked: dict[str, Any] = {
        "on": on,
        "rest_after": rest_after,
        "rest_days": rest_days,
        "overlooked_after": overlooked_after,
    }
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        options = workspace.steering.memory(who.id)
        chosen = replace(options, **{name: value for name, value in asked.items() if value is not None})
        if chosen != options:
            workspace.steering.set_memory(who.id, chosen)
    if json:
        out.out(documents.dump({"listener": who.name, **asdict(chosen)}))
    else:
        out.print(memory_words(chosen), markup=False, soft_wrap=True)


def _say(
    opinion: Opinion,
    artists: list[str],
    listener: str | None,
    library: Path | None,
    json: bool,
    days: int | None = None,
) -> None:
    with open_workspace(library) as workspace:
        who = own_listener(workspace, listener)
        workspace.steering.say(who.id, [workspace.find_artist(name).id for name in artists], opinion, days)
        _tell(workspace, who, json)


def _about(entries: list[SteeringEntry], artists: list[str]) -> list[SteeringEntry]:
    """The entries about these artists; they may have left the tables of those who are played."""
    said = {search_key(entry.artist) for entry in entries if entry.artist}
    for name in artists:
        if search_key(name) not in said:
            raise NotFoundError(f"Nothing was said of “{name}”.")
    keys = {search_key(name) for name in artists}
    return [entry for entry in entries if entry.artist and search_key(entry.artist) in keys]


def _tell(workspace: Workspace, who: Listener, json: bool) -> None:
    """What steers a listener now."""
    entries = workspace.steering.entries(who.id)
    if json:
        out.out(documents.dump({"listener": who.name, "entries": [entry_document(entry) for entry in entries]}))
    elif entries:
        rows = [(what(entry), entry.artist or "every artist", day(entry.said_at)) for entry in entries]
        print_table(("What", "Artist", "Said"), rows, numbers=())
    else:
        say(f"{who.name} said nothing yet.")
