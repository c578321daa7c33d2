"""Running what asks the cluster to work, so that it can be stopped and tells how far it is."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, TypeVar

from desktop_als.engines.spark.executors import Patience
from desktop_als.progress import CancelToken

T = TypeVar("T")

PULSE = 0.1
"""Seconds after which cancel is honoured."""
LOOK_EVERY = 3
"""Pulses between two looks at the cluster: each asks Java some dozen times, beside the work."""
LAST_WAIT = 20.0
"""Seconds that stopped work may take to end."""


def watch(
    context: Any, action: Callable[[], T], cancel: CancelToken, patience: Patience, tell: Callable[[float], None]
) -> T:
    """Run ``action`` in a thread of its own, in a job group of its own, and look after both from this one.

    Raises:
        Cancelled: ``cancel`` was raised; the jobs are stopped.
        TrainingError: ``patience`` came to an end; the jobs are stopped.
        Exception: of the action or of Spark, as it is.
    """
    group = f"desktop-als-{uuid.uuid4().hex}"
    jobs = _Jobs(context, group)

    def in_group() -> T:
        context.setJobGroup(group, "Desktop ALS", interruptOnCancel=True)
        return action()

    def look() -> None:
        patience.check()
        tell(jobs.share())

    result = in_background(in_group, cancel, partial(context.cancelJobGroup, group), look)
    tell(1.0)
    return result


def in_background(
    action: Callable[[], T], cancel: CancelToken, stop: Callable[[], None], look: Callable[[], None] = lambda: None
) -> T:
    """Run ``action`` in a thread and ``look`` a few times a second in this one.

    When ``cancel`` is raised or ``look`` raises, ``stop`` is called until the action has ended: it may begin another job.

    Raises:
        Cancelled: ``cancel`` was raised.
        Exception: of ``action`` or ``look``.
    """
    outcome: Future[T] = Future()

    def work() -> None:
        try:
            outcome.set_result(action())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            outcome.set_exception(error)

    cancel.check()
    thread = threading.Thread(target=work, name="Spark", daemon=True)
    thread.start()
    try:
        for pulse in count(1):
            thread.join(PULSE)
            cancel.check()  # before its outcome: Ctrl+C reaches the workers too, and what they then say is no failure
            if not thread.is_alive():
                break
            if pulse % LOOK_EVERY == 0:
                look()
    except BaseException:
        _end(thread, stop)
        raise
    return outcome.result()


def _end(thread: threading.Thread, stop: Callable[[], None]) -> None:
    end = time.monotonic() + LAST_WAIT
    while thread.is_alive() and time.monotonic() < end:
        with suppress(Exception):  # Spark may be gone
            stop()
        thread.join(PULSE)


class _Jobs:
    """The jobs of a group, as many as are known by now."""

    def __init__(self, context: Any, group: str) -> None:
        self._group, self._tracker = group, context.statusTracker()
        self._store = context._jsc.sc().statusStore()  # noqa: SLF001 - the tracker of Python counts no skipped tasks
        self._ended: dict[int, int] = {}
        self._share = 0.0

    def share(self) -> float:
        """Tasks done, of all tasks known, 0 to 1. It never falls, though more jobs may come."""
        done, total = 0, 0
        for job in self._tracker.getJobIdsForGroup(self._group):
            tasks, left = self._tasks(job)
            done, total = done + tasks - left, total + tasks
        if total:
            self._share = max(self._share, done / total)
        return self._share

    def _tasks(self, job: int) -> tuple[int, int]:
        """How many it has, and how many are left."""
        if job in self._ended:
            return self._ended[job], 0
        data = self._store.job(job)
        if data.completionTime().isDefined():
            self._ended[job] = data.numTasks()
            return self._ended[job], 0
        return data.numTasks(), max(0, data.numTasks() - data.numCompletedTasks() - data.numSkippedTasks())
