"""Asking the model in use about several listeners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from desktop_als.cli import documents_together as documents
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
from desktop_als.cli.documents import dump
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.errors import ModelError
from desktop_als.workspace import MatchPart

NOTHING_SHARED = "Nothing to tell: the model knows no artist of at least one of them. Train it again to include them."
NOTHING_TO_BORROW = "{lender} plays nobody whom {borrower} does not know and would like."
NOTHING_FOR_ALL = "There is no artist for all of them: somebody knows or refuses each, or the model knows none of them."

Listener = Annotated[str, typer.Argument(metavar="LISTENER")]


@app.command("match")
def match(
    first: Annotated[str, typer.Argument(metavar="A")],
    second: Annotated[str, typer.Argument(metavar="B")],
    parts: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many artists of each kind.")] = 8,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Compare the tastes of two listeners, and say which artists make and divide the match."""
    with open_workspace(library) as workspace:
        one, other = workspace.find_listener(first), workspace.find_listener(second)
        found = workspace.together.match(one.id, other.id, parts)
    if found is None:
        raise ModelError(NOTHING_SHARED)
    if json:
        out.out(dump(documents.match(found, (one.name, other.name))))
        return
    usual = "" if found.usual is None else f" (two listeners of this model: usually {found.usual})"
    out.print(f"{one.name} and {other.name}: {found.match} of 100{usual}", markup=False)
    names = (one.name, other.name)
    _print_parts("What makes it", found.making, names, found.rest, found.cosine)
    _print_parts("What divides it", found.dividing, names, found.rest_dividing, found.cosine - 1)
    if found.bridges:
        out.print("\nFor both", markup=False)
        print_table(("Artist", *names), [(part.artist, *map(str, part.matches)) for part in found.bridges], (1, 2))


def _print_parts(title: str, parts: Sequence[MatchPart], names: tuple[str, str], rest: float, total: float) -> None:
    rows = [(part.artist, f"{100 * part.part:+.2f}", *map(str, part.matches)) for part in parts]
    rows += [("all others", f"{100 * rest:+.2f}", "", ""), ("together", f"{100 * total:+.2f}", "", "")]
    out.print(f"\n{title}", markup=False)
    print_table(("Artist", "Points", *names), rows, (1, 2, 3))


@app.command("blend")
def blend(
    listeners: Annotated[list[str], typer.Argument(metavar="LISTENER…")],
    misery: Annotated[
        float, typer.Option(min=0, max=1, help="0 counts the average, 1 only whoever likes it least.")
    ] = 0.5,
    new: Annotated[bool, typer.Option("--new", help="Only artists whom nobody of them knows.")] = False,
    count: Count = 20,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List what to play for several listeners."""
    with open_workspace(library) as workspace:
        asked = list({one.id: one for one in map(workspace.find_listener, listeners)}.values())
        rows = workspace.together.blend([one.id for one in asked], misery, count, only_new=new)
    names = [one.name for one in asked]
    if json:
        out.out(dump(documents.blend(rows, names)))
    elif rows:
        table = [(str(row.rank), row.artist, *("–" if m < 0 else str(m) for m in row.matches)) for row in rows]
        print_table(("#", "Artist", *names), table, (0, *range(2, 2 + len(names))))
    else:
        say(NOTHING_FOR_ALL)


@app.command("borrow")
def borrow(
    borrower: Annotated[str, typer.Argument(metavar="BORROWER")],
    lender: Annotated[str, typer.Argument(metavar="LENDER")],
    count: Count = 20,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List what one listener should hear of what another plays."""
    with open_workspace(library) as workspace:
        one, other = workspace.find_listener(borrower), workspace.find_listener(lender)
        rows = workspace.together.borrow(one.id, other.id, count)
    if json:
        out.out(dump(documents.borrow(rows)))
    elif rows:
        table = [(str(row.rank), row.artist, str(row.match), f"{row.lender_plays:,}") for row in rows]
        print_table(("#", "Artist", "Match", f"Plays of {other.name}"), table, (0, 2, 3))
    else:
        say(NOTHING_TO_BORROW.format(lender=other.name, borrower=one.name))


@app.command("similar-listeners")
def similar_listeners(listener: Listener, count: Count = 20, library: Folder = None, json: Json = False) -> None:
    """List who listens like one listener."""
    with open_workspace(library) as workspace:
        answer = workspace.together.similar_listeners(workspace.find_listener(listener).id, count)
        names = {row.listener_id: workspace.listener(row.listener_id).name for row in answer.rows}
    if json:
        out.out(dump(documents.similar_listeners(answer.rows, names.__getitem__)))
    elif answer.rows:
        table = [(str(r.rank), names[r.listener_id], f"{r.similarity:.2f}", f"{r.evidence:,}") for r in answer.rows]
        print_table(("#", "Listener", "Similarity", "Artists"), table, (0, 2, 3))
    if answer.note:
        say(answer.note)


@app.command("would-like")
def would_like(
    artist: Annotated[str, typer.Argument(metavar="ARTIST")],
    count: Count = 20,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List who does not play an artist and would like it."""
    with open_workspace(library) as workspace:
        answer = workspace.together.would_like(workspace.find_artist(artist).id, count)
        names = {row.listener_id: workspace.listener(row.listener_id).name for row in answer.rows}
    if json:
        out.out(dump(documents.would_like(answer.rows, names.__getitem__)))
    elif answer.rows:
        table = [(str(row.rank), names[row.listener_id], str(row.match)) for row in answer.rows]
        print_table(("#", "Listener", "Match"), table, (0, 2))
    if answer.note:
        say(answer.note)
