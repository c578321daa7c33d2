"""Training on a cluster as an iterator: what als.trainer.Trainer is on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from desktop_als.als.factors import Factors
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import Scale, Weights
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress

NAME = "spark"

Floats = npt.NDArray[np.float32]


class Solver(Protocol):
    """One of the two ways to solve (rows.RowSolver, mllib.Mllib), on pairs that the cluster can read."""

    def epoch(self) -> EpochReport | None:
        """The next report, after which there may be another; None at the end."""

    def artists(self) -> Floats:
        """Y (m, d) as it is now, on this computer."""

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float) at these addresses."""


class SparkTrainer:
    """``for report in SparkTrainer(weights, settings, cluster, scratch, cancel): …``, then ``factors``, then ``close()``.

    Attributes:
        scale, rating_mean, reports: as of als.trainer.Trainer.
        settings: those of the model: what was asked for, or the nearest that the cluster's solver can do (see mllib.nearest).
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
        raise NotImplementedError
        self.scale: Scale = weights.scale
        self.rating_mean = weights.mean
        self.settings = settings
        self.reports: list[EpochReport] = []

    @property
    def artists(self) -> Floats:
        """Y (m, d) as it is now."""
        raise NotImplementedError

    @property
    def factors(self) -> Factors:
        """Both sides as they are now. Takes a job on the cluster."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[EpochReport]:
        return self

    def __next__(self) -> EpochReport:
        raise NotImplementedError

    def finish_recording(self) -> None:
        """Nothing: the cluster keeps its own checkpoints."""

    def close(self) -> None:
        """Let go of the cluster and of the exchange folder. Twice is the same as once."""
