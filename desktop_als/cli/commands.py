"""The commands, one function each."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from desktop_als import __version__, paths
from desktop_als.cli import documents
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import Cancelled, DesktopAlsError
from desktop_als.plays import Fate, Tally
from desktop_als.workspace import (
    FORMATS,
    ImportReport,
    ModelInfo,
    RecommendQuery,
    SimilarQuery,
    TrainingRun,
    Workspace,
    search_key,
)

app = typer.Typer(
    name="desktop-als",
    help="Recommendations from the listening history you already own, computed on your own machine.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Preset(StrEnum):
    """Presets of ``train``."""

    quick = "quick"
    balanced = "balanced"
    best = "best"


class WeightingName(StrEnum):
    """Weightings of ``train``."""

    log = "log"
    linear = "linear"
    sqrt = "sqrt"
    binary = "binary"


class Rows(StrEnum):
    """Row kinds of ``train``."""

    auto = "auto"
    listeners = "listeners"
    sessions = "sessions"


class HeardName(StrEnum):
    """What ``recommend`` may list."""

    new = "new"
    dormant = "dormant"
    any = "any"


class ThemeName(StrEnum):
    """Themes of ``screenshot``."""

    light = "light"
    dark = "dark"


Folder = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="Folder of the library, instead of your own one.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Search = Annotated[str | None, typer.Option("--search", metavar="TEXT", help="Only names that contain TEXT.")]
Count = Annotated[int, typer.Option("-n", min=1, max=100_000, help="How many rows.")]


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. Nothing that a person can cause ends in a traceback."""
    try:
        app(args=arguments, prog_name="desktop-als")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except DesktopAlsError as error:
        say(str(error))
        return 1
    except Cancelled:
        say("Stopped. Everything is as it was before.")
        return 1
    return 0


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    library: Folder = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Open the window."""
    if version:
        out.print(f"Desktop ALS {__version__}")
    elif context.invoked_subcommand is None:
        from desktop_als.gui.app import run_app  # noqa: PLC0415 - Qt loads only for the window

        raise typer.Exit(run_app(library or paths.default_workspace()))
    elif library:
        # `--library` may stand before the command as well as behind it.
        context.default_map = {
            command.name: {"library": library} for command in app.registered_commands if command.name
        }


@app.command("import")
def import_(
    path: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Files, folders or archives.")] = None,
    listener: Annotated[str | None, typer.Option(metavar="NAME", help="Whose history it is.")] = None,
    format_id: Annotated[
        str | None,
        typer.Option("--format", metavar="ID", help="Read the files as this format, whatever they look like."),
    ] = None,
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
    with _open(library) as workspace, watched() as (cancel, progress):
        if sample:
            report = workspace.import_sample(cancel=cancel, progress=progress)
        else:
            report = workspace.import_history(
                path or [], listener=listener, format_id=format_id, cancel=cancel, progress=progress
            )
    if json:
        out.out(documents.dump(documents.import_report(report)))
    else:
        _print_import(report)
    for note in (note for file in report.files for note in file.notes):
        say(note)
    for problem in report.problems:
        say(problem)
    if report.problems:
        raise typer.Exit(1)


@app.command("listeners")
def listeners(search: Search = None, library: Folder = None, json: Json = False) -> None:
    """List the listeners."""
    with _open(library) as workspace:
        table = workspace.listeners()
    places = _matching(np.array([search_key(name) for name in table.names], dtype=object), table.plays, search)
    if json:
        out.out(documents.dump(documents.listeners(table, places)))
        return
    rows = [
        (
            table.names[i],
            f"{table.plays[i]:,}",
            f"{table.artists[i]:,}",
            _day(int(table.first[i])),
            _day(int(table.last[i])),
            table.communities[i] or "own",
        )
        for i in places
    ]
    print_table(("Listener", "Plays", "Artists", "First", "Last", "Community"), rows, numbers=(1, 2))


@app.command("artists")
def artists(search: Search = None, library: Folder = None, json: Json = False) -> None:
    """List the artists."""
    with _open(library) as workspace:
        table = workspace.artists()
    places = _matching(table.keys, table.plays, search)
    if json:
        out.out(documents.dump(documents.artists(table, places)))
        return
    rows = [(table.names[i], f"{table.listeners[i]:,}", f"{table.plays[i]:,}") for i in places]
    print_table(("Artist", "Listeners", "Plays"), rows, numbers=(1, 2))


@app.command("sources")
def sources(library: Folder = None, json: Json = False) -> None:
    """List the imported files."""
    with _open(library) as workspace:
        found = workspace.sources()
    if json:
        out.out(documents.dump(documents.sources(found)))
        return
    rows = [
        (str(s.id), s.path, s.format, s.listener or s.community or "", f"{s.tally.kept:,}", _day(s.imported_at))
        for s in found
    ]
    print_table(("Id", "Path", "Format", "Listener", "Kept", "Imported"), rows, numbers=(0, 4))


@app.command("undo")
def undo(library: Folder = None, json: Json = False) -> None:
    """Take back the newest import."""
    with _open(library) as workspace:
        undone = workspace.undo()
    if json:
        out.out(documents.dump({"undone": undone.label if undone else None, "plays": undone.plays if undone else 0}))
    elif undone:
        out.print(f"Took back the import of {undone.label}: {undone.plays:,} plays.", markup=False)
    else:
        say("There is no import to take back.")


@app.command("train")
def train(
    preset: Annotated[Preset, typer.Option(help="A set of settings that looks at your library.")] = Preset.balanced,
    factors: Annotated[int | None, typer.Option(metavar="D", help="Numbers that describe an artist.")] = None,
    epochs: Annotated[int | None, typer.Option(metavar="N", help="Passes over the data.")] = None,
    regularization: Annotated[float | None, typer.Option(metavar="L", help="Pull of all factors towards zero.")] = None,
    unobserved_weight: Annotated[
        float | None, typer.Option(metavar="A", help="Weight of what was never played.")
    ] = None,
    frequency_exponent: Annotated[
        float | None, typer.Option(metavar="V", help="How much more busy rows are regularized.")
    ] = None,
    weighting: Annotated[WeightingName | None, typer.Option(help="How plays become confidence.")] = None,
    half_life: Annotated[float | None, typer.Option(metavar="DAYS", help="Days until a play counts half.")] = None,
    rows: Annotated[Rows, typer.Option(help="What a row of the matrix is.")] = Rows.auto,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Seed of the first factors.")] = None,
    threads: Annotated[int | None, typer.Option(metavar="N", help="Threads; 0 for one a core.")] = None,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Train a model on the library and use it."""
    given: dict[str, Any] = {
        "factors": factors,
        "epochs": epochs,
        "regularization": regularization,
        "unobserved_weight": unobserved_weight,
        "frequency_exponent": frequency_exponent,
        "weighting": weighting.value if weighting else None,
        "half_life": half_life,
        "seed": seed,
        "threads": threads,
    }
    with _open(library) as workspace, watched() as (cancel, progress):
        chosen = {name: value for name, value in given.items() if value is not None}
        settings = replace(workspace.preset(preset.value, rows.value), **chosen)
        run = workspace.training(
            settings, rows=rows.value, title=preset.value.capitalize(), cancel=cancel, progress=progress
        )
        info = _train(run)
    if json:
        out.out(documents.dump(documents.training(info)))
    else:
        _print_training(info)


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
    with _open(library) as workspace:
        who = workspace.find_listener(listener)
        answer = workspace.recommend(who.id, RecommendQuery(n=count, heard=heard.value))
        reasons = [workspace.explain(who.id, row.artist_id) for row in answer.rows] if explain else None
    if json:
        out.out(documents.dump(documents.recommendations(answer.rows, reasons)))
    elif answer.rows:
        rows = []
        for place, row in enumerate(answer.rows):
            explained = reasons[place] if reasons else None
            parts = explained.contributions if explained else row.because
            because = ", ".join(f"{p.artist} {p.contribution:+.3f}" if explain else p.artist for p in parts)
            rows.append((str(row.rank), row.artist, str(row.match), because, f"{row.evidence:,}", f"{row.plays:,}"))
        print_table(("#", "Artist", "Match", "Because", "Evidence", "Plays"), rows, numbers=(0, 2, 4, 5))
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
    with _open(library) as workspace:
        answer = workspace.similar(workspace.find_artist(artist).id, SimilarQuery(n=count, support=support))
    if json:
        out.out(documents.dump(documents.similar(answer.rows)))
    elif answer.rows:
        rows = [(str(r.rank), r.artist, f"{r.similarity:.2f}", f"{r.evidence:,}") for r in answer.rows]
        print_table(("#", "Artist", "Similarity", "Evidence"), rows, numbers=(0, 2, 3))
    if answer.note:
        say(answer.note)


