"""What the Train page asks the workspace for: what there is, and the work of training, tuning and checking."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain

from desktop_als.als.interactions import RowKind
from desktop_als.als.settings import Preset, RowChoice, Settings
from desktop_als.errors import Cancelled
from desktop_als.gui.jobs import Send, Work
from desktop_als.gui.pages.models_table import Checked
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import Cluster, EpochRecord, Interrupted, ModelInfo, Totals, TrainingRun, Tuning, Workspace


@dataclass(slots=True)
class Course:
    """A training as it is drawn.

    Attributes:
        epochs: finished so far.
        planned: the most there will be.
        rows: of both sides together; 0 while they are not known.
        before: the model to compare with.
        row_kind: what was held out, if anything was.
        shows_epochs: False where only the last epoch was reported, which makes no curve.
    """

    epochs: list[EpochRecord] = field(default_factory=list)
    planned: int = 0
    rows: int = 0
    before: ModelInfo | None = None
    row_kind: RowKind = "listeners"
    shows_epochs: bool = True

    @property
    def done(self) -> int:
        """Finished epochs."""
        return self.epochs[-1].epoch if self.epochs else 0

    def take(self, finished: FinishedEpoch) -> None:
        """One more epoch."""
        self.epochs.append(finished.record)
        self.rows, self.row_kind = finished.rows, finished.row_kind


@dataclass(frozen=True, slots=True)
class Bench:
    """What there is to train on, with which settings, and what was trained.

    Attributes:
        settings: None for an empty library.
        in_use: the model; ``is_current`` when it was trained on the library as it is.
        checked: what is known of the models beside simple methods, by name.
        tuning: the trials on the library as it is.
        cut_off: a training that can go on.
    """

    totals: Totals
    settings: Settings | None
    models: list[ModelInfo]
    in_use: ModelInfo | None
    is_current: bool
    checked: dict[str, Checked]
    tuning: Tuning | None
    cut_off: Interrupted | None

    @classmethod
    def read(cls, workspace: Workspace, preset: Preset, rows: RowChoice) -> Bench:
        """Ask the workspace. Takes longer than a frame."""
        totals = workspace.totals()
        settings = None if totals.is_empty else workspace.preset(preset, rows)
        models = workspace.models()
        checked = {info.name: found for info in models if (found := workspace.evaluation(info.name)) is not None}
        return cls(
            totals,
            settings,
            models,
            workspace.model_info(),
            workspace.next_step().action == "browse",
            checked,
            workspace.tuning(),
            workspace.interrupted(),
        )

    def begin(self, settings: Settings, cluster: Cluster | None = None) -> Course:
        """A training that is to come. Beside it stands the model in use, if the same listeners can be held out."""
        before = self.in_use if self.is_current else None
        return Course(planned=settings.epochs, before=before, shows_epochs=not (cluster and cluster.solver == "mllib"))

    @property
    def course(self) -> Course:
        """The training of the model in use, and the newest one before it that was checked by the same held-out rows."""
        info = self.in_use
        if info is None:
            return Course()
        # Names begin with the time, to the millisecond.
        older = [
            other
            for other in self.models
            if other.name < info.name and (other.fingerprint, other.row_kind) == (info.fingerprint, info.row_kind)
        ]
        before = max(older, key=lambda other: other.name, default=None)
        course = Course(list(info.epochs), info.settings.epochs, info.rows + info.artists, before, info.row_kind)
        course.shows_epochs = course.done == len(course.epochs)
        return course


@dataclass(frozen=True, slots=True)
class FinishedEpoch:
    """What a training sends after each epoch; ``rows`` are those of both sides together."""

    record: EpochRecord
    rows: int
    row_kind: RowKind


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training came to, and a sentence that the person should read, if any."""

    info: ModelInfo
    note: str | None


def training(workspace: Workspace, settings: Settings, rows: RowChoice, title: str, cluster: Cluster | None) -> Work:
    """Train and save, on a cluster if one is given, which is then remembered.

    Stopped after an epoch, it saves what the finished ones came to.
    """

    def work(cancel: CancelToken, progress: ProgressSink, send: Send) -> Trained:
        if cluster is not None:
            workspace.clusters.remember(cluster)
        run = workspace.training(settings, rows=rows, title=title, cluster=cluster, cancel=cancel, progress=progress)
        return _finish(run, send)

    return work


def resuming(workspace: Workspace) -> Work:
    """Go on with the training that was cut off. Its earlier epochs are sent first."""

    def work(cancel: CancelToken, progress: ProgressSink, send: Send) -> Trained:
        run = workspace.resume(cancel=cancel, progress=progress)
        return _finish(run, send)

    return work


def tuning(workspace: Workspace, minutes: float) -> Work:
    """Look for settings, each trial sent as it ends. Stopped, it returns what was found so far, now and before."""

    def work(cancel: CancelToken, progress: ProgressSink, send: Send) -> Tuning | None:
        with suppress(Cancelled):
            workspace.tune(minutes, cancel=cancel, progress=progress, trial_done=send)
        return workspace.tuning()

    return work


def checking(workspace: Workspace) -> Work:
    """Compare the model in use with what needs no training, and keep what came of it."""

    def work(cancel: CancelToken, progress: ProgressSink, _: Send) -> Checked:
        return workspace.evaluate(cancel=cancel, progress=progress)

    return work


def _finish(run: TrainingRun, send: Send) -> Trained:
    try:
        for record in chain(run.epochs, run):
            send(FinishedEpoch(record, run.listeners + run.artists, run.row_kind))
    except Cancelled:
        if not run.epochs_done:
            raise
    return Trained(run.save(), run.note)
