"""What a person says of the cluster that is to train."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from desktop_als.errors import TrainingError

Solver = Literal["rows", "mllib"]

SOLVERS: tuple[Solver, ...] = ("rows", "mllib")
LEAST_MEMORY = 512
"""MiB of an executor: Spark itself keeps 300 of them."""

_MASTER = re.compile(r"local(\[(\*|[1-9]\d{0,3})\])?|spark://[^\s/:,]+:\d{1,5}(,[^\s/:,]+:\d{1,5})*")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark cluster and what is to be taken of it.

    Attributes:
        master: "local[*]" for Spark on this computer, or "spark://host:port".
        executors: how many to ask for; 0 takes what the cluster gives.
        memory: MiB of each.
        solver: "rows" for our own row solver inside the executors, "mllib" for Spark's own ALS.
        exchange: a folder that this computer and every executor see under the same name, or an address that Spark can read
            (hdfs://, s3a://); "" for one inside the library, which does for a cluster on this computer.

    Raises:
        TrainingError: one of them makes no sense.
    """

    master: str = "local[*]"
    executors: int = 0
    memory: int = 2048
    solver: Solver = "rows"
    exchange: str = ""

    def __post_init__(self) -> None:
        def require(good: bool, sentence: str) -> None:
            if not good:
                raise TrainingError(sentence)

        require(
            _MASTER.fullmatch(self.master) is not None,
            f"“{self.master}” is no address of a Spark master. Write local[*] or spark://host:port.",
        )
        require(0 <= self.executors <= 100_000, f"Executors must be between 0 and 100,000, not {self.executors}.")
        require(
            LEAST_MEMORY <= self.memory <= 1 << 24,
            f"An executor's memory must be at least {LEAST_MEMORY} MiB, not {self.memory}.",
        )
        require(self.solver in SOLVERS, f"There is no solver called {self.solver}.")

    @property
    def is_local(self) -> bool:
        """Whether Spark is to run on this computer alone, without a cluster."""
        return self.master.startswith("local")
