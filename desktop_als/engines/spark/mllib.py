"""Way two: Spark's own ALS (pyspark.ml.recommendation), for comparison and for clusters whose workers have no numba.

With c = α |r| for a rating r, its implicit form minimizes (read in org.apache.spark.ml.recommendation.ALS of Spark 4)

    Σ_stored (c s² − 2 b s + b) + Σ_all s² + λ (Σ_u n_u |x_u|² + Σ_i n_i |y_i|²),  b = 1 + c for r > 0, else 0

where n counts a row's ratings above 0. That is "hkv" of als.objective with α₀ = 1 and our weights as r, but for the ridge: ours
counts a row's entries, dislikes too, and 1 more. That costs little: after 25 epochs on HetRec, our objective at its factors is
.07 % above the minimum, and within .02 % of what our own trainer reaches in as many.

All of it runs in Java: the workers need no Python. Each half-epoch is solved exactly, row by row in O(|S| d² + d³).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.engines.spark import mllib_loss, parquet
from desktop_als.engines.spark.mllib_blocks import blocks_for
from desktop_als.engines.spark.mllib_jobs import AlsJobs
from desktop_als.engines.spark.session import Connection
from desktop_als.errors import TrainingError

Floats = npt.NDArray[np.float32]

CHECKPOINT_EVERY = 4
"""Epochs after which item factors go to the checkpoint folder: an executor that is lost costs no more than these, and the files
of the shuffles before are deleted. Without, both grow with every epoch."""


def nearest(settings: Settings) -> Settings:
    """What Spark's ALS can do that is nearest to ``settings``: the "hkv" objective with α₀ = 1, ν = 1, plain steps.

    Divided by α₀ an objective has the same minimum, so ``confidence`` and λ are divided; what stays different of "ials" is the 1
    with which a play also pulls. Two λ become their geometric mean: as one side can be made larger by what the other is made
    smaller, only their product decides the scores. A ridge that counts all pairs becomes one that counts stored ones, with the
    same λ; it is then weaker. Plain steps come less far than relaxed ones in as many epochs: on HetRec six end .9 % above the
    minimum, twelve .25 %.

    Raises:
        TrainingError: the settings are for ratings, or unplayed artists weigh nothing.
    """
    if settings.objective == "explicit":
        raise TrainingError(
            "Spark's own ALS learns ratings without knowing that some listeners are strict and some artists liked by all. "
            "Choose our row solver for ratings."
        )
    if settings.unobserved_weight == 0:
        raise TrainingError(
            "Spark's own ALS counts every artist that was never played. Choose an unobserved weight above 0, or our row solver."
        )
    strength = math.sqrt(settings.regularization * (settings.artist_regularization or settings.regularization))
    return replace(
        settings,
        objective="hkv",
        unobserved_weight=1.0,
        confidence=settings.confidence / settings.unobserved_weight,
        regularization=strength / settings.unobserved_weight,
        artist_regularization=None,
        frequency="observed",
        frequency_exponent=1.0,
        relaxation=1.0,
    )


class Mllib:
    """Solves with ``ALS.fit``. All epochs are one call; the only report is that of the last.

    Args:
        connection: open; its checkpoint folder is used if it has one.
        pairs: address of the Parquet pairs (row int, artist int, weight float), weighed with ``settings``.
        shape: rows and artists.
        settings: as :func:`nearest` gives them.
        tell: hears the epochs done, with fractions.

    Raises:
        TrainingError, Cancelled: as of Connection.watch; of all methods.
    """

    def __init__(
        self,
        connection: Connection,
        pairs: str,
        shape: tuple[int, int],
        settings: Settings,
        tell: Callable[[float], None],
    ) -> None:
        self._connection, self._settings, self._tell = connection, settings, tell
        self._shape = shape
        self._pairs = connection.watch(lambda: connection.spark.read.parquet(pairs))
        self._model: Any = None

    def epoch(self) -> EpochReport | None:
        """The report of the last epoch, once; its seconds are those of an average epoch."""
        if self._model is not None:
            return None
        seconds = self._fit() / self._settings.epochs
        loss = self._connection.watch(lambda: mllib_loss.loss(self._pairs, self._model, self._settings))
        return EpochReport(
            epoch=self._settings.epochs,
            observed=loss.observed,
            unobserved=loss.unobserved,
            regularization=loss.regularization,
            seconds=seconds,
            rows_per_second=sum(self._shape) / seconds,
        )

    def artists(self) -> Floats:
        """Y (m, d)."""
        table = self._connection.watch(_factors(self._model.itemFactors).toArrow)
        found = parquet.factors_of(table.to_batches(), self._shape[1])
        return np.zeros((self._shape[1], self._settings.factors), np.float32) if found is None else found

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float)."""
        for frame, address in ((self._model.userFactors, listeners), (self._model.itemFactors, artists)):
            writer = _factors(frame).write.mode("overwrite")
            self._connection.watch(lambda: writer.parquet(address))  # noqa: B023 - called at once

    def _fit(self) -> float:
        """Train; the seconds of all epochs, without those in which the ratings are dealt out."""
        als, jobs = self._als(), AlsJobs(self._connection.context, self._settings.epochs)
        self._model = self._connection.watch(lambda: als.fit(self._pairs), lambda _: self._tell(jobs.epochs_done()))
        self._tell(self._settings.epochs)
        return time.time() - jobs.began

    def _als(self) -> Any:
        from pyspark.ml.recommendation import ALS  # noqa: PLC0415

        settings, cores = self._settings, self._connection.cores
        stored = self._connection.watch(self._pairs.count)
        rows, artists = (blocks_for(stored, length, settings.factors, cores) for length in self._shape)
        return ALS(
            rank=settings.factors,
            maxIter=settings.epochs,
            regParam=settings.regularization,
            implicitPrefs=True,
            alpha=1.0,  # the weights are the confidence
            userCol="row",
            itemCol="artist",
            ratingCol="weight",
            seed=settings.seed,
            numUserBlocks=rows,
            numItemBlocks=artists,
            checkpointInterval=CHECKPOINT_EVERY,
            # What does not fit goes to disk: to read it there is much sooner done than to compute it again. As bytes it would be
            # no smaller, for blocks are arrays of numbers.
            intermediateStorageLevel="MEMORY_AND_DISK",
            finalStorageLevel="MEMORY_AND_DISK",
        )


def _factors(frame: Any) -> Any:
    return frame.withColumnRenamed("features", "factors")
