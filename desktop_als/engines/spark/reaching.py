"""Whether a master answers, and under which address the cluster sees this computer."""

from __future__ import annotations

import socket

from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.failures import KEPT
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

LOOPBACK = "127.0.0.1"
PATIENCE = 3.0
"""Seconds for each master. Spark itself would try for a minute."""


def address_towards(cluster: Cluster, cancel: CancelToken) -> str:
    """The address of this computer that executors can call back: that of a connection to the master.

    The name of a computer at home often means nothing to others, or means loopback.

    Raises:
        TrainingError: no master answers.
        Cancelled: ``cancel`` was raised.
    """
    if cluster.is_local:
        return LOOPBACK
    for place in cluster.master.removeprefix("spark://").split(","):
        cancel.check()
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), PATIENCE) as connection:
                address = str(connection.getsockname()[0])
        except (OSError, OverflowError):
            continue
        return f"[{address}]" if ":" in address else address
    raise TrainingError(
        f"No Spark master answers at {cluster.master}. "
        f"Check the address and the port, and that the cluster is running. {KEPT}"
    )
