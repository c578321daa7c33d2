"""The use case "train": the matrix from the library, epochs from the engine, a saved model at the end."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Preset, RowChoice, Settings, preset, ratings_preset, sessions_preset
from desktop_als.errors import TrainingError
from desktop_als.library import Library
from desktop_als.model.bundle import EpochRecord, Model, ModelInfo
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.models import Models

if TYPE_CHECKING:
    from desktop_als.als.reports import EpochReport


def preset_for(library: Library, name: Preset, rows: RowChoice) -> Settings:
    """The settings of a preset for the library as it is.

    Raises:
        TrainingError: the library is empty.
    """
    shape = library.matrix_shape(rows)
    if not shape.observations:
        raise TrainingError("There is nothing to train on yet. Import a listening history first.")
    match library.row_kind(rows):
        case "ratings":
            return ratings_preset(name, library.highest_rating())
        case "sessions":
            return sessions_preset(name, shape.rows, shape.artists, shape.observations)
        case "listeners":
            return preset(name, shape.rows, shape.artists, shape.observations)


def warm_up() -> None:
    """Load and compile the solver ahead of its first use. On the thread that will train: its kernels allow one caller."""
    from desktop_als.engines import local  # noqa: PLC0415

    local.warm_up()


class TrainingRun:
    """One training: iterate for the epochs, then :meth:`save`. To be used by one thread.

    A run that was cancelled has every epoch finished before; :meth:`save` keeps that state.
    """

    def __init__(
        self,
        library: Library,
        models: Models,
        settings: Settings,
        *,
        rows: RowChoice,
        title: str,
        cancel: CancelToken,
        progress: ProgressSink,
    ) -> None:
        # Only here, so that the app opens and browses a saved model without loading the solver.
        from desktop_als.engines.local import Trainer  # noqa: PLC0415

        progress(Progress("Reading the library"))
        self._library = library
        self._models = models
        self._settings = settings
        self._title = title
        self._fingerprint = library.fingerprint()
        self._plays = library.totals().plays
        self._interactions: Interactions = library.interactions(rows, cancel)
        if (self._interactions.row_kind == "ratings") != (settings.objective == "explicit"):
            raise TrainingError("Ratings are trained on with the objective explicit, and plays with another.")
        self._started = time.monotonic()
        self._epochs: list[EpochRecord] = []
        self._trainer = Trainer(self._interactions, settings, cancel, progress)

    @property
    def listeners(self) -> int:
        """Rows of the matrix: listeners or sessions."""
        return int(self._interactions.plays.shape[0])

    @property
    def artists(self) -> int:
        """Columns of the matrix."""
        return int(self._interactions.plays.shape[1])

    @property
    def observations(self) -> int:
        """Stored pairs of the matrix."""
        return int(self._interactions.plays.nnz)

    @property
    def epochs_done(self) -> int:
        """Finished epochs so far."""
        return len(self._epochs)

    def __iter__(self) -> Iterator[EpochReport]:
        for report in self._trainer:
            record = EpochRecord(
                report.epoch, report.loss, report.observed, report.unobserved, report.regularization, report.seconds
            )
            self._epochs.append(record)
            yield report

    def save(self) -> ModelInfo:
        """Save the last finished epoch as a model and use it.

        Raises:
            TrainingError: no epoch was finished.
            ModelError: it could not be written; the model in use stays.
        """
        if not self._epochs:
            raise TrainingError(
                "Training was stopped before its first epoch was finished, so there is nothing to keep."
            )
        matrix = self._interactions
        now = time.time()
        info = ModelInfo(
            name=time.strftime("%Y-%m-%d-%H%M%S", time.localtime(now)) + f"-{round(now * 1000) % 1000:03d}",
            title=self._title,
            created_at=int(now),
            engine="local",
            settings=self._settings,
            row_kind=matrix.row_kind,
            rows=self.listeners,
            artists=self.artists,
            observations=self.observations,
            plays=self._plays,
            weight_scale=self._trainer.scale.multiplier,
            mean_row_plays=self._trainer.scale.mean_row_plays,
            rating_mean=self._trainer.rating_mean,
            knows_up_to=matrix.knows_up_to,
            fingerprint=self._fingerprint,
            seconds=time.monotonic() - self._started,
            epochs=tuple(self._epochs),
            versions={name: version(name) for name in ("numpy", "numba", "scipy")}
            | {"python": platform.python_version()},
        )
        table = self._library.artists()
        places = np.searchsorted(table.ids, matrix.artist_ids).tolist()
        # One by one: a whole column of names would keep the interpreter, and the window waiting, for 50 ms.
        names = tuple(str(table.names[place]) for place in places)
        model = Model.assemble(
            info,
            self._trainer.factors.artists,
            self._trainer.factors.listeners,
            matrix.artist_ids,
            matrix.row_ids,
            np.bincount(matrix.plays.indices, minlength=self.artists).astype(np.int64),
            names,
        )
        self._models.add(model)
        return info
