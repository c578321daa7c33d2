"""The use case "check the stability": more models like the one in use, trained in the background, to ask the same of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop_als.errors import TrainingError
from desktop_als.library import Library
from desktop_als.model.bundle import Model
from desktop_als.model.stability import read_run, resampled, run_of, write_run
from desktop_als.progress import CancelToken, Progress, ProgressSink

RUNS = 5
"""Enough to tell "always" from "mostly" and "by chance", and the time of five trainings."""

RUNS_FOLDER = "stability"
STALE = "The library has changed since this model was trained. Train again, then check the new model's stability."


def measure_stability(
    library: Library, model: Model, folder: Path, runs: int, cancel: CancelToken, progress: ProgressSink
) -> int:
    """Train what is missing of ``runs`` runs of a model into its ``folder``, and return how many there are then.

    Cancelled or killed, the complete runs stay, and the next call goes on after them. Equal libraries, models and numbers
    give equal runs, in whichever parts they were made.

    Raises:
        TrainingError: the library is not the one that the model was trained on, or it is a pack.
        ModelError: a run could not be written.
    """
    # Only here, so that a saved model answers without loading the solver.
    from desktop_als.engines.local import Trainer  # noqa: PLC0415

    missing = [run for run in range(1, runs + 1) if read_run(model, _folder_of(folder, run)) is None]
    if not missing:
        return len(saved_runs(model, folder))
    if model.info.is_pack:
        raise TrainingError(
            "A pack came without the listeners it was trained on, so its stability cannot be checked here."
        )
    if library.fingerprint() != model.info.fingerprint:
        raise TrainingError(STALE)
    progress(Progress("Reading the library"))
    interactions = library.interactions(model.info.row_kind, cancel)
    if not np.array_equal(interactions.artist_ids, model.artist_ids):
        raise TrainingError(STALE)
    chosen = replace(model.info.settings, epochs=model.info.epochs_kept)
    for run in missing:
        sample, settings = resampled(interactions, chosen, run)
        step = f"Run {run} of {runs}"

        def tell(now: Progress, done: int = run - 1, step: str = step) -> None:
            progress(Progress(step, done=done + (now.fraction or 0.0), total=runs))

        trainer = Trainer(sample, settings, cancel, tell)
        for _ in trainer:
            pass
        answering = run_of(model, trainer.factors.artists, sample, trainer.scale, trainer.rating_mean)
        write_run(_folder_of(folder, run), answering)
    return len(saved_runs(model, folder))


def saved_runs(model: Model, folder: Path) -> list[Model]:
    """The complete runs of a model, mapped."""
    found = (
        read_run(model, place) for place in sorted((folder / RUNS_FOLDER).glob("run-*")) if place.suffix != ".part"
    )
    return [run for run in found if run is not None]


def _folder_of(folder: Path, run: int) -> Path:
    return folder / RUNS_FOLDER / f"run-{run:03d}"
