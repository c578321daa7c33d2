"""How far a call of ``ALS.fit`` is, told by the jobs it submits: it tells nothing itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

_HALF_EPOCH = "aggregate at ALS"
"""Begins the name of the job that sums a side's Gram matrix. ALS submits one before each half-epoch, and as Spark is lazy it is
this job that solves the half-epoch before."""


class AlsJobs:
    """The jobs submitted since this was made.

    Attributes:
        began: Unix seconds at which the first epoch began, or until then those at which this was made.
    """

    def __init__(self, context: Any, epochs: int) -> None:
        self._store = context._jsc.sc().statusStore()  # noqa: SLF001 - the tracker of Python knows no names of jobs
        self._epochs = epochs
        self._last = max((job.jobId() for job in self._newest_first()), default=-1)
        self._halves = 0
        self._done = 0.0
        self.began = time.time()

    def epochs_done(self) -> float:
        """Epochs done by now, with fractions; it never falls."""
        running = 0.0
        for job in reversed(list(self._since(self._last))):
            is_half, has_ended = job.name().startswith(_HALF_EPOCH), job.completionTime().isDefined()
            if is_half and not self._halves:
                self.began = job.submissionTime().get().getTime() / 1000
            if has_ended:
                self._last = job.jobId()
                self._halves += is_half
            elif self._halves:
                running = (job.numCompletedTasks() + job.numSkippedTasks()) / max(1, job.numTasks())
        # The first of them only has the random start to sum.
        self._done = max(self._done, min(self._epochs, (max(0, self._halves - 1) + running) / 2))
        return self._done

    def _since(self, last: int) -> Iterator[Any]:
        for job in self._newest_first():
            if job.jobId() <= last:
                return
            yield job

    def _newest_first(self) -> Iterator[Any]:
        jobs = self._store.jobsList(None).iterator()
        while jobs.hasNext():
            yield jobs.next()
