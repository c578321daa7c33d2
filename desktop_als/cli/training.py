"""Training a model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.cluster import ClusterOptions, PlaysOptions
from desktop_als.cli.option_groups import takes_groups
from desktop_als.cli.settings import SettingsOptions
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import Cancelled
from desktop_als.workspace import EpochRecord, ModelInfo, TrainingRun


class EngineName(StrEnum):
    """Where training runs."""

    local = "local"
    spark = "spark"


@app.command("train")
@takes_groups
def train(
    options: SettingsOptions,
    *,
    engine: Annotated[
        EngineName, typer.Option(help="Train on this computer, or on a Spark cluster.")
    ] = EngineName.local,
    on: ClusterOptions,
    plays: PlaysOptions,
    title: Annotated[str, typer.Option(metavar="NAME", help="What the model is to be called.")] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an interrupted training, with the settings it began with.")
    ] = False,
    library: Folder = None,
    json: Json = False,
) -> None:
    """Train a model on the library, or on plays that a cluster reads, and use it."""
    _check(engine, on, plays, resume)
    cluster = on.cluster() if engine == EngineName.spark else None
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        if resume:
            run = workspace.resume(cancel=cancel, progress=progress)
            say(f"Going on after epoch {run.epochs_done} of {run.planned}.")
            info = train_and_save(run)
        elif cluster and plays.data:
            there = partial(workspace.clusters.train_on, cancel=cancel, progress=progress)
            info = _with_epochs(partial(there, plays.data, options.by_shape(), cluster, plays.columns(), title))
        else:
            run = workspace.training(
                options.settings(workspace),
                rows=options.rows.value,
                title=title or options.preset.value.capitalize(),
                cluster=cluster,
                cancel=cancel,
                progress=progress,
            )
            info = train_and_save(run)
    if json:
        out.out(documents.dump(documents.training(info)))
    else:
        _print_training(info)


def _check(engine: EngineName, on: ClusterOptions, plays: PlaysOptions, resume: bool) -> None:
    """BadParameter for options that do not go together."""
    if engine == EngineName.local:
        on.refuse_any("--engine spark")
        plays.refuse_any("--engine spark")
    elif resume:
        raise typer.BadParameter("A training on a cluster cannot be resumed. Start a new one, without --resume.")
    if not plays.data:
        plays.refuse_any("--data")


def _with_epochs(train_on: Callable[..., ModelInfo]) -> ModelInfo:
    """What comes from a cluster's own plays is kept as a pack, which does not tell how it was trained; here it is told."""
    began, epochs = time.monotonic(), list[EpochRecord]()
    info = train_on(read_done=lambda found: say(found.note), epoch_done=epochs.append)
    return replace(info, epochs=tuple(epochs), seconds=time.monotonic() - began)


def train_and_save(run: TrainingRun) -> ModelInfo:
    """Run the epochs and save the best; a polite stop keeps the best of those finished."""
    try:
        for _ in run:
            pass
    except Cancelled:
        if not run.epochs_done:
            raise
        say(f"Stopped. The model of epoch {run.best_epoch or run.epochs_done} is kept.")
    info = run.save()
    if run.note:
        say(run.note)
    return info


def _print_training(info: ModelInfo) -> None:
    titles = ["Epoch", "Loss", "Observed", "Unobserved", "Regularization", "Seconds", "NDCG@20"]
    rows = [
        [
            str(e.epoch),
            f"{e.loss:,.1f}",
            f"{e.observed:,.1f}",
            f"{e.unobserved:,.1f}",
            f"{e.regularization:,.1f}",
            f"{e.seconds:.2f}",
            "" if e.ndcg is None else f"{e.ndcg:.4f}",
        ]
        for e in info.epochs
    ]
    shown = len(titles) - (info.best_epoch is None)
    print_table(titles[:shown], [row[:shown] for row in rows], numbers=range(shown))
    if info.best_epoch is not None:
        judges = f"{info.held_out:,} {info.row_kind} that were held out"
        told = f"Epoch {info.best_epoch} was the best for {judges}; the model goes on from it with everybody."
        out.print(told, markup=False, soft_wrap=True)
    of_rows, pairs = ("listeners", "ratings") if info.row_kind == "ratings" else (info.row_kind, "pairs")
    shape = f"{info.rows:,} {of_rows} × {info.artists:,} artists, {info.observations:,} {pairs}"
    out.print(f"Model {info.name}: {shape}, {info.seconds:.1f} s. It is now in use.", markup=False, soft_wrap=True)
