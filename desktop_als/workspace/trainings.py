"""The trainings of a workspace: one at a time, begun or gone on with, on this computer or on a cluster."""

from __future__ import annotations

from pathlib import Path

from desktop_als.als.settings import RowChoice, Settings
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.errors import TrainingError
from desktop_als.library import Library
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.clusters import SCRATCH
from desktop_als.workspace.engines import Engine, OnCluster, ThisComputer
from desktop_als.workspace.models import Models
from desktop_als.workspace.training import TrainingRun
from desktop_als.workspace.unfinished import Interrupted, Run, Unfinished


class Trainings:
    """See the methods of the same names of Workspace."""

    def __init__(self, library: Library, models: Models, folder: Path) -> None:
        self._library, self._models, self._folder = library, models, folder
        self._unfinished = Unfinished(folder / "training")

    def begin(
        self,
        settings: Settings,
        rows: RowChoice,
        title: str,
        cluster: Cluster | None,
        cancel: CancelToken | None,
        progress: ProgressSink,
    ) -> TrainingRun:
        """A new one, in place of one that was interrupted; that stays when the cluster does not answer.

        Raises:
            TrainingError: there is nothing to train on, or a sentence of the cluster's.
            Cancelled: ``cancel`` was raised.
        """
        fingerprint = self._library.fingerprint()
        if cluster is None:
            run = Run(title, settings, rows, fingerprint)
            self._unfinished.begin(run)
            return self._run(run, self._unfinished, ThisComputer(self._unfinished), cancel, progress)
        scratch = self._folder / SCRATCH
        engine = OnCluster(cluster, scratch)
        run = Run(title, engine.nearest(settings), rows, fingerprint)
        begun = self._run(run, Unfinished(scratch), engine, cancel, progress)
        self._unfinished.discard()
        return begun

    def interrupted(self) -> Interrupted | None:
        """What ended with its process before it was saved."""
        try:
            run = self._unfinished.interrupted()
        except TrainingError:  # it is removed; nothing of it is known
            return None
        return Interrupted.of(run, self._library.fingerprint()) if run else None

    def resume(self, cancel: CancelToken | None, progress: ProgressSink) -> TrainingRun:
        """Go on with it."""
        run = self._unfinished.resumable(self._library.fingerprint())
        self._unfinished.take_up(run)
        return self._run(run, self._unfinished, ThisComputer(self._unfinished), cancel, progress)

    def discard(self) -> None:
        """Give it up; one that is under way stays."""
        if not self._unfinished.under_way:
            self._unfinished.discard()

    def _run(
        self, run: Run, unfinished: Unfinished, engine: Engine, cancel: CancelToken | None, progress: ProgressSink
    ) -> TrainingRun:
        cancel = cancel or CancelToken()
        return TrainingRun(self._library, self._models, unfinished, run, engine, cancel=cancel, progress=progress)
