"""Training a model."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import Cancelled
from desktop_als.workspace import ModelInfo, TrainingRun


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
    bm25 = "bm25"
    tfidf = "tfidf"


class Rows(StrEnum):
    """Row kinds of ``train``."""

    auto = "auto"
    listeners = "listeners"
    sessions = "sessions"


@app.command("train")
def train(
    preset: Annotated[Preset, typer.Option(help="A set of settings that looks at your library.")] = Preset.balanced,
    factors: Annotated[int | None, typer.Option(metavar="D", help="Numbers that describe an artist.")] = None,
    epochs: Annotated[int | None, typer.Option(metavar="N", help="Passes over the data.")] = None,
    regularization: Annotated[float | None, typer.Option(metavar="L", help="Pull of all factors towards zero.")] = None,
    artist_regularization: Annotated[
        float | None, typer.Option(metavar="L", help="Pull of the artists' factors, where it is to differ.")
    ] = None,
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
        "artist_regularization": artist_regularization,
        "unobserved_weight": unobserved_weight,
        "frequency_exponent": frequency_exponent,
        "weighting": weighting.value if weighting else None,
        "half_life": half_life,
        "seed": seed,
        "threads": threads,
    }
    with open_workspace(library) as workspace, watched() as (cancel, progress):
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


def _train(run: TrainingRun) -> ModelInfo:
    try:
        for _ in run:
            pass
    except Cancelled:
        if not run.epochs_done:
            raise
        say(f"Stopped. The model of epoch {run.epochs_done} is kept.")
    return run.save()


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
