"""How Spark is set for our work. Names and meanings: https://spark.apache.org/docs/latest/configuration.html"""

from __future__ import annotations

import os
from pathlib import Path

from desktop_als.engines.spark.cluster import Cluster

PACKAGE = Path(__file__).parents[2]

DRIVER_MEMORY = "4g"
"""At most, of the Java here: one side's factors pass through it when held-out rows judge an epoch."""

LEADS = " -XX:TieredStopAtLevel=1"
"""A Java that only leads is compiled lightly: to compile its code thoroughly takes cores for minutes, and speeds up nothing."""

_ALS = "org.apache.spark.ml.recommendation.ALS$"
_SENT_BY_ALS = (
    *(
        f"{_ALS}{block}{kind}"
        for block in ("Rating", "RatingBlock", "InBlock", "UncompressedInBlock")
        for kind in ("", "$mcI$sp")  # Scala's own class for blocks of Int ids, which ours are
    ),
    "[[F",  # factors of a block
    "[[I",  # which of them go where
)
_WORKERS_ENVIRONMENT = ("NUMBA_CACHE_DIR", "NUMBA_THREADING_LAYER", "OPENBLAS_NUM_THREADS")


def configuration(cluster: Cluster, address: str, logging: Path) -> dict[str, str]:
    """Settings of a session.

    Args:
        cluster: as a person says it.
        address: of this computer as the cluster sees it.
        logging: a configuration of log4j 2.
    """
    settings = {
        "spark.master": cluster.master,
        "spark.app.name": "Desktop ALS",
        "spark.driver.host": address,
        "spark.driver.bindAddress": address,
        "spark.driver.memory": f"{cluster.memory}m" if cluster.is_local else DRIVER_MEMORY,
        "spark.executor.memory": f"{cluster.memory}m",
        "spark.driver.maxResultSize": "0",  # factors may be large, and come here on purpose
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()}{'' if cluster.is_local else LEADS}",
        "spark.network.timeout": "60s",
        "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
        "spark.kryo.classesToRegister": ",".join(_SENT_BY_ALS),
        "spark.python.worker.reuse": "true",  # kernels stay loaded
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.liveUpdate.period": "0",  # counts of tasks and bytes are read right after a job
        "spark.ui.showConsoleProgress": "false",
    }
    return settings | {f"spark.executorEnv.{name}": value for name, value in _environment(address).items()}


def on_this_computer(address: str) -> bool:
    """Whether executors run on this computer too, and see its files and its Python."""
    return address.startswith("127.") or address == "[::1]"


def _environment(address: str) -> dict[str, str]:
    """Of the workers' Python: as of ours (boot.py), but for folders that only this computer has."""
    if not on_this_computer(address):
        return {"NUMBA_THREADING_LAYER": "workqueue", "OPENBLAS_NUM_THREADS": "1"}
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    environment = {name: os.environ[name] for name in _WORKERS_ENVIRONMENT if name in os.environ}
    return environment | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
