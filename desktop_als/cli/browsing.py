"""Asking the model in use."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Count, Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.workspace import RecommendQuery, SimilarQuery, Stability


class HeardName(StrEnum):
    """What ``recommend`` may list."""

    new = "new"
    dormant = "dormant"
    any = "any"


@app.command("recommend")
def recommend(
    listener: Annotated[str, typer.Argument(metavar="LISTENER")],
    count: Count = 20,
    heard: Annotated[HeardName, typer.Option(help="Only new artists, only forgotten ones, or any.")] = HeardName.new,
    explain: Annotated[bool, typer.Option("--explain", help="Give every reason; they sum to the score.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """List what a listener may like."""
    with open_workspace(library) as workspace:
        who = workspace.find_listener(listener)
        query = RecommendQuery(n=count, heard=heard.value)
        answer = workspace.recommend(who.id, query)
        stability = workspace.stability.of_recommendations(who.id, [row.artist_id for row in answer.rows], query)
        info = workspace.model_info()
        of_ratings = info is not None and info.row_kind == "ratings"
        reasons = [workspace.explain(who.id, row.artist_id) for row in answer.rows] if explain else None
    if json:
        out.out(documents.dump(documents.recommendations(answer.rows, reasons, stability)))
    elif answer.rows:
        rows = []
        for place, row in enumerate(answer.rows):
            explained = reasons[place] if reasons else None
            parts = explained.contributions if explained else row.because
            because = ", ".join(f"{p.artist} {p.contribution:+.3f}" if explain else p.artist for p in parts)
            if explained and explained.general:
                because = f"rated in general {explained.general:+.3f}, {because}"
            if explained and explained.recency:
                because += f", lately played {explained.recency:+.3f}"
            last = f"{row.score:.1f}" if of_ratings else f"{row.plays:,}"
            rows.append((str(row.rank), row.artist, str(row.match), because, f"{row.evidence:,}", last))
        titles = ("#", "Artist", "Match", "Because", "Evidence", "Foretold" if of_ratings else "Plays")
        _print_answer(titles, rows, (0, 2, 4, 5), stability)
    if answer.note:
        say(answer.note)


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
        _print_answer(("#", "Artist", "Similarity", "Evidence"), rows, (0, 2, 3), stability)
    if answer.note:
        say(answer.note)


def _print_answer(
    titles: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int], stability: Stability | None
) -> None:
    if stability is not None:
        titles = (*titles, "Stability")
        rows = [(*row, f"{n} of {stability.runs}") for row, n in zip(rows, stability.returned, strict=True)]
    print_table(titles, rows, numbers)
