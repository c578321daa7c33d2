"""Taking back what was done, and the backup that brings everything back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.workspace import BackupInfo, Restored, RestoreMode, Step, Totals, Undone

Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")]


@app.command("undo")
def undo(
    only_list: Annotated[
        bool, typer.Option("--list", help="Only list what could be taken back, newest first.")
    ] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Take back the newest import, change or restore."""
    with open_workspace(library) as workspace:
        steps = workspace.steps()
        undone = None if only_list else workspace.undo()
    if only_list:
        _print_steps(steps, json)
    elif json:
        out.out(documents.dump(documents.undone(undone)))
    elif undone:
        out.print(_taken_back(undone), markup=False)
    else:
        say("There is nothing to take back.")


@app.command("backup")
def backup(file: Backup, library: Folder = None, json: Json = False) -> None:
    """Write everything to one file."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        info = workspace.backups.make(file, cancel=cancel, progress=progress)
    if json:
        out.out(documents.dump(_backup(info)))
    else:
        out.print(f"Wrote {_told(info.totals)} to {file}, {info.size / 1e6:,.1f} MB.", markup=False, soft_wrap=True)


@app.command("restore")
def restore(
    file: Backup,
    merge: Annotated[
        bool, typer.Option("--merge", help="Add what the library lacks, instead of replacing it.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would come.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Put a backup in the place of the library, or merge the two; `undo` takes it back."""
    mode: RestoreMode = "merge" if merge else "replace"
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        restored = workspace.backups.restore(file, mode, dry_run=dry_run, cancel=cancel, progress=progress)
    if json:
        out.out(documents.dump(_restored(restored)))
    else:
        _print_restored(restored)


def _print_steps(steps: list[Step], json: bool) -> None:
    if json:
        out.out(documents.dump([{**asdict(step), "made_at": documents.moment(step.made_at)} for step in steps]))
        return
    rows = [(str(step.id), step.kind, step.label, (documents.moment(step.made_at) or "–")) for step in steps]
    print_table(("Id", "Kind", "Step", "Made"), rows, numbers=(0,))


def _taken_back(undone: Undone) -> str:
    plays = f"{abs(undone.plays):,} plays"
    if undone.kind == "import":
        ratings = f", {undone.ratings:,} ratings" if undone.ratings else ""
        return f"Took back the import of {undone.label}: {plays}{ratings}."
    if undone.kind in {"merge", "restore"}:
        became = "came back" if undone.plays < 0 else "left"
        return f"Took back the {undone.kind} of {undone.label}: {plays} {became}."
    if undone.kind == "pack":
        return f"Took back the pack {undone.label}. Its model is gone."
    if undone.kind == "steering":
        return f"Took back: {undone.label}."
    became = "count again" if undone.plays < 0 else "no longer count"
    return f"Took back: {undone.label}. {plays} {became}."


def _print_restored(restored: Restored) -> None:
    would = "Would " if restored.dry_run else ""
    if restored.mode == "replace":
        verb = "replace" if would else "Replaced"
        out.print(f"{would}{verb} {_told(restored.before)} by {_told(restored.after)}.", markup=False, soft_wrap=True)
        return
    verb = "add" if would else "Added"
    plays = restored.after.plays - restored.before.plays
    listeners = restored.after.listeners - restored.before.listeners
    out.print(
        f"{would}{verb} {_many(restored.sources, 'source')} with {_many(plays, 'play')} and "
        f"{_many(listeners, 'listener')}.",
        markup=False,
    )
    for layer, count in restored.layers.items():
        out.print(f"{would}{verb} to {layer}: {count:,}.", markup=False)
    for layer, count in restored.contradicted.items():
        say(f"Left out of {layer}, for the library says otherwise: {count:,}.")


def _told(totals: Totals) -> str:
    return (
        f"{_many(totals.plays, 'play')} of {_many(totals.listeners, 'listener')} from {_many(totals.sources, 'source')}"
    )


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _totals(totals: Totals) -> dict[str, Any]:
    return {**asdict(totals), "first": documents.moment(totals.first), "last": documents.moment(totals.last)}


def _backup(info: BackupInfo) -> dict[str, Any]:
    return {
        "made_at": documents.moment(info.made_at),
        "schema_version": info.schema_version,
        "bytes": info.size,
        "models": info.models,
        **_totals(info.totals),
    }


def _restored(restored: Restored) -> dict[str, Any]:
    return {
        "mode": restored.mode,
        "dry_run": restored.dry_run,
        "backup": _backup(restored.backup),
        "before": _totals(restored.before),
        "after": _totals(restored.after),
        "sources": restored.sources,
        "layers": restored.layers,
        "contradicted": restored.contradicted,
    }
