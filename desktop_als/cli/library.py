"""What is in the library, and taking back."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table
from desktop_als.workspace import ArtistTable, ListenerTable, search_key

Search = Annotated[str | None, typer.Option("--search", metavar="TEXT", help="Only names that contain TEXT.")]


@app.command("listeners")
def listeners(search: Search = None, library: Folder = None, json: Json = False) -> None:
    """List the listeners."""
    with open_workspace(library) as workspace:
        table = workspace.listeners()
    places = _matching(
        np.array([search_key(name) for name in table.names], dtype=object), table.plays + table.ratings, search
    )
    if json:
        out.out(documents.dump(documents.listeners(table, places)))
        return
    rows = [
        (
            table.names[i],
            *_plays_and_ratings(table, i),
            f"{table.artists[i]:,}",
            _day(int(table.first[i])),
            _day(int(table.last[i])),
            table.communities[i] or "own",
        )
        for i in places
    ]
    known = _plays_and_ratings(table)
    titles = ("Listener", *known, "Artists", "First", "Last", "Community")
    print_table(titles, rows, numbers=range(1, 2 + len(known)))


@app.command("artists")
def artists(search: Search = None, library: Folder = None, json: Json = False) -> None:
    """List the artists."""
    with open_workspace(library) as workspace:
        table = workspace.artists()
    places = _matching(table.keys, table.plays + table.ratings, search)
    if json:
        out.out(documents.dump(documents.artists(table, places)))
        return
    rows = [(table.names[i], f"{table.listeners[i]:,}", *_plays_and_ratings(table, i)) for i in places]
    known = _plays_and_ratings(table)
    print_table(("Artist", "Listeners", *known), rows, numbers=range(1, 2 + len(known)))


@app.command("sources")
def sources(library: Folder = None, json: Json = False) -> None:
    """List the imported files."""
    with open_workspace(library) as workspace:
        found = workspace.sources()
    if json:
        out.out(documents.dump(documents.sources(found)))
        return
    rows = [
        (str(s.id), s.path, s.format, s.listener or s.community or "", f"{s.tally.kept:,}", _day(s.imported_at))
        for s in found
    ]
    print_table(("Id", "Path", "Format", "Listener", "Kept", "Imported"), rows, numbers=(0, 4))


def _plays_and_ratings(table: ListenerTable | ArtistTable, place: int | None = None) -> tuple[str, ...]:
    """The cells of one row, or the titles; ratings only in a library that has some."""
    if place is None:
        return ("Plays", "Ratings") if table.ratings.any() else ("Plays",)
    plays = f"{table.plays[place]:,}"
    return (plays, f"{table.ratings[place]:,}") if table.ratings.any() else (plays,)


def _matching(keys: np.ndarray[Any, Any], plays: np.ndarray[Any, Any], search: str | None) -> list[int]:
    order = np.argsort(-plays, kind="stable")
    if not search:
        return [int(i) for i in order]
    wanted = search_key(search)
    return [int(i) for i in order if wanted in keys[i]]


def _day(seconds: int) -> str:
    return (documents.moment(seconds) or "–")[:10]
