"""One session of Spark after another in the same process: each with its own Java, none leaves a trace."""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from desktop_als.engines.spark import session
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.configuration import PACKAGE
from desktop_als.engines.spark.session import Connection, connect, connected, try_connection
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken

pytestmark = pytest.mark.spark


def heap(connection: Connection) -> int:
    """MiB that Java may use, as it says itself."""
    return int(connection.context._jvm.Runtime.getRuntime().maxMemory()) >> 20


def traces() -> tuple[object, ...]:
    return signal.getsignal(signal.SIGINT), list(sys.path), list(logging.getLogger().handlers)


def test_a_session_ends_without_a_trace_and_the_next_has_its_own_memory(capfd: pytest.CaptureFixture[str]) -> None:
    before = traces()
    connection = connect(Cluster("local[1]", memory=512), CancelToken())
    process = connection.context._gateway.proc
    assert 450 < heap(connection) <= 512
    connection.close()
    connection.close()
    assert process.poll() is not None, "Java still runs"
    assert traces() == before
    with pytest.raises(TrainingError, match="connection to the cluster ended"):
        connection.watch(lambda: connection.context.parallelize([1]).count())
    with connected(Cluster("local[1]", memory=700), CancelToken()) as another:
        assert 600 < heap(another) <= 700
    assert capfd.readouterr() == ("", ""), "Spark wrote to the terminal"


def test_java_that_dies_is_told_quietly_and_the_next_try_works(capfd: pytest.CaptureFixture[str]) -> None:
    with connected(Cluster("local[1]", memory=512), CancelToken()) as connection:
        seen = connection.context.accumulator(0)
        connection.watch(lambda: connection.context.parallelize([1, 2], 1).foreach(seen.add))
        assert seen.value == 3
        threading.Timer(0.5, connection.context._gateway.proc.kill).start()
        with pytest.raises(TrainingError, match="connection to the cluster ended"):
            connection.watch(
                lambda: connection.context.parallelize([0], 1).map(lambda _: threading.Event().wait(120)).collect()
            )
        with pytest.raises(TrainingError, match="connection to the cluster ended"):
            connection.shuffled_bytes()
    facts = try_connection(Cluster("local[1]", memory=512), CancelToken())
    assert (facts.executors, facts.cores, facts.memory) == (1, 1, 512)
    assert facts.python == ".".join(map(str, sys.version_info[:3]))
    assert facts.spark.startswith("4.")
    assert int(facts.java.partition(".")[0]) >= 17
    assert capfd.readouterr() == ("", ""), "Spark wrote to the terminal"


def test_workers_without_our_code_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def there(_: int) -> str:
        import desktop_als.engines.spark.block_step as step

        return step.__file__

    monkeypatch.setattr(session, "on_this_computer", lambda _: False)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.chdir(tmp_path)  # where workers look first
    with connected(Cluster("local[1]", memory=512), CancelToken()) as connection:
        file = connection.watch(lambda: connection.context.parallelize([0], 1).map(there).first())
    assert not Path(file).is_relative_to(PACKAGE)


def test_connecting_can_be_cancelled() -> None:
    before, cancel = traces(), CancelToken()
    threading.Timer(1.0, cancel.cancel).start()
    with pytest.raises(Cancelled):
        connect(Cluster("local[1]", memory=512), cancel)
    assert traces() == before


@pytest.mark.skipif(os.name == "nt", reason="the fake Java is a shell script")
def test_what_java_says_when_it_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "java"
    fake.write_text(
        "#!/bin/sh\n"
        """[ "$1" = -version ] && { echo 'openjdk version "21.0.2"' >&2; exit; }\n"""
        "echo Could not reserve enough space for 943718400KB object heap >&2; exit 1\n"
    )
    fake.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    before = traces()
    with pytest.raises(TrainingError, match=r"cannot give Spark 921,600 MiB\. Ask for less memory"):
        connect(Cluster("local[1]", memory=921_600), CancelToken())
    assert traces() == before
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # pyspark drops the pipe to a Java that did not start
        gc.collect()


def test_ctrl_c_is_the_callers() -> None:
    """As the command line has it: the first Ctrl+C raises the token, and nothing is torn down behind its back."""
    program = (
        "import os, signal\n"
        "from desktop_als.engines.spark.cluster import Cluster\n"
        "from desktop_als.engines.spark.session import connected\n"
        "from desktop_als.errors import Cancelled\n"
        "from desktop_als.progress import CancelToken\n"
        "cancel = CancelToken()\n"
        "signal.signal(signal.SIGINT, lambda *_: cancel.cancel())\n"
        "import time\n"
        "def look(share):\n"
        "    if connection.context.statusTracker().getActiveStageIds():\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "with connected(Cluster('local[1]', memory=512), cancel) as connection:\n"
        "    try:\n"
        "        connection.watch(lambda: connection.context.parallelize([0], 1).map(lambda _: time.sleep(120)).collect(), look)\n"
        "    except Cancelled:\n"
        "        print('stopped')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=300,
        check=False,
    )
    assert (ran.stdout, ran.stderr, ran.returncode) == ("stopped\n", "", 0)
