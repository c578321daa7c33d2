"""How well the model knows one listener."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched


@app.command("report-card")
def report_card(
    listener: Annotated[str, typer.Argument(metavar="LISTENER")],
    library: Folder = None,
    json: Json = False,
) -> None:
    """Check how well one listener's next artist can be guessed from their own history."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        card = workspace.report_cards.make(workspace.find_listener(listener).id, cancel=cancel, progress=progress)
    if json:
        out.out(documents.dump(documents.report_card(card)))
        return
    rows = [
        (mark.method, f"{mark.ndcg:.3f}", "{:.3f} – {:.3f}".format(*mark.interval), f"{mark.hits:.0%}")
        for mark in card.marks
    ]
    print_table(("Method", "NDCG@10", "95 % interval", "In the first ten"), rows, numbers=range(1, 4))
    say(
        f"Learned from the first {card.learned:,} sessions, then guessed {card.guesses:,} artists of {card.predicted:,} "
        f"later ones, among {card.artists:,} artists."
    )
    say(card.verdict)
