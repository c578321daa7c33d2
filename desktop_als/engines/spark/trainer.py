"""Training on a cluster as an iterator: what als.trainer.Trainer is on this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from desktop_als.als.factors import Factors
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Weights
from desktop_als.engines.spark import session
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.exchange import ARTISTS, LISTENERS, PAIRS, Exchange
from desktop_als.engines.spark.mllib import Mllib
from desktop_als.engines.spark.rows import RowSolver
from desktop_als.engines.spark.session import Connection
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

NAME = "spark"
CHECKPOINTS = "checkpoints"

Floats = npt.NDArray[np.float32]


class Solver(Protocol):
    """One of the two ways to solve (rows.RowSolver, mllib.Mllib), on pairs that the cluster can read."""

    def epoch(self) -> EpochReport | None:
        """The next report, after which there may be another; None at the end."""

    def artists(self) -> Floats:
        """Y (m, d) as it is now, on this computer."""

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float) at these addresses."""


def solver_on(
    connection: Connection,
    cluster: Cluster,
    pairs: str,
    shape: tuple[int, int],
    settings: Settings,
    tell: Callable[[float], None],
) -> Solver:
    """The cluster's solver.

    Args:
        connection: open.
        cluster: what was connected to.
        pairs: address of the Parquet pairs (row int, artist int, weight float), weighed for ``settings``; checkpoints go beside.
        shape: rows and artists.
        settings: as they were asked for, or with Spark's own ALS as mllib.nearest gives them.
        tell: hears the epochs done, with fractions.

    Raises:
        TrainingError, Cancelled: as of Connection.watch.
    """
    folder, _, _ = pairs.rpartition("/")
    connection.watch(lambda: connection.context.setCheckpointDir(f"{folder}/{CHECKPOINTS}"))
    way = Mllib if cluster.solver == "mllib" else RowSolver
    return way(connection, pairs, shape, settings, tell)


class SparkTrainer:
    """``for report in SparkTrainer(weights, settings, cluster, scratch, cancel): …``, then ``factors``, then ``close()``.

    It is closed by itself when something goes wrong.

    Args:
        weights: of plays or ratings, as als.weighting gives them for ``settings``.
        settings: as of :func:`solver_on`.
        cluster: where to train.
        scratch: a folder for what goes to a cluster on this computer and comes from it.
        cancel: looked at several times a second.
        progress: hears steps and epochs.

    Attributes:
        scale, rating_mean, reports: as of als.trainer.Trainer.
        shows_epochs: False where only the last epoch can be seen, so that held-out rows have nothing to choose from.

    Raises:
        TrainingError: a sentence about the cluster or the data; while iterating too.
        Cancelled: the cluster's jobs are stopped.
    """

    def __init__(
        self,
        weights: Weights,
        settings: Settings,
        cluster: Cluster,
        scratch: Path,
        cancel: CancelToken,
        progress: ProgressSink = ignore_progress,
    ) -> None:
        self.scale, self.rating_mean = weights.scale, weights.mean
        self.shows_epochs = cluster.solver != "mllib"
        self.reports: list[EpochReport] = []
        self._shape: tuple[int, int] = weights.matrix.shape
        session.require_spark()  # before Parquet is written, which takes a package of the same extra
        with ExitStack() as opened:
            progress(Progress("Writing the plays for the cluster"))
            self._exchange = Exchange(cluster, scratch)
            opened.callback(self._exchange.remove)
            self._exchange.write_pairs(weights.matrix, cancel)
            progress(Progress(f"Connecting to {cluster.master}"))
            self._connection = session.connect(cluster, cancel)
            opened.callback(self._connection.close)
            opened.callback(self._exchange.remove)  # again, for it may need the connection
            self._exchange.bring_up(self._connection)
            progress(Progress("Dealing out the plays to the cluster"))
            self._solver = solver_on(
                self._connection,
                cluster,
                self._exchange.address(PAIRS),
                self._shape,
                settings,
                epochs_told(settings.epochs, progress),
            )
            self._opened = opened.pop_all()

    @property
    def artists(self) -> Floats:
        """Y (m, d) as it is now. Takes a job on the cluster."""
        return self._solver.artists()

    @property
    def factors(self) -> Factors:
        """Both sides as they are now, in one basis. Takes a job on the cluster."""
        address = self._exchange.address
        self._solver.write(address(LISTENERS), address(ARTISTS))
        self._exchange.bring_down(self._connection)
        return self._exchange.read_factors(*self._shape)

    def __iter__(self) -> Iterator[EpochReport]:
        return self

    def __next__(self) -> EpochReport:
        try:
            report = self._solver.epoch()
        except BaseException:
            self.close()
            raise
        if report is None:
            raise StopIteration
        self.reports.append(report)
        return report

    def close(self) -> None:
        """Let go of the cluster and of the exchange folder. Twice is the same as once."""
        self._opened.close()


def epochs_told(total: int, progress: ProgressSink) -> Callable[[float], None]:
    """Tells ``progress`` of epochs done."""

    def tell(done: float) -> None:
        progress(Progress(f"Epoch {min(int(done) + 1, total)} of {total}", done, total))

    return tell
