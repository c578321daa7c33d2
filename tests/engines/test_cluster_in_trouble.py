"""What a real cluster does to a training: machines die, jobs are cancelled, memory is short, the master is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_als.engines.spark.cluster import SOLVERS, Cluster, Solver
from desktop_als.engines.spark.session import try_connection
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken, Progress, ProgressSink
from tests.engines.matrices import invented
from tests.engines.standalone import MEMORY, StandaloneCluster
from tests.engines.trainings import CLOSE, here, objective, on_cluster, quick

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandaloneCluster]:
    with StandaloneCluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[StandaloneCluster]:
    """A cluster for one test alone, which may kill of it what it likes."""
    with StandaloneCluster(tmp_path / "cluster") as running:
        yield running


def at_a_third(act: Callable[[], None]) -> ProgressSink:
    """Does it once, when a third of the training is done."""
    pending = [act]

    def look(event: Progress) -> None:
        if pending and (event.fraction or 0) >= 1 / 3:
            pending.pop()()

    return look


@pytest.mark.parametrize("solver", SOLVERS)
def test_training_finishes_though_a_worker_dies(mortal: StandaloneCluster, solver: Solver, tmp_path: Path) -> None:
    died: list[int] = []

    def kill() -> None:
        mortal.kill_worker(1)
        died.append(1)

    task = quick(invented, solver)
    where = Cluster(mortal.master, memory=MEMORY, solver=solver)
    factors = on_cluster(task, where, tmp_path, at_a_third(kill))
    assert died
    assert mortal.state()["aliveworkers"] == 1
    assert objective(task, factors) == pytest.approx(objective(task, here(task)), rel=CLOSE)


@pytest.mark.parametrize("solver", SOLVERS)
def test_cancel_stops_the_jobs_and_leaves_the_cluster_to_others(
    cluster: StandaloneCluster, solver: Solver, tmp_path: Path
) -> None:
    where, cancel = Cluster(cluster.master, memory=MEMORY, solver=solver), CancelToken()
    with pytest.raises(Cancelled):
        on_cluster(quick(invented, solver), where, tmp_path, at_a_third(cancel.cancel), cancel)
    wait_until(lambda: not cluster.state()["activeapps"])
    assert cluster.state()["coresused"] == 0
    assert list(tmp_path.iterdir()) == []
    assert try_connection(where, CancelToken()).executors == 2


def test_more_memory_than_any_worker_has_is_one_sentence(cluster: StandaloneCluster, tmp_path: Path) -> None:
    sentence = refusal(Cluster(cluster.master, memory=1 << 20), tmp_path)
    assert "memory" in sentence


def test_a_master_that_died_is_one_sentence(mortal: StandaloneCluster, tmp_path: Path) -> None:
    mortal.kill_master()
    assert mortal.master in refusal(Cluster(mortal.master, memory=MEMORY), tmp_path)


def refusal(cluster: Cluster, scratch: Path) -> str:
    """What a person is told; a cluster that cannot do it leaves nothing behind."""
    before = set(scratch.iterdir())
    with pytest.raises(TrainingError) as raised:
        on_cluster(quick(invented, cluster.solver), cluster, scratch)
    assert set(scratch.iterdir()) == before
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "Exception" not in sentence
    return sentence


def wait_until(come: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not come():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)
