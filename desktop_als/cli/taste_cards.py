"""Taste cards: one's favourite artists in a small file, to be given away by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out
from desktop_als.workspace import MOST_CARD_ARTISTS, USUAL_CARD_ARTISTS, CardOptions


@app.command("card")
def card(
    listener: Annotated[str, typer.Argument(metavar="LISTENER", help="Whose card it is.")],
    file: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there, instead of showing it.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="How the card calls the listener.")] = None,
    top: Annotated[
        int, typer.Option(metavar="N", min=1, max=MOST_CARD_ARTISTS, help="How many artists.")
    ] = USUAL_CARD_ARTISTS,
    ranks_only: Annotated[bool, typer.Option("--ranks-only", help="Tell the order, not the plays.")] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option(metavar="ARTIST", help="An artist who is not to be on it.")
    ] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show the taste card of a listener, byte for byte as it would be written, or write it."""
    options = CardOptions(name=name, top=top, plays=not ranks_only, leave_out=tuple(leave_out or ()))
    with open_workspace(library) as workspace:
        who = workspace.find_listener(listener).id
        written = (
            workspace.taste_cards.preview(who, options)
            if file is None
            else workspace.taste_cards.save(who, file, options)
        )
    if file is None:
        typer.echo(written, nl=False)
    elif json:
        out.out(documents.dump({"file": str(file), "bytes": len(written)}))
    else:
        out.print(f"Wrote {len(written):,} bytes to {file}.", markup=False, soft_wrap=True)
