"""Where a training runs: on this computer, or on a cluster. To TrainingRun they are the same.

A training on a cluster keeps nothing on the disk here, so one that is killed begins anew: the state of an epoch lies in the
executors, and to bring all of it here after each would cost more than the epochs that it saves.
"""

from __future__ import annotations

import math
import shutil
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from desktop_als.als.factors import Factors
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, Weights
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace.unfinished import Unfinished

if TYPE_CHECKING:
    from desktop_als.als.checkpoint import Checkpoint

Floats = npt.NDArray[np.float32]


class Trainer(Protocol):
    """What als.trainer.Trainer is on this computer. ``factors`` is None where only the ``artists`` are still known."""

    scale: Scale
    rating_mean: float | None
    reports: list[EpochReport]

    @property
    def artists(self) -> Floats: ...  # noqa: D102

    @property
    def factors(self) -> Factors | None: ...  # noqa: D102

    def __next__(self) -> EpochReport: ...

    def close(self) -> None:
        """There will be no more epochs. ``artists`` stay."""


class Engine(Protocol):
    """One place to train at, for one training.

    Attributes:
        name: for the manifest.
        shows_epochs: held-out rows can judge every epoch; without that there is nothing to choose from, and none are held out.
        records_after: seconds of training after which its state is recorded, so that it can be resumed; infinity for never.
        note: a sentence that the person should read at the end.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def shows_epochs(self) -> bool: ...  # noqa: D102

    @property
    def records_after(self) -> float: ...  # noqa: D102

    @property
    def note(self) -> str | None: ...  # noqa: D102

    def nearest(self, settings: Settings) -> Settings:
        """What it can do that is nearest to ``settings``; TrainingError when nothing is."""

    def trainer(self, weights: Weights, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> Trainer:
        """Begin, with settings from :meth:`nearest`."""

    def versions(self) -> dict[str, str]:
        """Of what it trains with, beyond what every training needs."""


class ThisComputer:
    """Trains here and records the state in the folder of the unfinished training."""

    name = "local"
    shows_epochs = True

    def __init__(self, unfinished: Unfinished) -> None:
        self._unfinished = unfinished
        self._checkpoint: Checkpoint | None = None

    @property
    def records_after(self) -> float:
        """As of the solver, which records nothing earlier."""
        from desktop_als.als.checkpoint import SHORTEST_PAUSE  # noqa: PLC0415 - as in trainer()

        return SHORTEST_PAUSE

    @property
    def note(self) -> str | None:
        """What went wrong when the state was recorded."""
        return self._unfinished.failure or (self._checkpoint.problem if self._checkpoint else None)

    def nearest(self, settings: Settings) -> Settings:
        """The same: it can do all."""
        return settings

    def trainer(self, weights: Weights, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> Trainer:
        """Begin, or go on from what was recorded."""
        # Only here, so that the app opens and browses a saved model without loading the solver.
        from desktop_als.engines.local import Checkpoint, Trainer  # noqa: PLC0415

        if not self._unfinished.failure:
            self._checkpoint = Checkpoint(self._unfinished.trainer_folder)
        return Trainer(weights, settings, cancel, progress, checkpoint=self._checkpoint)

    def versions(self) -> dict[str, str]:
        """Nothing else."""
        return {}


class OnCluster:
    """Trains on a Spark cluster.

    Args:
        cluster: which.
        scratch: a folder for what goes there and comes back, where the cluster names none; removed at the end. What a killed
            process left in it is removed at the beginning.
    """

    name = "spark"
    records_after = math.inf
    note = None

    def __init__(self, cluster: Cluster, scratch: Path) -> None:
        self._cluster, self._scratch = cluster, scratch

    @property
    def shows_epochs(self) -> bool:
        """Spark's own ALS shows nothing before its end."""
        return self._cluster.solver != "mllib"

    def nearest(self, settings: Settings) -> Settings:
        """See engines.spark.mllib.nearest; our own solver can do all."""
        if self._cluster.solver != "mllib":
            return settings
        from desktop_als.engines.spark import mllib  # noqa: PLC0415 - no more of Spark than is asked for

        return mllib.nearest(settings)

    def trainer(self, weights: Weights, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> Trainer:
        """Connect, and send the weights there."""
        return _ClusterTrainer(weights, settings, self._cluster, self._scratch, cancel, progress)

    def versions(self) -> dict[str, str]:
        """Of pyspark, and which solver."""
        found: dict[str, str] = {"spark solver": self._cluster.solver}
        with suppress(PackageNotFoundError):  # where it comes with Spark itself, as on many clusters
            found["pyspark"] = version("pyspark")
        return found


class _ClusterTrainer:
    """A SparkTrainer of which the last artists stay here: after a cancel or a failure the cluster cannot be asked for them."""

    def __init__(
        self,
        weights: Weights,
        settings: Settings,
        cluster: Cluster,
        scratch: Path,
        cancel: CancelToken,
        progress: ProgressSink,
    ) -> None:
        from desktop_als.engines.spark import trainer  # noqa: PLC0415 - no more of Spark than is asked for

        self._scratch = scratch
        self._is_open = True
        self._artists: Floats | None = None
        self._factors: Factors | None = None
        self._remove_scratch()
        try:
            self._spark = trainer.SparkTrainer(weights, settings, cluster, scratch, cancel, progress)
        except BaseException:
            self._remove_scratch()
            raise
        self.scale, self.rating_mean, self.reports = self._spark.scale, self._spark.rating_mean, self._spark.reports

    @property
    def artists(self) -> Floats:
        """Y (m, d) of the last finished epoch."""
        return self._spark.artists if self._artists is None else self._artists

    @property
    def factors(self) -> Factors | None:
        """Both sides of it; None once the cluster is let go of."""
        if self._factors is None and self._is_open:
            self._factors = self._spark.factors
        return self._factors

    def __next__(self) -> EpochReport:
        if not self._is_open:
            raise StopIteration
        report = next(self._spark)
        if self._spark.shows_epochs:
            self._artists = self._spark.artists
        else:  # it was the last one
            self._factors = self._spark.factors
        return report

    def close(self) -> None:
        """Let go of the cluster, and remove what was exchanged with it."""
        self._is_open = False
        self._spark.close()
        self._remove_scratch()

    def _remove_scratch(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)
