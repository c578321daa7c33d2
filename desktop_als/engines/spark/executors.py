"""What the cluster gave: its executors, how many cores they have, and whether there are any at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.failures import KEPT
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

PATIENCE = 60.0
"""Seconds that a cluster may stay without any executor."""
SETTLED = 3.0
"""Seconds without a new executor after which no more are expected."""


@dataclass(frozen=True, slots=True)
class Given:
    """Executors that are alive, and their cores together."""

    executors: int
    cores: int


def given(context: Any) -> Given:
    """What the cluster gave by now. Spark on this computer alone is one executor."""
    cores = [executor.totalCores() for executor in _each(_executors(context, alive=True))]
    cores = [count for count in cores if count > 0]  # the driver of a cluster is listed too, with 0
    return Given(len(cores), sum(cores))


def of_equal_size(now: Given, wanted: int) -> dict[str, str]:
    """Settings for ``wanted`` executors, made of the cores that ``now`` are there.

    A standalone master knows only cores: left alone, it gives each worker one executor with all of its cores.
    """
    cores = max(1, min(now.cores // now.executors, now.cores // wanted))
    return {"spark.executor.cores": str(cores), "spark.cores.max": str(cores * wanted)}


def shuffled_bytes(context: Any) -> int:
    """Bytes that all tasks so far wrote for others to fetch, those of lost executors included."""
    context._jsc.sc().listenerBus().waitUntilEmpty(60_000)  # noqa: SLF001 - what ended a moment ago counts
    return sum(int(executor.totalShuffleWrite()) for executor in _each(_executors(context, alive=False)))


def _executors(context: Any, *, alive: bool) -> Any:
    # Python's own status tracker knows neither cores nor bytes; the store behind Spark's web page knows both, page or not.
    return context._jsc.sc().statusStore().executorList(alive)  # noqa: SLF001


def _each(scala: Any) -> list[Any]:
    return [scala.apply(place) for place in range(scala.size())]


class Patience:
    """Looks now and then whether the cluster still has an executor.

    Without one, Spark waits for ever and says so only in its log.
    """

    def __init__(self, context: Any, cluster: Cluster) -> None:
        self._context, self._cluster = context, cluster
        self._last_seen = time.monotonic()

    def check(self) -> None:
        """Look.

        Raises:
            TrainingError: there has been no executor for too long.
        """
        drivers = 0 if self._cluster.is_local else 1  # that of a cluster is listed too, but runs no tasks
        if _executors(self._context, alive=True).size() > drivers:
            self._last_seen = time.monotonic()
        elif time.monotonic() - self._last_seen > PATIENCE:
            raise TrainingError(
                f"The cluster gave no executor with {self._cluster.memory:,} MiB in {PATIENCE:.0f} seconds. "
                "Ask for less memory, wait until other work there has ended, "
                f"and see that its workers can reach this computer. {KEPT}"
            )


def wait_for_executors(context: Any, cluster: Cluster, cancel: CancelToken) -> Given:
    """Wait until no more come: each registers by itself, and nobody knows how many are under way.

    Raises:
        TrainingError: not one came.
        Cancelled: ``cancel`` was raised.
    """
    patience = Patience(context, cluster)
    before, since = Given(0, 0), time.monotonic()
    while True:
        cancel.check()
        patience.check()
        now = given(context)
        if now != before:
            before, since = now, time.monotonic()
        if now.executors and (cluster.is_local or time.monotonic() - since > SETTLED):
            return now
        time.sleep(0.1)
