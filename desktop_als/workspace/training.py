"""The use case "train": the matrix from the library, epochs from the engine, a saved model at the end.

Where there are rows enough, a tenth of them is held out. They choose the epoch; then everybody is taken in (see closing).

In memory, in bytes a pair: the solver's forms of the rows that are not held out, later of all rows, 16; beside them the matrix of
all rows, 8, unless it is large (see everybody). While rows are held out it is there twice. With a half-life, 8 more for each time.
"""

from __future__ import annotations

import math
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version

import numpy as np

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions, RowKind
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Preset, RowChoice, Settings, preset, ratings_preset, sessions_preset
from desktop_als.als.weighting import Scale, prepared
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.evaluation.validation import Validation
from desktop_als.library import Library
from desktop_als.model.bundle import EpochRecord, Model, ModelInfo
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.closing import take_everybody_in
from desktop_als.workspace.early_stop import EarlyStop
from desktop_als.workspace.engines import Engine, Trainer
from desktop_als.workspace.everybody import Everybody
from desktop_als.workspace.models import Models, new_name
from desktop_als.workspace.unfinished import DAMAGED, Run, Unfinished


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

    Epochs end early when three in a row were not better for the held-out rows. A cancelled run can be saved too: that keeps what
    its finished epochs came to. A killed one goes on with ``Workspace.resume``, to the same factors, but not one on a cluster.

    Raises:
        TrainingError: there is nothing to train on, what an interrupted training left is damaged, or a sentence of the cluster's.
        Cancelled: ``cancel`` was raised.
    """

    def __init__(
        self,
        library: Library,
        models: Models,
        unfinished: Unfinished,
        run: Run,
        engine: Engine,
        *,
        cancel: CancelToken,
        progress: ProgressSink,
    ) -> None:
        self._library = library
        self._models = models
        self._unfinished = unfinished
        self._run = run
        self._engine = engine
        self._cancel = cancel
        self._progress = progress
        self._started = time.monotonic() - run.seconds
        self._keep_from = math.inf
        self._found: tuple[Factors, Scale] | None = None
        with self._under_way():
            progress(Progress("Reading the library"))
            self._plays = library.totals().plays
            self._communities = {source.community: source.format for source in library.sources() if source.community}
            self._everybody = Everybody(library, run, cancel)
            self._trainer, self._early = self._begin()
            self._rating_mean = self._trainer.rating_mean
            self._take_up()

    @property
    def listeners(self) -> int:
        """Rows of the matrix: listeners or sessions."""
        return len(self._everybody.facts.row_ids)

    @property
    def artists(self) -> int:
        """Columns of the matrix."""
        return len(self._everybody.facts.artist_ids)

    @property
    def observations(self) -> int:
        """Stored pairs of the matrix."""
        return self._everybody.facts.observations

    @property
    def row_kind(self) -> RowKind:
        """What the rows are."""
        return self._everybody.facts.row_kind

    @property
    def planned(self) -> int:
        """Epochs at most."""
        return self._run.settings.epochs

    @property
    def epochs(self) -> tuple[EpochRecord, ...]:
        """The finished epochs, with those before an interruption; of a solver that shows only the last one, that alone."""
        return self._run.epochs

    @property
    def epochs_done(self) -> int:
        """Finished epochs so far."""
        return self.epochs[-1].epoch if self.epochs else 0

    @property
    def best_epoch(self) -> int | None:
        """The epoch that would be saved; None when nothing is held out, and it is the last one."""
        return self._run.best_epoch

    @property
    def note(self) -> str | None:
        """A sentence that the person should read at the end."""
        return self._engine.note

    def __iter__(self) -> Iterator[EpochRecord]:
        with self._under_way():
            try:
                while not (self._early and self._early.is_over(self.epochs_done)):
                    report = next(self._trainer, None)
                    if report is None:
                        break
                    if report.epoch > self.epochs_done:  # else the solver catches up with what is known already
                        yield self._finish(report)
                if self._early is None:
                    self._found = self._outcome()  # now, for a cluster cannot be asked once it is let go of
            finally:
                self._trainer.close()

    def save(self) -> ModelInfo:
        """Save the best epoch, or without held-out rows the last one, as a model and use it.

        With held-out rows all rows are solved first, which takes the time of a few epochs, or of one when the run was cancelled.

        Raises:
            TrainingError: no epoch was finished.
            ModelError: it could not be written; the model in use stays, and the training can be resumed.
        """
        if not self.epochs:
            raise TrainingError(
                "Training was stopped before its first epoch was finished, so there is nothing to keep."
            )
        with self._under_way():
            self._found = self._found or self._outcome()
            model = self._model(*self._found)
            self._models.add(model)
        self._unfinished.discard()
        return model.info

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        self._unfinished.under_way = True
        try:
            yield
        except BaseException as end:
            self._unfinished.under_way = False
            if isinstance(end, TrainingError) or (isinstance(end, Cancelled) and not self.epochs):
                self._unfinished.discard()  # there is nothing to go on with, or it would fail again
            raise

    def _begin(self) -> tuple[Trainer, EarlyStop | None]:
        self._keep_from = time.monotonic() + self._engine.records_after
        training, validation = self._divided()
        self._everybody.let_go()
        weights = prepared(training, self._run.settings, self._cancel)
        del training  # the plays are not needed beside their weights
        trainer = self._engine.trainer(weights, self._run.settings, self._cancel, self._progress)
        return trainer, EarlyStop(validation) if validation else None

    def _divided(self) -> tuple[Interactions, Validation | None]:
        matrix = self._everybody.matrix()
        if not self._engine.shows_epochs:
            return matrix, None
        # Always the same rows, so that two trainings of one library can be compared by their NDCG.
        return Validation.hold_out(matrix, seed=0, cancel=self._cancel) or (matrix, None)

    def _take_up(self) -> None:
        """Agree with the solver on what was finished before an interruption."""
        run = self._run
        unknown = self._trainer.reports[self.epochs_done :]
        if self._early and run.best_epoch is not None:
            shape = self.artists, run.settings.factors
            self._early.restore(run.best_epoch, run.best_ndcg, self._unfinished.read_best(run.best_epoch, shape))
        if self._early and len(unknown) > 1:
            raise TrainingError(DAMAGED)  # the artists of the earlier ones are gone
        for report in unknown:
            self._finish(report)

    def _finish(self, report: EpochReport) -> EpochRecord:
        """Judge and note an epoch."""
        early, ndcg = self._early, None
        if early:
            settings, scale = self._run.settings, self._trainer.scale
            ndcg = early.judge(report.epoch, self._trainer.artists, settings, scale, self._cancel)
        record = EpochRecord(
            report.epoch, report.loss, report.observed, report.unobserved, report.regularization, report.seconds, ndcg
        )
        self._run = replace(
            self._run,
            epochs=(*self.epochs, record),
            best_epoch=early.epoch if early else None,
            best_ndcg=early.ndcg if early else 0.0,
            seconds=time.monotonic() - self._started,
        )
        # The solver records nothing earlier. From then on each epoch is noted before the next one begins: what the solver
        # records must never be further than what is known of it.
        if time.monotonic() >= self._keep_from:
            self._unfinished.keep(self._run, early.artists if early else None)
        return record

    def _outcome(self) -> tuple[Factors, Scale]:
        artists = self._early.artists if self._early else None
        if artists is None:
            if (factors := self._trainer.factors) is not None:
                return factors, self._trainer.scale
            artists = self._trainer.artists  # of a cluster that was let go of; here all rows can be solved for them
        elif hasattr(self, "_trainer"):  # not so when the library could not be read again, and this is tried anew
            del self._trainer  # its forms of the matrix go before those of all rows are made
        self._progress(Progress("Taking everybody in"))
        weights = prepared(self._everybody.matrix(), self._run.settings)
        return take_everybody_in(weights, artists, self._run.settings, self._cancel, self._progress)

    def _model(self, factors: Factors, scale: Scale) -> Model:
        facts, early = self._everybody.facts, self._early
        now = time.time()
        info = ModelInfo(
            name=new_name(now),
            title=self._run.title,
            created_at=int(now),
            engine=self._engine.name,
            settings=self._run.settings,
            row_kind=facts.row_kind,
            rows=self.listeners,
            artists=self.artists,
            observations=self.observations,
            plays=self._plays,
            weight_scale=scale.multiplier,
            mean_row_plays=scale.mean_row_plays,
            knows_up_to=facts.knows_up_to,
            fingerprint=self._run.fingerprint,
            seconds=time.monotonic() - self._started,
            epochs=self.epochs,
            best_epoch=self.best_epoch,
            held_out=early.held_out if early else 0,
            metrics={"ndcg@20": early.ndcg} if early else {},
            rating_mean=self._rating_mean,
            communities=self._communities,
            versions={name: version(name) for name in ("numpy", "numba", "scipy")}
            | {"python": platform.python_version()}
            | self._engine.versions(),
        )
        table = self._library.artists()
        places = np.searchsorted(table.ids, facts.artist_ids).tolist()
        # One by one: a whole column of names would keep the interpreter, and the window waiting, for 50 ms.
        names = tuple(str(table.names[place]) for place in places)
        return Model.assemble(
            info, factors.artists, factors.listeners, facts.artist_ids, facts.row_ids, facts.support, names
        )
