"""Training on a real cluster, a master and two workers, is as good as on this computer, whichever way it solves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.engines.spark.cluster import SOLVERS, Cluster, Solver
from tests.engines.matrices import hetrec, invented
from tests.engines.standalone import MEMORY, StandaloneCluster
from tests.engines.trainings import CLOSE, Task, here, objective, on_cluster, quick, weighed

pytestmark = pytest.mark.spark

SEEDS = range(1, 6)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandaloneCluster]:
    with StandaloneCluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.mark.parametrize("matrix", [invented, hetrec])
@pytest.mark.parametrize("solver", SOLVERS)
def test_factors_and_lists_are_as_good_as_those_of_this_computer(
    cluster: StandaloneCluster, solver: Solver, matrix: Callable[[], Interactions], tmp_path: Path
) -> None:
    task = quick(matrix, solver)
    theirs = on_cluster(task, Cluster(cluster.master, memory=MEMORY, solver=solver), tmp_path)
    ours = [here(task, seed) for seed in SEEDS]
    assert objective(task, theirs) == pytest.approx(objective(task, ours[0]), rel=CLOSE)

    their_lists, our_lists = lists(task, theirs), [lists(task, factors) for factors in ours]
    with_ours = np.mean([overlap(their_lists, listed) for listed in our_lists])
    assert with_ours >= min(overlap(*pair) for pair in combinations(our_lists, 2))


@pytest.mark.parametrize(
    "settings",
    [
        Settings(factors=16, epochs=6, half_life=90.0),
        Settings(
            factors=16,
            epochs=6,
            objective="hkv",
            weighting="bm25",
            frequency_exponent=0.7,
            artist_regularization=0.02,
        ),
    ],
    ids=["all pairs counted, old plays faded", "hkv"],
)
def test_the_row_solver_minds_every_setting(cluster: StandaloneCluster, settings: Settings, tmp_path: Path) -> None:
    task = weighed(invented(), settings)
    theirs = on_cluster(task, Cluster(cluster.master, memory=MEMORY), tmp_path)
    assert objective(task, theirs) == pytest.approx(objective(task, here(task)), rel=CLOSE)


def lists(task: Task, factors: Factors) -> np.ndarray:
    """(rows, 20) the best artists that each row has not heard."""
    scores = factors.listeners @ factors.artists.T
    scores[task.weights.matrix.nonzero()] = -np.inf
    return np.argpartition(-scores, 20)[:, :20]


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """The mean share of a list that is in the other."""
    return float(np.mean([len(np.intersect1d(*pair)) / 20 for pair in zip(one, other, strict=True)]))
