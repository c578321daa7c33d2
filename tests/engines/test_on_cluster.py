"""Training on a real cluster, a master and two workers, is as good as on this computer, whichever way it solves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions
from desktop_als.als.objective import loss
from desktop_als.als.settings import Settings, preset
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights, prepared
from desktop_als.engines.spark.cluster import SOLVERS, Cluster, Solver
from desktop_als.engines.spark.mllib import nearest
from desktop_als.engines.spark.trainer import SparkTrainer
from desktop_als.progress import CancelToken
from tests.engines.matrices import hetrec, invented
from tests.engines.standalone import MEMORY, StandaloneCluster

pytestmark = pytest.mark.spark

CLOSE = 0.005
SEEDS = (1, 2, 3)


class Task(NamedTuple):
    weights: Weights
    settings: Settings


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandaloneCluster]:
    with StandaloneCluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@cache
def task(matrix: Callable[[], Interactions], solver: Solver) -> Task:
    """The quick preset of this matrix, or what of it Spark's own ALS can do."""
    interactions = matrix()
    chosen = preset("quick", *interactions.plays.shape, interactions.plays.nnz)
    return weighed(interactions, nearest(chosen) if solver == "mllib" else chosen)


def weighed(interactions: Interactions, settings: Settings) -> Task:
    return Task(prepared(interactions, settings), settings)


def on_cluster(task: Task, cluster: Cluster, scratch: Path) -> Factors:
    trainer = SparkTrainer(task.weights, task.settings, cluster, scratch, CancelToken())
    try:
        assert trainer.settings == task.settings
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


def lists(task: Task, factors: Factors) -> np.ndarray:
    """(rows, 20) the best artists that each row has not heard, ascending."""
    scores = factors.listeners @ factors.artists.T
    scores[task.weights.matrix.nonzero()] = -np.inf
    return np.sort(np.argpartition(-scores, 20)[:, :20])


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """The mean share of a list that is in the other."""
    return float(np.mean([len(np.intersect1d(*pair)) / 20 for pair in zip(one, other, strict=True)]))


@pytest.mark.parametrize("matrix", [invented, hetrec])
@pytest.mark.parametrize("solver", SOLVERS)
def test_factors_and_lists_are_as_good_as_those_of_this_computer(
    cluster: StandaloneCluster, solver: Solver, matrix: Callable[[], Interactions], tmp_path: Path
) -> None:
    given = task(matrix, solver)
    theirs = on_cluster(given, Cluster(cluster.master, memory=MEMORY, solver=solver), tmp_path)
    ours = [here(given, seed) for seed in SEEDS]
    assert objective(given, theirs) == pytest.approx(objective(given, ours[0]), rel=CLOSE)

    their_lists, our_lists = lists(given, theirs), [lists(given, factors) for factors in ours]
    between_seeds = [overlap(*pair) for pair in combinations(our_lists, 2)]
    with_theirs = [overlap(their_lists, listed) for listed in our_lists]
    print(solver, matrix.__name__, objective(given, theirs) / objective(given, ours[0]), between_seeds, with_theirs)
    assert np.mean(with_theirs) >= min(between_seeds)


@pytest.mark.parametrize(
    "settings",
    [
        Settings(factors=16, epochs=6, half_life=90.0),
        Settings(
            factors=16, epochs=6, objective="hkv", weighting="bm25", frequency_exponent=0.7, artist_regularization=0.02
        ),
    ],
    ids=["all pairs counted, old plays faded", "hkv"],
)
def test_the_row_solver_minds_every_setting(cluster: StandaloneCluster, settings: Settings, tmp_path: Path) -> None:
    given = weighed(invented(), settings)
    theirs = on_cluster(given, Cluster(cluster.master, memory=MEMORY), tmp_path)
    assert objective(given, theirs) == pytest.approx(objective(given, here(given)), rel=CLOSE)
