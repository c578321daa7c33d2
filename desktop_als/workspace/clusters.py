"""Spark clusters, as the window and the command line see them. One that was used is kept for the next time in ``cluster.json``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from desktop_als.engines.spark import session
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.columns import Columns
from desktop_als.engines.spark.session import ClusterFacts
from desktop_als.errors import TrainingError
from desktop_als.model.bundle import EpochRecord, ModelInfo
from desktop_als.paths import write_atomically
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace.packs import Packs

if TYPE_CHECKING:
    from desktop_als.engines.spark.reading import Choose, PairsFound

SCRATCH = "cluster"
"""Folder of what goes to a cluster and comes back, while it trains."""


class Clusters:
    """Trying and remembering clusters, and training on what only they hold. Without pyspark it says what is missing."""

    def __init__(self, folder: Path, packs: Packs) -> None:
        self._folder, self._packs = folder, packs
        self._kept = folder / "cluster.json"

    def missing(self) -> str | None:
        """What this computer lacks to talk to a cluster, a sentence; None when it can. Starts ``java -version`` to know."""
        try:
            session.require_spark()
        except TrainingError as lack:
            return str(lack)
        return None

    def try_connection(
        self, cluster: Cluster, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> ClusterFacts:
        """Connect, let the workers do something small, and let go.

        Raises:
            TrainingError: a sentence for what is missing, here or there.
            Cancelled: ``cancel`` was raised.
        """
        progress(Progress("Connecting to the cluster"))
        return session.try_connection(cluster, cancel or CancelToken())

    def train_on(
        self,
        source: str,
        choose: Choose,
        cluster: Cluster,
        columns: Columns | None = None,
        title: str = "",
        *,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
        read_done: Callable[[PairsFound], None] = lambda _: None,
        epoch_done: Callable[[EpochRecord], None] = lambda _: None,
    ) -> ModelInfo:
        """Train on plays that the cluster reads, instead of those of the library; see :func:`cluster_data.train_on`."""
        from desktop_als.workspace import cluster_data  # noqa: PLC0415 - it loads the solver

        scratch = self._folder / SCRATCH
        shutil.rmtree(scratch, ignore_errors=True)  # what a killed process left
        try:
            return cluster_data.train_on(
                self._packs,
                scratch,
                source,
                choose,
                cluster,
                columns,
                title,
                cancel=cancel,
                progress=progress,
                read_done=read_done,
                epoch_done=epoch_done,
            )
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def remembered(self) -> Cluster:
        """The last that was remembered; the default where there is none, or it cannot be read."""
        try:
            return msgspec.json.decode(self._kept.read_bytes(), type=Cluster)
        except (OSError, msgspec.MsgspecError, TrainingError):
            return Cluster()

    def remember(self, cluster: Cluster) -> None:
        """Keep it for the next time; an exchange address that holds a password is left out.

        Raises:
            TrainingError: it cannot be written; what was remembered before still is.
        """
        exchange = "" if _holds_password(cluster.exchange) else cluster.exchange
        try:
            write_atomically(self._kept, msgspec.json.encode(replace(cluster, exchange=exchange)))
        except OSError as error:
            raise TrainingError(f"The cluster could not be remembered for the next time ({error.strerror}).") from error


def _holds_password(address: str) -> bool:
    try:
        return urlsplit(address).password is not None
    except ValueError:
        return False
