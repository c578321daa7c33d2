"""The command itself: the options that every command has, the window, and how a run ends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_als import __version__, paths
from desktop_als.cli.terminal import out, say
from desktop_als.errors import Cancelled, DesktopAlsError
from desktop_als.plays import Listener
from desktop_als.workspace import Workspace

app = typer.Typer(
    name="desktop-als",
    help="Recommendations from the listening history you already own, computed on your own machine.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="Folder of the library, instead of your own one.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Count = Annotated[int, typer.Option("-n", min=1, max=100_000, help="How many rows.")]


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing that a person can cause ends in a traceback."""
    try:
        app(args=arguments, prog_name="desktop-als")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except DesktopAlsError as error:
        say(str(error))
        return 1
    except Cancelled:
        say("Stopped. Everything is as it was before.")
        return 1
    return 0


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    library: Folder = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the window."""
    if version:
        out.print(f"Desktop ALS {__version__}")
    elif context.invoked_subcommand is None:
        from desktop_als.gui.app import run_app  # noqa: PLC0415 - Qt loads only for the window

        raise typer.Exit(run_app(library or paths.default_workspace()))
    elif library:
        # `--library` may stand before the command as well as behind it.
        context.default_map = _defaults(app, library)


def _defaults(group: typer.Typer, library: Path) -> dict[str, Any]:
    """The library for all commands of a group, and of the groups in it."""
    found: dict[str, Any] = {
        command.name: {"library": library} for command in group.registered_commands if command.name
    }
    for inner in group.registered_groups:
        if inner.name and inner.typer_instance:
            found[inner.name] = {"library": library, **_defaults(inner.typer_instance, library)}
    return found


def own_listener(workspace: Workspace, name: str | None, told_by: str = "--listener") -> Listener:
    """The listener of that name, ``told_by`` an option or argument; without one, the only listener who is in no community.

    Raises:
        NotFoundError: nobody is called that.
        BadParameter: there is no name, and nobody or several it could be about.
    """
    if name is not None:
        return workspace.find_listener(name)
    only = workspace.only_own_listener()
    if only is None:
        raise typer.BadParameter(f"Say whose history it is about with {told_by}.")
    return workspace.listener(only)


def open_workspace(library: Path | None) -> Workspace:
    """The workspace of ``--library``, or one's own."""
    return Workspace.open(library or paths.default_workspace())
