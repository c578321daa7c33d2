"""Training on a cluster in one table: our row solver and Spark's own ALS on the same executors, and the local engine beside them.

    python -m tests.benchmarks.bench_spark [--large] [--save]
    python -m tests.benchmarks.bench_spark --millions 1 --factors 64 --executors 2
    python -m tests.benchmarks.bench_spark --smoke

The cluster is a real one, a master and workers of one core each as processes of this machine. All minimize the objective of Hu,
Koren and Volinsky on the same invented weights; one function computes it for all, from the factors that came back. Each training
has executors of its own, and runs alternate (A B A B); figures are medians over the rounds.

    seconds      an epoch, from the third on: Java compiles what runs often, numba loads its kernels
    shuffled     bytes an epoch that tasks wrote for others to fetch
    reckoned     the same by the formulas of engines.costs
    memory       the peak of resident memory, summed over the executors and their Pythons, or of the process that trains here
    objective    after the same number of epochs from random factors
    ×            seconds of Spark's own ALS over ours

``--save`` writes what was measured to resources/scale.json, which the page "How it works" shows and estimates from.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from desktop_als import boot

boot.prepare()

import msgspec

from desktop_als.als.factors import Factors
from desktop_als.als.objective import loss
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights, prepared
from desktop_als.engines.costs import STEPS, Machines, Way, cost
from desktop_als.engines.scale import Measured, Scale
from desktop_als.engines.spark.cluster import SOLVERS, Cluster, Solver
from desktop_als.engines.spark.java import require_java
from desktop_als.engines.spark.trainer import SparkTrainer
from desktop_als.paths import resource, write_atomically
from desktop_als.progress import CancelToken, Progress
from tests.benchmarks import solvers
from tests.conftest import missing_for_spark
from tests.engines.standalone import StandaloneCluster

WARM = 2
"""Epochs that are not timed."""

HEARD = 25
"""Artists of an invented listener, about."""

HEAD = (
    f"{'pairs':>11}{'d':>5}{'executors':>11}  {'':<8}{'seconds':>9}{'shuffled MB':>13}{'reckoned':>10}"
    f"{'memory MB':>11}{'objective':>14}{'×':>7}"
)


class Task(NamedTuple):
    """What one training is to do. Executors 0 means the local engine."""

    pairs: int
    factors: int
    epochs: int
    executors: int = 0

    @property
    def settings(self) -> Settings:
        return Settings(
            factors=self.factors,
            epochs=self.epochs,
            objective="hkv",
            unobserved_weight=1.0,
            frequency="observed",
            regularization=0.05,
            cg_steps=STEPS,
        )

    def weights(self) -> Weights:
        listeners = self.pairs // HEARD
        plays = solvers.invented(listeners, artists=max(200, round(20 * listeners**0.5)))
        return prepared(solvers.untimed(plays), self.settings)


class Run(NamedTuple):
    """A training's figures, of an epoch but for memory and objective."""

    seconds: float
    shuffled: float
    memory: float
    objective: float


class Pace:
    """Hears the progress of a training, and notes when each epoch was done and what had been shuffled by then."""

    def __init__(self, shuffled: Callable[[], int] = lambda: 0) -> None:
        self._shuffled = shuffled
        self._marks: list[tuple[float, int]] = []

    def __call__(self, progress: Progress) -> None:
        while progress.step.startswith("Epoch") and progress.done >= len(self._marks) + 1:
            self._marks.append((time.perf_counter(), self._shuffled()))

    def after(self, warm: int) -> tuple[float, float]:
        """Mean seconds and bytes of an epoch, from the end of epoch ``warm`` on."""
        first, last = self._marks[warm - 1], self._marks[-1]
        epochs = len(self._marks) - warm
        return (last[0] - first[0]) / epochs, (last[1] - first[1]) / epochs


def here(task: Task) -> Run:
    """With the local engine, in a process of its own."""
    weights = task.weights()
    trainer = Trainer(weights, task.settings, CancelToken())
    seconds = statistics.mean([report.seconds for report in trainer][WARM:])
    return Run(seconds, 0.0, peak([os.getpid()]), objective(task, weights, trainer.factors))


def there(task: Task, way: Solver, standalone: StandaloneCluster, memory: int, scratch: Path) -> Run:
    """On executors of its own."""
    weights = task.weights()
    cluster = Cluster(standalone.master, executors=task.executors, memory=memory, solver=way)
    trainer: SparkTrainer | None = None

    def shuffled() -> int:
        return trainer._connection.shuffled_bytes() if trainer else 0

    pace = Pace(shuffled)
    trainer = SparkTrainer(weights, task.settings, cluster, scratch, CancelToken(), pace)
    try:
        for _ in trainer:
            pass
        memory_used = peak(standalone.executor_pids)
        return Run(*pace.after(WARM), memory_used, objective(task, weights, trainer.factors))
    finally:
        trainer.close()


