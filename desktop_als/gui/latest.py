"""Questions behind one view, of which only the newest is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_als.gui.jobs import Job, Jobs, Lane
from desktop_als.progress import CancelToken


class Latest:
    """Asks the query lane, and silences what was asked before: an answer for what is no longer shown never arrives.

    A question that takes seconds asks another lane, for clicks wait behind it.
    """

    def __init__(self, jobs: Jobs, title: str, lane: Lane = "query") -> None:
        self._jobs = jobs
        self._title = title
        self._lane: Lane = lane
        self._job: Job | None = None

    def ask(
        self, question: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[str], None] | None = None
    ) -> None:
        """Run ``question`` in a worker and call back on the UI thread; ``failed`` gets a plain sentence."""
        self.ask_at_length(lambda _: question(), done, failed)

    def ask_at_length(
        self,
        question: Callable[[CancelToken], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """As :meth:`ask`, for a question that takes long enough to look whether anybody still waits."""
        self.drop()
        self._job = self._jobs.submit(
            self._title, lambda cancel, *_: question(cancel), lane=self._lane, done=done, failed=failed, quiet=True
        )

    def drop(self) -> None:
        """The answer is no longer wanted."""
        self._jobs.forget(self._job)
        self._job = None
