"""A session of Spark on this computer: what runs in it can be watched and stopped, and what fails there is told plainly."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.session import Connection, connect, connected
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.progress import CancelToken

pytestmark = pytest.mark.spark

HERE = Cluster("local[2]", memory=600)
LONG = 120.0
"""Seconds of work that must be stopped before it ends."""
OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture(scope="module")
def token() -> CancelToken:
    return CancelToken()


@pytest.fixture(scope="module")
def connection(token: CancelToken) -> Iterator[Connection]:
    before = signal.getsignal(signal.SIGINT)
    with connected(HERE, token) as opened:
        assert signal.getsignal(signal.SIGINT) is before, "Ctrl+C was taken over"
        yield opened


@pytest.fixture(autouse=True)
def not_cancelled(token: CancelToken) -> None:
    """One session serves all tests: what one of them cancels is not so for the next."""
    token._event.clear()


def on_each(connection: Connection, work: Callable[[int], Any], tasks: int = 4) -> Callable[[], list[Any]]:
    """An action of some tasks."""
    return lambda: connection.context.parallelize(range(tasks), tasks).map(work).collect()


def running_jobs(connection: Connection) -> list[int]:
    connection.context._jsc.sc().listenerBus().waitUntilEmpty()  # what is told of jobs comes a moment later than their end
    return list(connection.context.statusTracker().getActiveJobsIds())


def test_what_ran_is_given_back(connection: Connection) -> None:
    assert connection.watch(on_each(connection, lambda number: number * number)) == [0, 1, 4, 9]


def test_as_many_tasks_run_at_once_as_were_asked_for(connection: Connection) -> None:
    assert connection.cores == 2


def test_progress_rises_from_task_to_task_up_to_1(connection: Connection) -> None:
    told: list[float] = []
    connection.watch(on_each(connection, lambda _: time.sleep(0.4), tasks=6), told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert any(0 < share < 1 for share in told)


def test_progress_is_told_in_the_thread_that_waits(connection: Connection) -> None:
    told: set[threading.Thread] = set()
    connection.watch(on_each(connection, str), lambda _: told.add(threading.current_thread()))
    assert told == {threading.current_thread()}


def cancelled_while_it_works(connection: Connection, token: CancelToken) -> None:
    def look(_: float) -> None:
        if running_jobs(connection):
            token.cancel()

    started = time.monotonic()
    with pytest.raises(Cancelled):
        connection.watch(on_each(connection, lambda _: time.sleep(LONG)), look)
    assert time.monotonic() - started < LONG
    assert running_jobs(connection) == []


def test_cancel_stops_the_jobs(connection: Connection, token: CancelToken) -> None:
    cancelled_while_it_works(connection, token)


def test_cancel_stops_the_jobs_when_another_thread_waits_for_them(connection: Connection, token: CancelToken) -> None:
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            cancelled_while_it_works(connection, token)
        except BaseException as error:  # noqa: BLE001 - judged below
            failed.append(error)

    worker = threading.Thread(target=wait)
    worker.start()
    worker.join()
    assert failed == []


def test_cancel_stops_the_jobs_that_come_after_those_that_are_stopped(
    connection: Connection, token: CancelToken
) -> None:
    begun = 0

    def stubborn() -> None:
        nonlocal begun
        for _ in range(3):
            begun += 1
            with pytest.raises(Exception, match="cancelled"):
                on_each(connection, lambda _: time.sleep(LONG))()

    with pytest.raises(Cancelled):
        connection.watch(stubborn, lambda _: token.cancel() if running_jobs(connection) else None)
    assert begun == 3


def test_what_was_cancelled_before_does_not_begin(connection: Connection, token: CancelToken) -> None:
    token.cancel()
    with pytest.raises(Cancelled):
        connection.watch(lambda: pytest.fail("it began"))


def test_after_a_cancel_the_session_goes_on(connection: Connection) -> None:
    assert connection.watch(on_each(connection, str, tasks=2)) == ["0", "1"]


def test_when_the_watcher_fails_the_jobs_are_stopped(connection: Connection) -> None:
    def look(_: float) -> None:
        if running_jobs(connection):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        connection.watch(on_each(connection, lambda _: time.sleep(LONG)), look)
    assert running_jobs(connection) == []


def without_a_module(_: int) -> None:
    import nowhere_to_be_found  # noqa: F401


def without_memory(_: int) -> None:
    raise MemoryError


def ended_by_the_system(_: int) -> None:
    os._exit(137)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (without_a_module, "lacks nowhere_to_be_found"),
        (without_memory, "ran out of its 600 MiB"),
        (ended_by_the_system, "a worker's python was ended"),
    ],
)
def test_what_fails_in_a_worker_is_one_sentence(
    connection: Connection, work: Callable[[int], None], words: str
) -> None:
    with pytest.raises(TrainingError, match=rf"(?i){words}.*stay as they were\.$"):
        connection.watch(on_each(connection, work, tasks=1))


def test_what_the_cluster_cannot_read_is_named(connection: Connection) -> None:
    with pytest.raises(TrainingError, match=r"finds nothing at /nowhere/plays\.parquet\. "):
        connection.watch(lambda: connection.spark.read.parquet("/nowhere/plays.parquet").count())


def test_a_full_heap_is_told_and_survived(connection: Connection) -> None:
    with pytest.raises(TrainingError, match="out of its 600 MiB of memory"):
        connection.watch(lambda: connection.spark.sql("select sequence(1L, 300000000L)").collect())
    assert connection.watch(on_each(connection, str, tasks=1)) == ["0"]


def test_our_own_mistakes_are_not_hidden(connection: Connection) -> None:
    with pytest.raises(ZeroDivisionError):
        connection.watch(lambda: 1 // 0)


def test_shuffled_bytes_are_those_that_tasks_write_for_others(connection: Connection) -> None:
    before = connection.shuffled_bytes()
    connection.watch(on_each(connection, str))
    assert connection.shuffled_bytes() == before

    def gather() -> int:
        values = connection.context.parallelize([os.urandom(1 << 20)] * 2, 2)
        return int(values.map(lambda value: (len(value), value)).groupByKey(1).count())

    connection.watch(gather)
    assert 2 << 20 < connection.shuffled_bytes() - before < 3 << 20


def test_there_is_one_session_at_a_time(connection: Connection) -> None:
    with pytest.raises(TrainingError, match="running already"):
        connect(HERE, CancelToken())
    assert connection.watch(on_each(connection, str, tasks=1)) == ["0"]


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="this system does not list what is open")
def test_many_actions_leave_no_connections_to_java_behind(connection: Connection) -> None:
    connection.watch(on_each(connection, str, tasks=1))
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(10):
        connection.watch(on_each(connection, str, tasks=1))
    assert len(list(OPEN_FILES.iterdir())) < before + 10
