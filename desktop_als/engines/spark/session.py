"""Connecting to a cluster, watching what runs there, and letting go of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop_als.engines.spark.cluster import Cluster
from desktop_als.progress import CancelToken

T = TypeVar("T")


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
    """

    def __init__(self, spark: Any, cluster: Cluster, cancel: CancelToken) -> None:
        self.spark, self.context = spark, spark.sparkContext
        self._cluster, self._cancel = cluster, cancel

    def watch(self, action: Callable[[], T], tell: Callable[[float], None] = lambda _: None) -> T:  # noqa: ARG002
        """Run what asks the cluster to work. ``tell`` hears the share of its tasks done, 0 to 1, several times a second.

        Raises:
            Cancelled: its jobs are stopped.
            TrainingError: a sentence for what went wrong there.
        """
        self._cancel.check()
        result = action()
        self._cancel.check()
        return result

    @property
    def cores(self) -> int:
        """Tasks that run at the same time."""
        return int(self.context.defaultParallelism)

    def shuffled_bytes(self) -> int:
        """Bytes written for other tasks to fetch, by all stages so far."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the cluster. Twice is the same as once."""
        self.spark.stop()


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
        TrainingError: pyspark is not installed, Java is missing or too old, the cluster cannot be reached or has no room.
        Cancelled: ``cancel`` was raised.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415

    builder = SparkSession.builder.master(cluster.master).appName("Desktop ALS").config("spark.ui.enabled", "false")
    return Connection(builder.getOrCreate(), cluster, cancel)


def try_connection(cluster: Cluster, cancel: CancelToken) -> ClusterFacts:
    """Connect, run one small task on the workers' Python, and let go.

    Raises:
        TrainingError, Cancelled: as :func:`connect`.
    """
    raise NotImplementedError
