"""What goes into the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.plays import Fate, Tally
from desktop_als.progress import CancelToken
from desktop_als.workspace import FORMATS, TIME_UNITS, ImportReport, Meaning, first_table

_VALUES_SHOWN = 3


@app.command("import")
def import_(
    path: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files, folders or archives.")] = None,
    listener: Annotated[str | None, typer.Option(metavar="NAME", help="Whose history it is.")] = None,
    format_id: Annotated[
        str | None,
        typer.Option("--format", metavar="ID", help="Read the files as this format, whatever they look like."),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(metavar="TZ", help="Zone of times that tell none, like Europe/Berlin. Without it they are UTC."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="MEANING=COLUMN,…",
            help="What the columns of a table mean, by number or heading: artist=2,track=3,time=1. "
            f"Meanings are {', '.join(Meaning)}.",
        ),
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT", help=f"How a table writes its times: %d/%m/%Y %H:%M, iso, {', '.join(TIME_UNITS)}."
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what the columns of a table seem to mean, and import nothing.")
    ] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Add the invented sample community.")] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Read listening histories into the library."""
    if bool(path) == sample:
        raise typer.BadParameter("Name at least one PATH, or --sample.")
    known = sorted(known.id for known in FORMATS)
    if format_id is not None and format_id not in known:
        raise typer.BadParameter(f"There is no format “{format_id}”. Known are {', '.join(known)}.")
    if listener is not None and not listener.strip():
        raise typer.BadParameter("The listener's name must not be empty.")
    if preview:
        _preview(path or [], json)
        return
    named = None if columns is None else _named_columns(columns)
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        if sample:
            report = workspace.import_sample(cancel=cancel, progress=progress)
        else:
            files = path or []
            chosen = columns or date_format
            report = workspace.import_history(
                files,
                listener=listener,
                format_id=format_id,
                timezone=timezone,
                mapping=first_table(files[0], cancel).choose(named, date_format) if chosen else None,
                cancel=cancel,
                progress=progress,
            )
    if json:
        out.out(documents.dump(documents.import_report(report)))
    else:
        print_import(report)
    if any(file.unclear for file in report.files):
        say("Look at it with --preview, then name its columns with --columns or tell its dates with --date-format.")
    end_import(report)


def _named_columns(columns: str) -> dict[str, str]:
    """What ``artist=2,track=3`` says."""
    pairs = [pair.partition("=") for pair in columns.split(",")]
    if not all(sign and column.strip() for _, sign, column in pairs):
        raise typer.BadParameter("Write --columns like artist=2,track=3,time=1.")
    return {meaning.strip().lower(): column for meaning, _, column in pairs}


def _preview(path: list[Path], json: bool) -> None:
    if len(path) != 1:
        raise typer.BadParameter("Name one file to preview.")
    guess = first_table(path[0], CancelToken())
    if json:
        out.out(documents.dump(documents.table(guess)))
        return
    values = [list(column) for column in zip(*guess.rows[:_VALUES_SHOWN], strict=True)]
    rows = [
        (str(place + 1), *guess.headings[place : place + 1], meaning or "–", *(values[place] if values else ()))
        for place, meaning in enumerate(guess.mapping.columns)
    ]
    titles = (
        "Column",
        *(("Heading",) if guess.headings else ()),
        "Meaning",
        *[""] * min(_VALUES_SHOWN, len(guess.rows)),
    )
    print_table(titles, rows, numbers=(0,))
    if guess.doubt:
        say(f"It is not clear {guess.doubt}. Tell it with --columns or --date-format.")


def end_import(report: ImportReport) -> None:
    """Say what else there is to say, and end with a failure if a file could not be read."""
    for note in (*(note for file in report.files for note in file.notes), *report.notes):
        say(note)
    for problem in report.problems:
        say(problem)
    if report.problems:
        raise typer.Exit(1)


def print_import(report: ImportReport) -> None:
    """What became of the rows of every file."""
    read = [file for file in report.files if file.format]
    if not read:
        return
    totals = report.totals
    # Eight columns of mostly zeros would not fit a terminal: only what happened is shown.
    fates = [fate for fate in Fate if fate is Fate.KEPT or getattr(totals, fate.value)]
    rows = [
        (Path(file.path).name, file.format_title or "", file.listener or "–", *_counts(file.tally, fates))
        for file in read
    ]
    if len(rows) > 1:
        rows.append(("All", "", "", *_counts(totals, fates)))
    titles = ("File", "Format", "Listener", "Rows read", *(fate.value.replace("_", " ").capitalize() for fate in fates))
    print_table(titles, rows, numbers=range(3, len(titles)))


def _counts(tally: Tally, fates: list[Fate]) -> tuple[str, ...]:
    return f"{tally.rows_read:,}", *(f"{getattr(tally, fate.value):,}" for fate in fates)
