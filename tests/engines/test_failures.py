"""What a person reads when a cluster, or the Java here, does not do what it should. Needs neither."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_als.engines.spark import java, reaching, session
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.failures import KEPT, is_of_spark, sentence_of, told_plainly
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken

CLUSTER = Cluster("spark://music.example:7077", memory=1536)

ABORTED = (
    "An error occurred while calling z:org.apache.spark.api.python.PythonRDD.collectAndServe.\n"
    ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 6.0 failed 4 times, most recent "
    "failure: Lost task 0.3 in stage 6.0 (TID 8) (192.0.2.7 executor 1): "
)
STACK = "\n\tat org.apache.spark.scheduler.DAGScheduler.abortStage(DAGScheduler.scala:2785)\n\tat java.lang.Thread.run"
IN_PYTHON = (
    "An exception was thrown from the Python worker:\nTraceback (most recent call last):\n"
    '  File "/opt/desktop_als/engines/spark/block_step.py", line 23, in solve\n    step(block)\n'
)

TOLD = {
    ABORTED + "org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n"
    "ModuleNotFoundError: No module named 'numba'\n" + STACK: "workers lacks numba",
    IN_PYTHON + "ModuleNotFoundError: No module named 'pyarrow'": "workers lacks pyarrow",
    "[PYTHON_VERSION_MISMATCH] Python in worker has different version: 3.9 than that in driver: 3.11, PySpark cannot run "
    "with different minor versions.": "workers have Python 3.9, and this app runs on Python 3.11",
    ABORTED + 'java.io.IOException: Cannot run program "python3.11": error=2, No such file or directory' + STACK: (
        "no Python called python3.11"
    ),
    ABORTED + "java.io.IOException: No space left on device" + STACK: "disk of the cluster is full",
    IN_PYTHON + "OSError: [Errno 28] No space left on device": "disk of the cluster is full",
    ABORTED + "java.lang.OutOfMemoryError: Java heap space" + STACK: "out of its 1,536 MiB of memory",
    IN_PYTHON + "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8.00 PiB for an array": "1,536 MiB",
    ABORTED
    + "ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Command exited with code "
    "137\nexit code 137": "1,536 MiB",
    ABORTED
    + "org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)."
    + STACK: "Python was ended",
    "An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.\n: java.io.InvalidClassException: "
    "org.apache.spark.rpc.netty.RpcEndpointVerifier$CheckExistence; local class incompatible": "another version of Spark",
    ABORTED + "ExecutorLostFailure (executor 1 exited unrelated to the running tasks) Reason: worker lost": (
        "lost executors again and again"
    ),
    "An error occurred while calling None.org.apache.spark.api.java.JavaSparkContext.\n: org.apache.spark.SparkException: "
    "Application has been killed. Reason: All masters are unresponsive! Giving up.": "music.example:7077 does not answer",
    "[PATH_NOT_FOUND] Path does not exist: file:/music/plays.parquet. SQLSTATE: 42K03": "finds nothing at /music/plays.parquet.",
    "Input path does not exist: hdfs://store:9000/plays" + STACK: "finds nothing at hdfs://store:9000/plays.",
    ABORTED + "java.io.FileNotFoundException: File file:/exchange/pairs/part-0.parquet does not exist" + STACK: (
        "cannot read /exchange/pairs/part-0.parquet."
    ),
    IN_PYTHON
    + "FileNotFoundError: [Errno 2] No such file or directory: '/exchange/y.npy'": "cannot read /exchange/y.npy.",
    "[FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] Encountered error while reading file file:/x. SQLSTATE: KD001": "no Parquet",
    "An error occurred while calling o52.parquet.\n: java.lang.RuntimeException: java.lang.ClassNotFoundException: Class "
    "org.apache.hadoop.fs.s3a.S3AFileSystem not found" + STACK: "lacks the file system S3A",
    "An error occurred while calling o52.parquet.\n: java.net.UnknownHostException: store.example" + STACK: (
        "called store.example."
    ),
    "An error occurred while calling o52.parquet.\n: java.io.IOException: Mkdirs failed to create file:/exchange/x"
    + STACK: ("may not read or write"),
    "An error occurred while calling o49.collect.\n: org.apache.spark.SparkException: Job 1 cancelled because SparkContext "
    "was shut down" + STACK: "connection to the cluster ended",
    "An error occurred while calling o49.sc": "connection to the cluster ended",
    "[Errno 111] Connection refused": "connection to the cluster ended",
    "[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.\nError occurred during "
    "initialization of VM\nCould not reserve enough space for 16777216000KB object heap": "cannot give Spark 1,536 MiB",
    IN_PYTHON
    + "desktop_als.errors.TrainingError: There is nothing to train on.": "There is nothing to train on. The library",
    IN_PYTHON
    + "ValueError: assignment destination is read-only\nmore": "ValueError: assignment destination is read-only.",
    "An error occurred while calling o74.select.\n: org.apache.spark.sql.AnalysisException: Odd plan"
    + STACK: ": Odd plan.",
    "": "it gave no reason",
}


@pytest.mark.parametrize(("text", "words"), TOLD.items(), ids=TOLD.values())
def test_what_spark_says_becomes_words(text: str, words: str) -> None:
    sentence = sentence_of(text, CLUSTER)
    assert words in sentence
    assert sentence.endswith(KEPT)
    assert "org.apache" not in sentence
    assert "\n" not in sentence
    assert ".." not in sentence


@given(st.text())
def test_whatever_it_says_is_told_in_one_line_of_bearable_length(text: str) -> None:
    sentence = sentence_of(text, CLUSTER)
    assert len(sentence.splitlines()) == 1
    assert len(sentence) < 1_000
    assert sentence.endswith(KEPT)


def test_only_failures_of_spark_are_told_our_own_mistakes_stay_visible() -> None:
    assert is_of_spark(ConnectionResetError("Connection reset by peer"))
    for mine in (ValueError("a mistake"), TrainingError("A sentence."), Cancelled()):
        with pytest.raises(type(mine)) as raised, told_plainly(CLUSTER):
            raise mine
        assert raised.value is mine


def test_the_reason_is_kept_for_those_who_look_for_it() -> None:
    reason = ConnectionRefusedError("[Errno 111] Connection refused")
    with pytest.raises(TrainingError, match="connection to the cluster ended") as raised, told_plainly(CLUSTER):
        raise reason
    assert raised.value.__cause__ is reason


def test_an_exception_of_a_java_that_is_gone_has_no_words_left() -> None:
    class Py4JJavaError(Exception):
        __module__ = "py4j.protocol"

        def __str__(self) -> str:
            raise ConnectionRefusedError("[Errno 111] Connection refused")

    with pytest.raises(TrainingError, match="connection to the cluster ended"), told_plainly(CLUSTER):
        raise Py4JJavaError


# Java


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where commands are looked for; JAVA_HOME is not set."""
    if os.name == "nt":
        pytest.skip("the fake Java is a shell script")
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    return folder


