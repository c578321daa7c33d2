"""The objective at what Spark's own ALS found, computed where the factors are: neither pairs nor factors come here."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_als.als.objective import Loss
from desktop_als.als.settings import Settings


def loss(pairs: Any, model: Any, settings: Settings) -> Loss:
    """The parts as als.objective has them, in four jobs.

    The scores of the pairs are those of ``ALSModel.transform``: two joins, which shuffle 4 d bytes a pair: as much as an epoch does
    at worst.

    Args:
        pairs: DataFrame of (row int, artist int, weight float).
        model: ALSModel that was trained on them.
        settings: as mllib.nearest gives them.
    """
    return Loss(
        observed=_observed(model.setPredictionCol("score").transform(pairs), settings.pull_offset),
        unobserved=settings.unobserved_weight * float(np.vdot(_gram(model.userFactors), _gram(model.itemFactors))),
        regularization=settings.regularization
        * (_ridge(model.userFactors, pairs.groupBy("row")) + _ridge(model.itemFactors, pairs.groupBy("artist"))),
    )


def _observed(scored: Any, pull_offset: float) -> float:
    """Σ (w s² − 2 b s + b) over DataFrame rows of (weight, score)."""
    from pyspark.sql import functions as F  # noqa: PLC0415

    w, s = F.abs(F.col("weight").cast("double")), F.col("score").cast("double")
    b = F.when(F.col("weight") >= 0, w + pull_offset).otherwise(0.0)
    return _sum(scored, w * s * s - 2 * b * s + b)


def _ridge(factors: Any, entries: Any) -> float:
    """Σ (|S| + 1) |x|² over DataFrame rows of (id, features), with the pairs grouped by that id."""
    from pyspark.sql import functions as F  # noqa: PLC0415

    counts = entries.count().toDF("id", "entries")
    square = F.aggregate("features", F.lit(0.0), lambda total, x: total + x.cast("double") * x)
    return _sum(factors.join(counts, "id"), (F.col("entries") + 1) * square)


def _gram(factors: Any) -> npt.NDArray[np.float64]:
    """XᵀX (d, d) of DataFrame rows of (id, features)."""
    from pyspark.ml.functions import array_to_vector  # noqa: PLC0415
    from pyspark.mllib.linalg.distributed import RowMatrix  # noqa: PLC0415
    from pyspark.mllib.util import MLUtils  # noqa: PLC0415

    vectors = factors.select(array_to_vector("features").alias("x"))
    gram: npt.NDArray[np.float64] = (
        RowMatrix(MLUtils.convertVectorColumnsFromML(vectors, "x")).computeGramianMatrix().toArray()
    )
    return gram


def _sum(frame: Any, expression: Any) -> float:
    from pyspark.sql import functions as F  # noqa: PLC0415

    return float(frame.agg(F.sum(expression)).first()[0])
