"""Connecting to a cluster, watching what runs there, and letting go of it."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from desktop_als.engines.spark import executors, java, logs, shipping
from desktop_als.engines.spark.cluster import Cluster, Solver
from desktop_als.engines.spark.configuration import configuration, on_this_computer
from desktop_als.engines.spark.failures import ENDED, told_plainly
from desktop_als.engines.spark.jvm import Jvm
from desktop_als.engines.spark.reaching import address_towards
from desktop_als.engines.spark.watching import in_background, watch
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

T = TypeVar("T")

NEEDED_THERE: dict[Solver, tuple[str, ...]] = {"rows": ("desktop_als.engines.spark.block_step", "pyarrow"), "mllib": ()}
"""Modules that the workers' Python must be able to import."""


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """What answered: the versions of Spark, Java and the workers' Python; executors, their cores together and MiB of each."""

    master: str
    spark: str
    java: str
    python: str
    executors: int
    cores: int
    memory: int


class Connection:
    """An open session.

    Attributes:
        spark: the SparkSession.
        context: its SparkContext.
        given: the executors that the cluster gave at the start.
    """

    def __init__(self, spark: Any, cluster: Cluster, cancel: CancelToken, jvm: Jvm, given: executors.Given) -> None:
        self.spark, self.context, self.given = spark, spark.sparkContext, given
        self._cluster, self._cancel, self._jvm = cluster, cancel, jvm

    def watch(self, action: Callable[[], T], tell: Callable[[float], None] = lambda _: None) -> T:
        """Run what asks the cluster to work. ``tell`` hears the share of its tasks done, 0 to 1, several times a second.

        The action runs in another thread; ``tell`` is called in this one.

        Raises:
            Cancelled: its jobs are stopped.
            TrainingError: a sentence for what went wrong there.
        """
        if self.context._jsc is None:  # noqa: SLF001 - stopped: what pyspark then raises is an AttributeError
            raise TrainingError(ENDED)
        with told_plainly(self._cluster):
            patience = executors.Patience(self.context, self._cluster)
            return watch(self.context, action, self._cancel, patience, tell)

    @property
    def cores(self) -> int:
        """Tasks that run at the same time."""
        return self.given.cores

    def shuffled_bytes(self) -> int:
        """Bytes written for other tasks to fetch, by all stages so far."""
        with told_plainly(self._cluster):
            return executors.shuffled_bytes(self.context)

    def close(self) -> None:
        """Let go of the cluster, and end its Java. Twice is the same as once."""
        self._jvm.end()


@contextmanager
def connected(cluster: Cluster, cancel: CancelToken) -> Iterator[Connection]:
    """A session, closed at the end."""
    connection = connect(cluster, cancel)
    try:
        yield connection
    finally:
        connection.close()


def connect(cluster: Cluster, cancel: CancelToken) -> Connection:
    """Open a session.

    Raises:
        TrainingError: pyspark is not installed, Java is missing or too old, the cluster cannot be reached or has no room,
            or another session is open.
        Cancelled: ``cancel`` was raised.
    """
    require_spark()
    address = address_towards(cluster, cancel)
    jvm = Jvm()
    try:
        with told_plainly(cluster, lambda: jvm.said):
            spark, given = _start(jvm, cluster, address, cancel)
            spark.conf.set("spark.sql.shuffle.partitions", str(3 * given.cores))
            _let_workers_run_our_code(spark.sparkContext, address, jvm.folder)
    except BaseException:
        jvm.end()
        raise
    return Connection(spark, cluster, cancel, jvm, given)


def _start(jvm: Jvm, cluster: Cluster, address: str, cancel: CancelToken) -> tuple[Any, executors.Given]:
    settings = configuration(cluster, address, logs.configure_java(jvm.folder))
    # Not in the main thread: there pyspark would take over Ctrl+C.
    spark = in_background(lambda: jvm.start(settings), cancel, jvm.kill)
    given = executors.wait_for_executors(spark.sparkContext, cluster, cancel)
    if cluster.is_local or given.executors == (cluster.executors or given.executors):
        return spark, given
    settings |= executors.of_equal_size(given, cluster.executors)
    spark = in_background(lambda: jvm.start(settings), cancel, jvm.kill)
    return spark, executors.wait_for_executors(spark.sparkContext, cluster, cancel)


def require_spark() -> None:
    """Look whether this computer can talk to a cluster at all.

    Raises:
        TrainingError: pyspark is not installed, or Java is missing or too old.
    """
    try:
        import pyspark  # noqa: F401, PLC0415
    except ImportError:
        raise TrainingError(
            "Training on a cluster needs pyspark, which is not installed. Install it with: pip install 'desktop-als[spark]'."
        ) from None
    java.require_java()


def _let_workers_run_our_code(context: Any, address: str, folder: Path) -> None:
    if not on_this_computer(address):
        shipping.ship(context, folder)
    elif "PYSPARK_PYTHON" not in os.environ:
        context.pythonExec = sys.executable


def try_connection(cluster: Cluster, cancel: CancelToken) -> ClusterFacts:
    """Connect, run one small task on the workers' Python, and let go.

    Raises:
        TrainingError, Cancelled: as :func:`connect`; also when the workers' Python lacks what our solver needs.
    """
    needed = NEEDED_THERE[cluster.solver]
    with connected(cluster, cancel) as connection:
        context = connection.context
        python = connection.watch(lambda: context.parallelize([needed], 1).map(_python_with).first())
        return ClusterFacts(
            master=cluster.master,
            spark=context.version,
            java=context._jvm.System.getProperty("java.version"),  # noqa: SLF001 - there is no other way to ask
            python=python,
            executors=connection.given.executors,
            cores=connection.given.cores,
            memory=cluster.memory,
        )


def _python_with(modules: tuple[str, ...]) -> str:
    for module in modules:
        importlib.import_module(module)
    return platform.python_version()
