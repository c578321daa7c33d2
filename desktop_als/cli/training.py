"""Training a model."""

from __future__ import annotations

from desktop_als.cli import documents
from desktop_als.cli.app import Folder, Json, app, open_workspace
from desktop_als.cli.settings import SettingsOptions, takes_settings
from desktop_als.cli.terminal import out, print_table, say, watched
from desktop_als.errors import Cancelled
from desktop_als.workspace import ModelInfo, TrainingRun


@app.command("train")
@takes_settings
def train(options: SettingsOptions, library: Folder = None, json: Json = False) -> None:
    """Train a model on the library and use it."""
    with open_workspace(library) as workspace, watched() as (cancel, progress):
        run = workspace.training(
            options.settings(workspace),
            rows=options.rows.value,
            title=options.preset.value.capitalize(),
            cancel=cancel,
            progress=progress,
        )
        info = train_and_save(run)
    if json:
        out.out(documents.dump(documents.training(info)))
    else:
        _print_training(info)


def train_and_save(run: TrainingRun) -> ModelInfo:
    """Run all epochs; a polite stop keeps those finished."""
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
    of_rows, pairs = ("listeners", "ratings") if info.row_kind == "ratings" else (info.row_kind, "pairs")
    shape = f"{info.rows:,} {of_rows} × {info.artists:,} artists, {info.observations:,} {pairs}"
    out.print(f"Model {info.name}: {shape}, {info.seconds:.1f} s. It is now in use.", markup=False, soft_wrap=True)
