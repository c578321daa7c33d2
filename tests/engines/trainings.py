"""The same training on a cluster and on this computer, and how good its factors are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions
from desktop_als.als.objective import loss
from desktop_als.als.settings import Settings, preset
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights, prepared
from desktop_als.engines.spark.cluster import Cluster, Solver
from desktop_als.engines.spark.mllib import nearest
from desktop_als.engines.spark.trainer import SparkTrainer
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress

CLOSE = 0.005
"""How far objectives may be from one another."""

EPOCHS = 12
"""Spark's own ALS starts elsewhere. On HetRec two trainings are by then within .3 % of the minimum, after six within 1.7 %."""


class Task(NamedTuple):
    weights: Weights
    settings: Settings


@cache
def quick(matrix: Callable[[], Interactions], solver: Solver) -> Task:
    """The quick preset of this matrix, or what of it Spark's own ALS can do."""
    interactions = matrix()
    chosen = replace(preset("quick", *interactions.plays.shape, interactions.plays.nnz), epochs=EPOCHS)
    return weighed(interactions, nearest(chosen) if solver == "mllib" else chosen)


def weighed(interactions: Interactions, settings: Settings) -> Task:
    return Task(prepared(interactions, settings), settings)


def on_cluster(
    task: Task,
    cluster: Cluster,
    scratch: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Factors:
    trainer = SparkTrainer(task.weights, task.settings, cluster, scratch, cancel or CancelToken(), progress)
    try:
        for _ in trainer:
            pass
        return trainer.factors
    finally:
        trainer.close()


def here(task: Task, seed: int = 1) -> Factors:
    trainer = Trainer(task.weights, replace(task.settings, seed=seed), CancelToken())
    for _ in trainer:
        pass
    return trainer.factors


def objective(task: Task, factors: Factors) -> float:
    return loss(task.weights.matrix, factors, task.settings).total