def objective(task: Task, weights: Weights, factors: Factors) -> float:
    return loss(weights.matrix, factors, task.settings).total


def peak(pids: Iterator[int] | set[int] | list[int]) -> float:
    """Bytes that these processes held at most, summed."""
    return sum(1024 * _high_water(pid) for pid in pids)


def _high_water(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def apart(function: Callable[..., Run], *arguments: object) -> Run:
    """In a fresh process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def measured(tasks: list[Task], rounds: int, memory: int, folder: Path) -> Iterator[Measured]:
    """Each size and number of factors: the local engine, then both ways on so many executors, in turn."""
    with StandaloneCluster(folder, workers=max(task.executors for task in tasks), memory=memory) as standalone:
        for task in tasks:
            runs: dict[Way, list[Run]] = {}
            for _ in range(rounds):
                if task.executors:
                    for solver in SOLVERS:
                        runs.setdefault(solver, []).append(there(task, solver, standalone, memory, folder))
                else:
                    runs.setdefault("local", []).append(apart(here, task))
            for way, ran in runs.items():
                yield _summary(task, way, Run(*(statistics.median(figures) for figures in zip(*ran, strict=True))))


def _summary(task: Task, way: Way, run: Run) -> Measured:
    matrix = task.weights().matrix
    return Measured(
        way=way,
        rows=matrix.shape[0],
        artists=matrix.shape[1],
        observations=int(matrix.nnz),
        factors=task.factors,
        executors=task.executors,
        epochs=task.epochs,
        seconds=round(run.seconds, 4),
        shuffled=round(run.shuffled),
        memory=round(run.memory),
        objective=round(run.objective, 1),
    )


def show(one: Measured, others: list[Measured]) -> None:
    rows = next((other for other in others if other.way == "rows" and other.size == one.size), None)
    ratio = f"{one.seconds / rows.seconds:.1f}" if rows and one.way == "mllib" else ""
    reckoned = cost(one.way, one.size, Machines(1, 0, one.executors)).moved if one.executors else 0
    print(
        f"{one.observations:>11,}{one.factors:>5}{one.executors or '':>11}  {one.way:<8}{one.seconds:>9.3f}"
        f"{one.shuffled / 1e6:>13.1f}{reckoned / 1e6:>10.1f}{one.memory / 1e6:>11.0f}{one.objective:>14,.0f}{ratio:>7}",
        flush=True,
    )


def this_machine(trainings: list[Measured]) -> Scale:
    """Facts of this machine, without its name."""
    processors = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return Scale(
        processor=processors[0] if processors else platform.machine(),
        cores=os.cpu_count() or 1,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        versions={
            "Spark": version("pyspark"),
            "Java": require_java(),
            "Python": platform.python_version(),
            "numba": version("numba"),
        },
        trainings=tuple(trainings),
    )


def main() -> int:
    ask = argparse.ArgumentParser(description="Training on a cluster in one table.")
    ask.add_argument("--millions", type=float, nargs="+", default=[0.25, 1.0], help="of pairs")
    ask.add_argument("--large", action="store_true", help="4 million pairs too")
    ask.add_argument("--factors", type=int, nargs="+", default=[32, 64, 128])
    ask.add_argument("--executors", type=int, nargs="+", default=[1, 2])
    ask.add_argument("--epochs", type=int, default=6)
    ask.add_argument("--rounds", type=int, default=2)
    ask.add_argument("--memory", type=int, default=2048, help="MiB of an executor")
    ask.add_argument("--save", action="store_true", help="write resources/scale.json")
    ask.add_argument("--smoke", action="store_true", help="tiny data, less than a minute")
    chosen = ask.parse_args()
    if chosen.epochs <= WARM:
        ask.error(f"of {chosen.epochs} epochs none would be timed: the first {WARM} are not")
    if missing := missing_for_spark():
        print(f"Training on a cluster cannot be measured here: there is no {', no '.join(missing)}.")
        return 0
    if chosen.smoke:
        chosen.millions, chosen.factors, chosen.executors = [0.01], [8], [2]
        chosen.epochs, chosen.rounds, chosen.memory = 3, 1, 1024
    tasks = [
        Task(round(1e6 * millions), factors, chosen.epochs, executors)
        for millions in [*chosen.millions, *([4.0] if chosen.large else [])]
        for factors in chosen.factors
        for executors in (0, *chosen.executors)
    ]
    print(HEAD, flush=True)
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        for one in measured(tasks, chosen.rounds, chosen.memory, Path(folder)):
            show(one, [other for other in found if other.executors == one.executors])
            found.append(one)
    if chosen.save:
        write_atomically(resource("scale.json"), msgspec.json.format(msgspec.json.encode(this_machine(found))) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
