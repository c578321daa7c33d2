"""A Spark cluster of separate processes on loopback: a master and some workers, through the scripts that pyspark brings."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

PATIENCE = 90.0
"""Seconds for a daemon to start on a busy machine."""

MEMORY = 1024
"""MiB that a worker gives to executors: enough for one."""

_CLASSES = {"master": "org.apache.spark.deploy.master.Master", "worker": "org.apache.spark.deploy.worker.Worker"}


class StandaloneCluster:
    """``with StandaloneCluster(folder) as cluster: … cluster.master …``. Nothing of it outlives the block.

    Args:
        folder: for logs, pid files and the workers' own files.
        workers: how many.
        cores: of each worker.
        memory: MiB that each worker can give to executors.

    Attributes:
        master: "spark://127.0.0.1:port"; the port is a free one.

    Raises:
        RuntimeError: a daemon did not start; with the end of its log.
    """

    def __init__(self, folder: Path, workers: int = 2, cores: int = 1, memory: int = MEMORY) -> None:
        self.master = ""
        self._folder, self._workers, self._cores, self._memory = folder, workers, cores, memory
        self._home = Path(importlib.util.find_spec("pyspark").origin).parent
        self._name = f"test-{uuid.uuid4().hex[:8]}"  # two clusters of one machine do not take each other's pid files
        self._page = ""

    def __enter__(self) -> Self:
        atexit.register(self.stop)
        try:
            self._start_master()
            for number in range(1, self._workers + 1):
                self._start_worker(number)
            self._wait(lambda: self.state()["aliveworkers"] == self._workers or None, "worker", self._workers)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def worker_pids(self) -> list[int]:
        """Of the workers that were started, in order; also of those that were killed."""
        return [self._pid("worker", number) for number in range(1, self._workers + 1)]

    @property
    def executor_pids(self) -> set[int]:
        """Of all that the workers started and that lives: executors, and their Pythons."""
        workers = self.worker_pids
        return _family(workers) - set(workers)

    def state(self) -> dict[str, Any]:
        """What the master says of itself: "aliveworkers", "activeapps", "cores", "coresused" and more."""
        directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with directly.open(self._page, timeout=10) as answer:
            return dict(json.load(answer))

    def kill_worker(self, number: int) -> None:
        """The machine of worker 1, 2, … dies: the worker, its executors and their Pythons at once, without a goodbye."""
        _kill(_family([self._pid("worker", number)]))

    def kill_master(self) -> None:
        """The machine of the master dies."""
        _kill([self._pid("master", 1)])

    def stop(self) -> None:
        """End all daemons and what they started. Twice is the same as once."""
        atexit.unregister(self.stop)
        files = sorted(self._folder.glob(f"pids/*{self._name}*.pid"))
        family = _family([int(file.read_text()) for file in files])
        try:
            for number in range(1, self._workers + 1):
                self._script("stop", "worker", number)
            self._script("stop", "master", 1)
            deadline = time.monotonic() + 10
            while family & _parents().keys() and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            _kill(family & _parents().keys())
            for file in files:
                file.unlink(missing_ok=True)

    def _start_master(self) -> None:
        self._script("start", "master", 1, "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.master = self._wait(lambda: self._in_log(r"Starting Spark master at (spark://\S+)"), "master", 1)
        port = self._wait(lambda: self._in_log(r"Bound MasterWebUI to .*:(\d+)"), "master", 1)
        self._page = f"http://127.0.0.1:{port}/json/"

    def _start_worker(self, number: int) -> None:
        room = ["--cores", str(self._cores), "--memory", f"{self._memory}m"]
        place = ["--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(self._folder / f"worker-{number}")]
        self._script("start", "worker", number, *place, *room, self.master)

    def _script(self, action: str, kind: str, number: int, *arguments: str) -> None:
        command = [
            "bash",
            str(self._home / "sbin" / "spark-daemon.sh"),
            action,
            _CLASSES[kind],
            str(number),
            *arguments,
        ]
        settings = {
            "SPARK_HOME": str(self._home),
            "SPARK_IDENT_STRING": self._name,
            "SPARK_PID_DIR": str(self._folder / "pids"),
            "SPARK_LOG_DIR": str(self._folder / "logs"),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            "PYSPARK_PYTHON": sys.executable,
        }
        subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True, timeout=PATIENCE)

    def _wait(self, look: Callable[[], T | None], kind: str, number: int) -> T:
        deadline = time.monotonic() + PATIENCE
        while (found := look()) is None:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The {kind} did not start:\n{self._log(kind, number)[-2000:]}")
            time.sleep(0.1)
        return found

    def _in_log(self, pattern: str) -> str | None:
        found = re.search(pattern, self._log("master", 1))
        return found and found[1]

    def _log(self, kind: str, number: int) -> str:
        files = self._folder.glob(f"logs/*{self._name}-{_CLASSES[kind]}-{number}-*.out")
        return "".join(file.read_text(encoding="utf-8") for file in files)

    def _pid(self, kind: str, number: int) -> int:
        return int((self._folder / "pids" / f"spark-{self._name}-{_CLASSES[kind]}-{number}.pid").read_text())


def _parents() -> dict[int, int]:
    """The parent of each process of this machine that lives; a zombie does not."""
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,stat="], check=True, capture_output=True, text=True).stdout
    lines = (line.split() for line in listing.splitlines())
    return {int(pid): int(parent) for pid, parent, state in lines if not state.startswith("Z")}


def _family(eldest: list[int]) -> set[int]:
    """These processes, where they live, and all that descend from them."""
    parents = _parents()
    family = {pid for pid in eldest if pid in parents}
    while children := {pid for pid, parent in parents.items() if parent in family and pid not in family}:
        family |= children
    return family


def _kill(pids: set[int] | list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
