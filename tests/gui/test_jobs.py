from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_als.errors import ModelError
from desktop_als.gui.jobs import UNEXPECTED, Jobs
from desktop_als.progress import CancelToken, Progress, ProgressSink


def until_cancelled(cancel: CancelToken, *_: Any) -> None:
    while True:
        cancel.check()
        time.sleep(0.002)


def test_the_answer_arrives_on_the_thread_of_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[tuple[int, threading.Thread]] = []
    jobs.submit("Adding", lambda *_: 2 + 3, lane="query", done=lambda n: seen.append((n, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(5, threading.main_thread())]


def test_values_arrive_in_order_and_before_the_answer(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[Any] = []

    def work(_: CancelToken, __: ProgressSink, send: Any) -> str:
        for number in range(500):
            send(number)
        return "end"

    jobs.submit("Counting", work, lane="compute", partial=seen.append, done=seen.append)
    qtbot.waitUntil(lambda: "end" in seen)
    assert seen == [*range(500), "end"]


def test_a_cancelled_job_says_so_once(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[str] = []
    job = jobs.submit(
        "Waiting",
        until_cancelled,
        lane="io",
        done=lambda _: seen.append("done"),
        cancelled=lambda: seen.append("cancelled"),
    )
    qtbot.wait(20)
    job.cancel()
    qtbot.waitUntil(lambda: jobs.idle)
    qtbot.wait(50)
    assert seen == ["cancelled"]


def test_a_forgotten_job_is_silent(jobs: Jobs, qtbot: QtBot) -> None:
    seen: list[object] = []
    gate = threading.Event()

    def work(_: CancelToken, __: ProgressSink, send: Any) -> int:
        send(1)
        gate.wait(5)
        return 2

    job = jobs.submit("Old question", work, lane="query", done=seen.append, partial=seen.append, quiet=True)
    jobs.forget(job)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    qtbot.wait(80)
    assert seen == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(ModelError("There is no model yet."), "There is no model yet."), (ZeroDivisionError(), UNEXPECTED)],
)
def test_a_failure_is_a_sentence(jobs: Jobs, qtbot: QtBot, error: Exception, sentence: str) -> None:
    seen: list[str] = []

    def work(*_: Any) -> None:
        raise error

    jobs.submit("Failing", work, lane="io", failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [sentence]


def test_a_lane_takes_one_job_at_a_time_and_lanes_do_not_wait_for_each_other(jobs: Jobs, qtbot: QtBot) -> None:
    running, most = [0], [0]
    lock = threading.Lock()

    def work(*_: Any) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.005)
        with lock:
            running[0] -= 1

    for _ in range(5):
        jobs.submit("Computing", work, lane="compute")
    blocked = jobs.submit("Importing", until_cancelled, lane="io")
    qtbot.waitUntil(lambda: [job.title for job in jobs.running()] == ["Importing"])
    assert most[0] == 1
    blocked.cancel()
    qtbot.waitUntil(lambda: jobs.idle)


def test_progress_gives_the_time_left(jobs: Jobs, qtbot: QtBot) -> None:
    def work(cancel: CancelToken, progress: ProgressSink, _: Any) -> None:
        progress(Progress("Half", 1, 2))
        until_cancelled(cancel)

    job = jobs.submit("Halving", work, lane="io")
    qtbot.waitUntil(lambda: job.progress.fraction == 0.5)
    left = job.seconds_left()
    assert left is not None
    assert left > 0
    job.cancel()


def test_shutdown_stops_everything_and_calls_nobody(qapp: Any, qtbot: QtBot) -> None:
    jobs = Jobs()
    seen: list[object] = []
    for lane in ("compute", "io", "query"):
        jobs.submit("Endless", until_cancelled, lane=lane, done=seen.append, cancelled=lambda: seen.append(1))  # type: ignore[arg-type]
    assert jobs.shutdown()
    qtbot.wait(80)
    assert seen == []
    assert jobs.submit("Late", lambda *_: seen.append(2), lane="io").finished
