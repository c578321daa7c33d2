"""Checking how much the answers of the model in use hang on chance."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, say, watched
from desktop_als.errors import Cancelled


@app.command("stability")
def stability(
    runs: Annotated[int, typer.Option("--runs", metavar="N", min=1, max=100, help="How many runs to have.")] = 5,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Train more models on resampled rows; recommend and similar then tell in how many each artist returns."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        try:
            there = workspace.stability.measure(runs, cancel=cancel, progress=progress)
        except Cancelled:
            kept = workspace.stability.count()
            say(f"Stopped. {kept} of {runs} runs are kept; the same command goes on from there.")
            raise typer.Exit(1) from None
        info = workspace.model_info()
    name = info.name if info else ""
    if json:
        out.out(documents.dump({"model": name, "runs": there}))
    else:
        out.print(f"Model {name}: {there} runs. See the column “Stability” of recommend and similar.", markup=False)
