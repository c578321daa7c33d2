"""What became of every row that was read, and where plays may be missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say
from desktop_als.plays import Fate
from desktop_als.workspace import Gap, Source, Workspace


@app.command("report")
def report(
    source_id: Annotated[int | None, typer.Argument(metavar="SOURCE_ID", help="As “sources” shows it.")] = None,
    rows: Annotated[Fate | None, typer.Option(metavar="FATE", help="List the rows behind this count.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Save these rows for a spreadsheet.")] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show what became of the rows of every file that was read, and the rows themselves."""
    if (rows and source_id is None) or (csv and not rows):
        raise typer.BadParameter("Rows are those of one SOURCE_ID, and --csv saves those of --rows FATE.")
    with open_workspace(library) as workspace:
        found = [source for source in workspace.sources(every=True) if source_id in {None, source.id}]
        if source_id is not None and not found:
            raise typer.BadParameter(f"There is no imported file {source_id}.")
        if source_id is not None and rows and csv:
            count = workspace.save_rows(source_id, rows, csv)
            say(f"Saved {count:,} rows as {csv}.")
            if json:
                out.out(documents.dump({"saved": count, "file": str(csv)}))
        elif source_id is not None and rows:
            _show_rows(workspace, source_id, rows, json)
        elif json:
            out.out(documents.dump([_source(source) for source in found]))
        else:
            _print_sources(found)


@app.command("gaps")
def gaps(
    listener: Annotated[str | None, typer.Argument(metavar="LISTENER")] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Show long spans without a play, where an export may be missing."""
    with open_workspace(library) as workspace:
        found = [(name, gap) for name, number in _people(workspace, listener) for gap in workspace.gaps(number)]
        paths = {source.id: source.path for source in workspace.sources()}
    if json:
        out.out(documents.dump([_gap(name, gap, paths) for name, gap in found]))
    elif found:
        rows = [
            (name, _day(gap.begins), _day(gap.ends), _file(paths[gap.before]), _file(paths[gap.after]))
            for name, gap in found
        ]
        print_table(("Listener", "From", "To", "File before", "File after"), rows, numbers=())
    else:
        say("There are no gaps.")


def _people(workspace: Workspace, listener: str | None) -> list[tuple[str, int]]:
    if listener is not None:
        found = workspace.find_listener(listener)
        return [(found.name, found.id)]
    table = workspace.listeners()
    return [(table.names[i], int(table.ids[i])) for i in range(len(table)) if table.communities[i] is None]


def _show_rows(workspace: Workspace, source_id: int, fate: Fate, json: bool) -> None:
    found = workspace.source_rows(source_id, fate)
    if json:
        out.out(documents.dump([{"row": row.row, "text": row.text} for row in found]))
    else:
        print_table(("Row", ""), [(str(row.row or "–"), row.text) for row in found], numbers=(0,))


def _print_sources(found: list[Source]) -> None:
    fates = [fate for fate in Fate if fate is Fate.KEPT or any(getattr(source.tally, fate) for source in found)]
    titles = ("Id", "File", "Rows read", *(fate.replace("_", " ").capitalize() for fate in fates))
    rows = [
        (
            str(source.id),
            _file(source.path),
            f"{source.tally.rows_read:,}",
            *(f"{getattr(source.tally, fate):,}" for fate in fates),
        )
        for source in found
    ]
    print_table(titles, rows, numbers=(0, *range(2, len(titles))))
    for source in found:
        for sentence in filter(None, (*source.notes, source.problem)):
            say(sentence)


def _source(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "path": source.path,
        "format": source.format or None,
        "listener": source.listener,
        "community": source.community,
        **documents.tally(source.tally),
        "first": documents.moment(source.first),
        "last": documents.moment(source.last),
        "problem": source.problem,
        "notes": list(source.notes),
    }


def _gap(name: str, gap: Gap, paths: dict[int, str]) -> dict[str, object]:
    return {
        "listener": name,
        "begins": documents.moment(gap.begins),
        "ends": documents.moment(gap.ends),
        "before": paths[gap.before],
        "after": paths[gap.after],
    }


def _day(seconds: int) -> str:
    return (documents.moment(seconds) or "–")[:10]


def _file(path: str) -> str:
    return Path(path).name