def put_java(folder: Path, version: str) -> None:
    """A ``java`` whose ``-version`` prints this."""
    script = folder / "java"
    script.write_text(f"#!/bin/sh\necho '{version}' >&2\n")
    script.chmod(0o755)


def test_no_java(path: Path) -> None:
    with pytest.raises(TrainingError, match=r"there is none here\. Install Java 17 or newer .* JAVA_HOME"):
        java.require_java()


@pytest.mark.parametrize(
    ("says", "version"),
    [('java version "1.8.0_392"', "1.8.0_392"), ('openjdk version "11.0.21" 2023-10-17', "11.0.21")],
)
def test_a_java_too_old_is_named(path: Path, says: str, version: str) -> None:
    put_java(path, says)
    with pytest.raises(TrainingError, match=rf"needs Java 17 or newer, and found Java {version}\."):
        java.require_java()


@pytest.mark.parametrize(
    ("says", "version"),
    [('openjdk version "17.0.15" 2025-04-15', "17.0.15"), ('openjdk version "25-ea" 2025-09-16', "25-ea")],
)
def test_a_java_that_does(path: Path, says: str, version: str) -> None:
    put_java(path, says)
    assert java.require_java() == version


def test_a_java_that_does_not_start(path: Path) -> None:
    put_java(path, "Error: could not find libjava.so")
    with pytest.raises(TrainingError, match="does not start"):
        java.require_java()


def test_java_home_goes_before_the_path(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_java(path, 'openjdk version "17.0.15"')
    home = tmp_path / "old"
    (home / "bin").mkdir(parents=True)
    monkeypatch.setenv("JAVA_HOME", str(home))
    with pytest.raises(TrainingError, match="JAVA_HOME names a folder without it"):
        java.require_java()
    put_java(home / "bin", 'java version "1.8.0_392"')
    with pytest.raises(TrainingError, match=r"found Java 1\.8"):
        java.require_java()


# pyspark and the master


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(TrainingError, match=r"pyspark, which is not installed.*pip install 'desktop-als\[spark\]'"):
        session.connect(Cluster("local[1]"), CancelToken())


@pytest.fixture
def closed_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("port", [None, 65535 + 1])
def test_a_master_that_does_not_answer(closed_port: int, port: int | None) -> None:
    cluster = Cluster(f"spark://127.0.0.1:{port or closed_port}")
    with pytest.raises(TrainingError, match=f"No Spark master answers at {cluster.master}"):
        reaching.address_towards(cluster, CancelToken())


def test_one_master_of_several_is_enough_and_tells_our_own_address(closed_port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as master:
        cluster = Cluster(f"spark://127.0.0.1:{closed_port},127.0.0.1:{master.getsockname()[1]}")
        assert reaching.address_towards(cluster, CancelToken()) == "127.0.0.1"


def test_looking_for_a_master_can_be_cancelled(closed_port: int) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        reaching.address_towards(Cluster(f"spark://127.0.0.1:{closed_port}"), cancel)


@pytest.mark.parametrize("master", ["", "yarn", "spark://", "spark://host", "http://host:7077", "local[0]"])
def test_what_is_no_master_is_told_before_anything_starts(master: str) -> None:
    with pytest.raises(TrainingError, match="no address of a Spark master"):
        Cluster(master)
