"""Packs: models without any listener, to be given to other machines."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, watched
from desktop_als.workspace import LEAST_LISTENERS, PackInfo, PackPlan, build_pack

packs = typer.Typer(help="Give models away without any listener, and use those of others.", rich_markup_mode=None)
app.add_typer(packs, name="pack")

PackFile = Annotated[Path, typer.Argument(metavar="FILE", help="The pack.")]
Title = Annotated[str | None, typer.Option("--title", metavar="NAME", help="How the pack is to be called.")]


@packs.command("make")
def make(file: PackFile, title: Title = None, library: Folder = None, json: Json = False) -> None:
    """Write the model in use to a pack: its artists with five listeners or more, and nothing of any listener."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        info = workspace.packs.make(file, title or file.stem, cancel=cancel, progress=progress)
    _print_written(info, file, json)


@packs.command("look")
def look(file: PackFile, library: Folder = None, json: Json = False) -> None:
    """Tell what is in a pack and how much of your plays it knows, and change nothing."""
    with open_workspace(library) as workspace:
        info = workspace.packs.look(file)
    if json:
        out.out(documents.dump(_pack(info)))
        return
    rows = [
        ("Title", info.title),
        ("Trained", documents.moment(info.manifest.made_at) or "–"),
        ("Artists", f"{info.artists:,}"),
        ("Learned from", f"{info.listeners:,} listeners, none of whom is in it"),
        *((data.community, data.licence or "Its licence is not known.") for data in info.data),
        ("Size", f"{info.size / 1e6:,.1f} MB"),
    ]
    if info.coverage:
        rows.append(("Here", info.coverage.sentence))
    print_table(("", ""), rows, numbers=())


@packs.command("add")
def add(file: PackFile, library: Folder = None, json: Json = False) -> None:
    """Use the model of a pack; `undo` takes it back."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        info = workspace.packs.add(file, cancel=cancel, progress=progress)
    if json:
        out.out(documents.dump(documents.training(info)))
    else:
        out.print(f"{info.title} is now in use as model {info.name}.", markup=False, soft_wrap=True)


@packs.command("build")
def build(
    dumps: Annotated[list[Path], typer.Argument(metavar="DUMP…", help="Files of a community, of any size.")],
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="The pack.")],
    title: Title = None,
    least_listeners: Annotated[
        int, typer.Option(metavar="N", min=LEAST_LISTENERS, help="Listeners that an artist needs.")
    ] = LEAST_LISTENERS,
    least_artists: Annotated[int, typer.Option(metavar="N", min=1, help="Artists that a listener needs.")] = 5,
    factors: Annotated[int | None, typer.Option(metavar="D", help="Numbers that describe an artist.")] = None,
    epochs: Annotated[int | None, typer.Option(metavar="N", help="Passes over the data.")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Seed of the first factors.")] = None,
    json: Json = False,
) -> None:
    """Make a pack of a dump without a library: read once, trained, and nothing of its listeners stays on the disk."""
    plan = PackPlan(title, least_listeners, least_artists, factors, epochs, seed)
    with watched() as (cancel, progress):
        info = build_pack(dumps, file, plan, cancel=cancel, progress=progress)
    _print_written(info, file, json)


def _print_written(info: PackInfo, file: Path, json: bool) -> None:
    if json:
        out.out(documents.dump(_pack(info)))
    else:
        told = f"{info.artists:,} artists, learned from {info.listeners:,} listeners"
        out.print(f"Wrote {told}, to {file}, {info.size / 1e6:,.1f} MB.", markup=False, soft_wrap=True)


def _pack(info: PackInfo) -> dict[str, Any]:
    manifest, coverage = info.manifest, info.coverage
    return {
        "title": manifest.title,
        "made_at": documents.moment(manifest.made_at),
        "artists": manifest.artists,
        "all_artists": manifest.all_artists,
        "listeners": manifest.listeners,
        "least_listeners": manifest.least_listeners,
        "rows": manifest.row_kind,
        "knows_up_to": documents.moment(manifest.knows_up_to),
        "data": [asdict(data) for data in manifest.data],
        "settings": manifest.settings.as_dict(),
        "evaluation": manifest.evaluation,
        "bytes": info.size,
        "coverage": asdict(coverage) | {"share": coverage.share} if coverage else None,
    }
