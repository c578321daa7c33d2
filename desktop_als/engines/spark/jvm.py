"""The Java process behind a session: started quietly, and ended with it.

pyspark keeps one for the life of a process, with the memory of the first session, and writes to the terminal. Ours is
started for each session, so that what a person asks for takes effect, and what it says goes to a file.
"""

# ruff: noqa: SLF001 - pyspark keeps its one Java process in private names, and has no other way to end it

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop_als.engines.spark import logs
from desktop_als.errors import TrainingError

LAST_WAIT = 30.0
"""Seconds that Spark may take to stop."""

_one = threading.Lock()


class Jvm:
    """At most one in a process, because pyspark knows only one.

    Attributes:
        folder: for files that the session needs as long as it lasts.

    Raises:
        TrainingError: there is one.
    """

    def __init__(self) -> None:
        from pyspark import SparkContext  # noqa: PLC0415

        if SparkContext._active_spark_context is not None or not _one.acquire(blocking=False):
            raise TrainingError("A training on a cluster is running already. Wait until it has ended, or stop it.")
        self._ended = False
        self._temporary = tempfile.TemporaryDirectory(prefix="desktop-als-spark-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        self._said = self.folder / "said.txt"
        self._path = list(sys.path)
        self._quiet = logs.quiet_python()
        self._gateway: Any = None
        self._context: Any = None

    def start(self, settings: dict[str, str]) -> Any:
        """A SparkSession set like that; the one before, if any, is stopped. Memory is what the first was given."""
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415
        from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415

        if self._context is not None:
            self._context.stop()
        conf = SparkConf(loadDefaults=False)
        conf.setAll(list(settings.items()))
        with self._said.open("ab") as said, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyspark's own, of forking and of addresses
            if self._gateway is None:
                self._gateway = launch_gateway(conf, {"stdout": subprocess.DEVNULL, "stderr": said})
                SparkContext._gateway, SparkContext._jvm = self._gateway, self._gateway.jvm
            self._context = SparkContext(conf=conf)
            self._context._accumulatorServer.handle_error = lambda *_: None  # prints a traceback when Java is gone
            return SparkSession(self._context)

    @property
    def said(self) -> str:
        """What it wrote to its standard error."""
        with suppress(OSError):
            return self._said.read_text("utf-8", "replace")
        return ""

    def kill(self) -> None:
        """End the process at once, from any thread; whoever waits for an answer of it gets an error."""
        if self._gateway is not None:
            self._gateway.proc.kill()

    def end(self) -> None:
        """End the session and the process. Does nothing the second time."""
        if self._ended:
            return
        self._ended = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyspark's own, of a Java that has crashed
            self._stop()
            self._forget()
        self._quiet.close()
        sys.path[:] = [entry for entry in sys.path if entry in self._path]
        self._temporary.cleanup()
        _one.release()

    def _stop(self) -> None:
        if self._context is None:
            return
        last_resort = threading.Timer(LAST_WAIT, self.kill)
        last_resort.start()
        try:
            self._context.stop()
        except Exception:  # noqa: BLE001 - Java has crashed: nothing is left to stop there
            self._context.stop()  # the second time it leaves Java alone, and ends what pyspark runs here
        finally:
            last_resort.cancel()
            last_resort.join()

    def _forget(self) -> None:
        from py4j.clientserver import FinalizerWorker  # noqa: PLC0415
        from pyspark import SparkContext  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415

        SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None
        SparkSession._instantiatedSession = SparkSession._activeSession = None
        if self._gateway is None:
            return
        with suppress(Exception):
            self._gateway.shutdown()
        for thread in threading.enumerate():
            if isinstance(thread, FinalizerWorker):  # looks once a second whether it may end
                thread.join(5)
        self._gateway.proc.stdin.close()  # Java ends when it can no longer hear us
        try:
            self._gateway.proc.wait(10)
        except subprocess.TimeoutExpired:
            self._gateway.proc.kill()
            self._gateway.proc.wait()
