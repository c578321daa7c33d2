"""Asking the model in use about an artist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.workspace import SimilarQuery, Stability


@app.command("similar")
def similar(
    artist: Annotated[str, typer.Argument(metavar="ARTIST")],
    count: Count = 20,
    support: Annotated[int, typer.Option(min=1, help="Fewest listeners of an artist in the list.")] = 5,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List the artists nearest to one."""
    with open_workspace(library) as workspace:
        asked, query = workspace.find_artist(artist).id, SimilarQuery(n=count, support=support)
        answer = workspace.similar(asked, query)
        stability = workspace.stability.of_neighbours(asked, [row.artist_id for row in answer.rows], query)
    if json:
        out.out(documents.dump(documents.similar(answer.rows, stability)))
    elif answer.rows:
        rows = [(str(r.rank), r.artist, f"{r.similarity:.2f}", f"{r.evidence:,}") for r in answer.rows]
        print_answer(("#", "Artist", "Similarity", "Evidence"), rows, (0, 2, 3), stability)
    if answer.note:
        say(answer.note)


def print_answer(
    titles: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int], stability: Stability | None
) -> None:
    """A table, with how often each row came back where that was checked."""
    if stability is not None:
        titles = (*titles, "Stability")
        rows = [(*row, f"{n} of {stability.runs}") for row, n in zip(rows, stability.returned, strict=True)]
    print_table(titles, rows, numbers)
