"""Communities: what public data sets there are, getting one, what it knows, and leaving it out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.importing import end_import, print_import
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import NotFoundError
from desktop_als.workspace import Community, Coverage, Offer, Workspace

community = typer.Typer(help="Add public data sets as background, and see what they know.", rich_markup_mode=None)
app.add_typer(community, name="community")

Name = Annotated[str, typer.Argument(metavar="NAME", help="As the list shows it.")]


@community.callback(invoke_without_command=True)
def communities_of_library(context: typer.Context, library: Folder = None, json: Json = False) -> None:
    """Add public data sets as background, and see what they know."""
    if context.invoked_subcommand is None:
        list_communities(library, json)
    elif library:
        context.default_map = {
            command.name: {"library": library} for command in community.registered_commands if command.name
        }


@community.command("list")
def list_communities(library: Folder = None, json: Json = False) -> None:
    """List the communities of the library."""
    with open_workspace(library) as workspace:
        found = workspace.communities.in_library()
    if json:
        out.out(documents.dump([_community(one) for one in found]))
    elif found:
        titles = ("Community", "Listeners", "Artists", "Plays", "Ratings", "Years", "Licence", "")
        print_table(titles, [_row(one) for one in found], numbers=(1, 2, 3, 4))
    else:
        say("There is no community yet. See what can be fetched with `community offers`.")


@community.command("offers")
def offers(library: Folder = None, json: Json = False) -> None:
    """List the data sets that can be asked for by name; asks nobody."""
    with open_workspace(library) as workspace:
        found = workspace.communities.offers()
    if json:
        out.out(documents.dump([_offer(one) for one in found]))
    else:
        rows = [
            (
                one.data_set.id,
                one.data_set.title,
                _years(one.data_set.first_year, one.data_set.last_year),
                one.state,
                one.data_set.terms,
            )
            for one in found
        ]
        print_table(("Name", "Data set", "Years", "State", "Licence"), rows, numbers=())


@community.command("add")
def add(
    what: Annotated[
        list[str], typer.Argument(metavar="NAME_OR_PATH…", help="A data set to fetch, or files that you have.")
    ],
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licence of the data set and accept it.")
    ] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Add a data set: fetched from its publisher by name, or read from files."""
    paths = [Path(each) for each in what]
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        if len(paths) == 1 and not paths[0].exists():
            report = workspace.communities.add(what[0], accept_licence=accept_licence, cancel=cancel, progress=progress)
        else:
            report = workspace.communities.add_files(paths, cancel=cancel, progress=progress)
        owners = _owners(workspace)
        known = workspace.communities.coverage(owners[0]) if len(owners) == 1 else []
    if json:
        document = documents.import_report(report)
        out.out(documents.dump({**document, "coverage": [_coverage(one) for one in known]}))
    else:
        print_import(report)
        for one in known:
            out.print(one.sentence, markup=False)
    end_import(report)


@community.command("coverage")
def coverage(
    listener: Annotated[
        str | None, typer.Argument(metavar="LISTENER", help="Whose plays; needed when there are several.")
    ] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show how much of a listener's plays each community knows."""
    with open_workspace(library) as workspace:
        known = workspace.communities.coverage(_listener_id(workspace, listener))
    if json:
        out.out(documents.dump([_coverage(one) for one in known]))
    elif known:
        rows = [
            (one.community, f"{one.plays_known:,} of {one.plays:,}", f"{one.artists_known:,} of {one.artists:,}")
            for one in known
        ]
        print_table(("Community", "Plays known", "Artists known"), rows, numbers=(1, 2))
        for one in known:
            say(one.sentence)
    else:
        say("There is no community yet. See what can be fetched with `community offers`.")


@community.command("remove")
def remove(name: Name, library: Folder = None, json: Json = False) -> None:
    """Leave a community out; `community restore` brings it back."""
    with open_workspace(library) as workspace:
        workspace.communities.remove(name)
    if json:
        out.out(documents.dump({"removed": name}))
    else:
        out.print(f"{name} is left out. Nothing was deleted: bring it back with `community restore`.", markup=False)


@community.command("restore")
def restore(name: Name, library: Folder = None, json: Json = False) -> None:
    """Let a community that was removed count again."""
    with open_workspace(library) as workspace:
        workspace.communities.restore(name)
    if json:
        out.out(documents.dump({"restored": name}))
    else:
        out.print(f"{name} counts again.", markup=False)


@community.command("discard")
def discard(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As the offers show it.")],
    library: Folder = None,
    json: Json = False,
) -> None:
    """Delete what was fetched of a data set but not imported."""
    with open_workspace(library) as workspace:
        workspace.communities.discard(name)
    if json:
        out.out(documents.dump({"discarded": name}))
    else:
        out.print(f"Nothing of {name} is left in the downloads.", markup=False)


def _owners(workspace: Workspace) -> list[int]:
    table = workspace.listeners()
    return [int(table.ids[place]) for place in range(len(table)) if table.communities[place] is None]


def _listener_id(workspace: Workspace, name: str | None) -> int:
    if name is not None:
        return workspace.find_listener(name).id
    owners = _owners(workspace)
    if not owners:
        raise NotFoundError("There is no history of your own yet to compare with. Import one first.")
    if len(owners) > 1:
        raise typer.BadParameter("Say whose plays.")
    return owners[0]


def _community(found: Community) -> dict[str, object]:
    return {**asdict(found), "sources": list(found.sources)}


def _offer(found: Offer) -> dict[str, object]:
    told = found.data_set
    return {
        "name": told.id,
        "title": told.title,
        "state": found.state,
        "bytes_here": found.here,
        "address": told.address,
        "people": told.people,
        "size": told.size,
        "licence": told.licence,
        "first_year": told.first_year,
        "last_year": told.last_year,
    }


def _coverage(found: Coverage) -> dict[str, object]:
    return {**asdict(found), "share": found.share, "sentence": found.sentence}


def _row(found: Community) -> tuple[str, ...]:
    return (
        found.name,
        f"{found.listeners:,}",
        f"{found.artists:,}",
        f"{found.plays:,}",
        f"{found.ratings:,}",
        _years(found.first_year, found.last_year),
        found.licence or "unknown",
        "removed" if found.removed else "",
    )


def _years(first: int | None, last: int | None) -> str:
    if first is None and last is None:
        return "unknown"
    return f"{first or ''}–{last or ''}" if first != last else str(first)
