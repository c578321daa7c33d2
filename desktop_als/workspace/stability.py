"""The use case "check the stability": more models like the one in use, trained in the background, to ask the same of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop_als.errors import TrainingError
from desktop_als.library import Library
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.similar import SimilarQuery
from desktop_als.model.stability import (
    Stability,
    of_neighbours,
    of_recommendations,
    read_run,
    resampled,
    run_of,
    write_run,
)
from desktop_als.plays import History
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.steering import Steering
from desktop_als.workspace.models import Models

RUNS = 5
"""Enough to tell "always" from "mostly" and "by chance", and the time of five trainings."""

RUNS_FOLDER = "stability"
STALE = "The library has changed since this model was trained. Train again, then check the new model's stability."


class StabilityRuns:
    """More models like the one in use, and how often an answer returns among theirs.

    ``seen`` shows a model through merges made after it, ``history`` is a listener's as a model wants it, ``steering``
    what they said, and ``standing_id`` the artist that another is credited to.
    """

    def __init__(
        self,
        library: Library,
        models: Models,
        seen: Callable[[Model], Model],
        history: Callable[[Model, int], History],
        steering: Callable[[int], Steering],
        standing_id: Callable[[int], int],
    ) -> None:
        self._library, self._models = library, models
        self._seen, self._history, self._steering, self._standing_id = seen, history, steering, standing_id

    def measure(
        self, runs: int = RUNS, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> int:
        """Train what is missing of so many runs for the model in use; see :func:`measure_stability`."""
        model = self._models.in_use()
        folder = self._models.folder_of(model.info.name)
        return measure_stability(self._library, model, folder, runs, cancel or CancelToken(), progress)

    def count(self) -> int:
        """How many runs there are to ask about the model in use; 0 without a model."""
        return len(self._runs()) if self._models.name_in_use() else 0

    def of_recommendations(
        self,
        listener_id: int,
        artist_ids: Sequence[int],
        query: RecommendQuery | None = None,
        cancel: CancelToken | None = None,
    ) -> Stability | None:
        """How often artists return when the runs recommend; None without runs, ModelError without a model."""
        if not (runs := self._runs()):
            return None
        history, said = self._history(runs[0], listener_id), self._steering(listener_id)
        return of_recommendations(runs, history, artist_ids, query or RecommendQuery(), said, cancel or CancelToken())

    def of_neighbours(
        self,
        artist_id: int,
        artist_ids: Sequence[int],
        query: SimilarQuery | None = None,
        cancel: CancelToken | None = None,
    ) -> Stability | None:
        """How often artists return among an artist's neighbours; None without runs, ModelError without a model."""
        if not (runs := self._runs()):
            return None
        asked = self._standing_id(artist_id)
        return of_neighbours(runs, asked, artist_ids, query or SimilarQuery(), cancel or CancelToken())

    def _runs(self) -> list[Model]:
        model = self._models.in_use()
        return [self._seen(run) for run in saved_runs(model, self._models.folder_of(model.info.name))]


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
