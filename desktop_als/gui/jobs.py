"""The only threads of the window: four lanes of one worker each, and a clock that brings their news to the UI thread.

A worker never touches a widget. What it has to say lies in its job's own box; the clock empties the boxes on the UI thread and
calls the callbacks there. So a job that was forgotten is silent from that moment on, whatever its worker still does, and no
queued signal can arrive late.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop_als.errors import Cancelled, DesktopAlsError
from desktop_als.progress import CancelToken, Progress, ProgressSink

Lane = Literal["compute", "io", "network", "query"]
Send = Callable[[Any], None]
Work = Callable[[CancelToken, ProgressSink, Send], Any]

NICENESS: dict[Lane, int] = {"compute": 10, "io": 5, "network": 5, "query": 0}
"""How far a lane steps back for the window: a solver on every core would make it wait for its turn at each frame."""

TICK_MS = 33
SEND_LIMIT = 1_000
UNEXPECTED = "Something went wrong that should not have. Nothing was lost; the details are in the terminal."

log = logging.getLogger(__name__)


class Job:
    """One piece of work, seen from the UI thread.

    Attributes:
        id: never used again in this process.
        title: for people ("Training").
        quiet: not shown in the bar.
        progress: the newest moment its worker told.
    """

    _numbers = itertools.count(1)

    def __init__(self, title: str, *, quiet: bool) -> None:
        self.id = next(self._numbers)
        self.title = title
        self.quiet = quiet
        self.progress = Progress(title)
        self.finished = False
        self._token = CancelToken()
        self._told: Progress | None = None
        self._values: deque[Any] = deque(maxlen=SEND_LIMIT)
        self._outcome: Callable[[], object] | None = None
        self._started: float | None = None

    def cancel(self) -> None:
        """Ask the work to stop. Its ``cancelled`` callback tells when it has."""
        self._token.cancel()

    @property
    def cancel_asked(self) -> bool:
        """True once :meth:`cancel` was called."""
        return self._token.cancelled

    def seconds_left(self) -> float | None:
        """An estimate from the share done since the work began, or None while there is nothing to go by."""
        share = self.progress.fraction
        if self._started is None or not share or share < 0.02:
            return None
        return (time.monotonic() - self._started) * (1 - share) / share


class Jobs(QObject):
    """Give it work; it calls back on the UI thread.

    Lanes: "compute" for everything of numba, whose threading layer allows one caller at a time; "io" for imports; "network" for
    downloads, which may take hours; "query" for reads behind a click, which must answer while the others are busy.
    """

    running_changed = Signal()
    progressed = Signal()
    _news = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {
            lane: ThreadPoolExecutor(1, f"desktop-als-{lane}", initializer=_step_back, initargs=(niceness,))
            for lane, niceness in NICENESS.items()
        }
        self._jobs: dict[int, tuple[Job, Callable[[Any], object] | None]] = {}
        self._futures: set[Future[None]] = set()
        self._open = True
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._deliver)
        # A quick answer should not wait for the clock; the queue carries only "look now", never the answer itself.
        self._news.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        title: str,
        work: Work,
        *,
        lane: Lane,
        done: Callable[[Any], object] | None = None,
        failed: Callable[[str], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        partial: Callable[[Any], None] | None = None,
        quiet: bool = False,
    ) -> Job:
        """Run ``work(cancel, progress, send)`` on a lane.

        Args:
            title: for people.
            work: what it sends goes to ``partial``, in order; what it returns to ``done``.
            lane: where it waits for its turn.
            done, failed, cancelled, partial: called on the UI thread. ``failed`` gets a plain sentence.
            quiet: not shown in the bar.
        """
        job = Job(title, quiet=quiet)
        if not self._open:
            job.finished = True
            return job

        def outcome(callback: Callable[..., object] | None, *values: Any) -> Callable[[], object]:
            return lambda: callback(*values) if callback else None

        def run() -> None:
            job._started = time.monotonic()  # noqa: SLF001 - the two classes are one mechanism
            try:
                job._token.check()  # noqa: SLF001
                job._outcome = outcome(done, work(job._token, tell, job._values.append))  # noqa: SLF001
            except Cancelled:
                job._outcome = outcome(cancelled)  # noqa: SLF001
            except DesktopAlsError as error:
                job._outcome = outcome(failed, str(error))  # noqa: SLF001
            except Exception:
                log.exception("The job “%s” failed.", title)
                job._outcome = outcome(failed, UNEXPECTED)  # noqa: SLF001
            self._news.emit()

        def tell(now: Progress) -> None:
            job._told = now  # noqa: SLF001

        self._jobs[job.id] = job, partial
        future = self._lanes[lane].submit(run)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        self._clock.start()
        if not quiet:
            self.running_changed.emit()
        return job

    def forget(self, job: Job | None) -> None:
        """Cancel a job whose answer is no longer wanted; none of its callbacks is called any more."""
        if job is not None and not job.finished:
            job.cancel()
            job.finished = True
            self._jobs.pop(job.id, None)
            if not job.quiet:
                self.running_changed.emit()

    def running(self) -> list[Job]:
        """The jobs that people see, oldest first."""
        return [job for job, _ in self._jobs.values() if not job.quiet]

    @property
    def idle(self) -> bool:
        """True when nothing runs, waits or has news."""
        return not self._jobs

    def stop(self) -> None:
        """Take no more work and cancel what runs or waits."""
        self._open = False
        for job, _ in self._jobs.values():
            job.cancel()

    @property
    def busy(self) -> bool:
        """True while a worker has not ended."""
        return bool(self._futures)

    def shutdown(self, seconds: float = 5.0) -> bool:
        """Stop and wait for the workers; False when one did not end in time. No callback is called any more."""
        self.stop()
        self._jobs.clear()
        self._clock.stop()
        pending = wait(list(self._futures), timeout=seconds).not_done
        for lane in self._lanes.values():
            lane.shutdown(wait=not pending, cancel_futures=True)
        return not pending

    @Slot()
    def _deliver(self) -> None:
        changed = moved = False
        for job, partial in list(self._jobs.values()):
            # The outcome is looked at first: values sent before it are then surely in the box.
            outcome = job._outcome  # noqa: SLF001
            told = job._told  # noqa: SLF001
            if told is not None and told is not job.progress:
                job.progress = told
                moved = moved or not job.quiet
            while job._values and not job.finished:  # noqa: SLF001
                value = job._values.popleft()  # noqa: SLF001
                if partial is not None:
                    partial(value)
            if outcome is not None and not job.finished:
                job.finished = True
                self._jobs.pop(job.id, None)
                changed = changed or not job.quiet
                outcome()
        if not self._jobs:
            self._clock.stop()
        if changed:
            self.running_changed.emit()
        elif moved:
            self.progressed.emit()


def _step_back(niceness: int) -> None:
    """Lower the priority of this thread and of those it will start, where the system knows priorities of threads."""
    if niceness and sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