@app.command("screenshot")
def screenshot(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="home, import, train, listeners, artists, listener:NAME, artist:NAME")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE.png")],
    size: Annotated[str, typer.Option(metavar="WxH")] = "1280x800",
    theme: Annotated[ThemeName, typer.Option()] = ThemeName.light,
    text_scale: Annotated[float, typer.Option(min=1.0, max=2.0, help="Size of the text.")] = 1.0,
    library: Folder = None,
) -> None:
    """Draw a page of the real window off screen."""
    from desktop_als.gui.screenshot import draw  # noqa: PLC0415 - Qt loads only when it is drawn with

    width, _, height = size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 7680 and 240 <= int(height) <= 4320):
        raise typer.BadParameter("--size is WIDTHxHEIGHT in pixels, such as 1280x800.")
    draw(library or paths.default_workspace(), page, file, (int(width), int(height)), theme.value, text_scale)


def _open(library: Path | None) -> Workspace:
    return Workspace.open(library or paths.default_workspace())


def _train(run: TrainingRun) -> ModelInfo:
    try:
        for _ in run:
            pass
    except Cancelled:
        if not run.epochs_done:
            raise
        say(f"Stopped. The model of epoch {run.epochs_done} is kept.")
    return run.save()


def _matching(keys: np.ndarray[Any, Any], plays: np.ndarray[Any, Any], search: str | None) -> list[int]:
    order = np.argsort(-plays, kind="stable")
    if not search:
        return [int(i) for i in order]
    wanted = search_key(search)
    return [int(i) for i in order if wanted in keys[i]]


def _day(seconds: int) -> str:
    return (documents.moment(seconds) or "–")[:10]


def _print_import(report: ImportReport) -> None:
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


def _print_training(info: ModelInfo) -> None:
    rows = [
        (
            str(e.epoch),
            f"{e.loss:,.1f}",
            f"{e.observed:,.1f}",
            f"{e.unobserved:,.1f}",
            f"{e.regularization:,.1f}",
            f"{e.seconds:.2f}",
        )
        for e in info.epochs
    ]
    print_table(("Epoch", "Loss", "Observed", "Unobserved", "Regularization", "Seconds"), rows, numbers=range(6))
    shape = f"{info.rows:,} {info.row_kind} × {info.artists:,} artists, {info.observations:,} pairs"
    out.print(f"Model {info.name}: {shape}, {info.seconds:.1f} s. It is now in use.", markup=False, soft_wrap=True)
