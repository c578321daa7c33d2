"""Questions that change faster than they can be answered, as while a slider is dragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_als.gui.jobs import Jobs
from desktop_als.gui.latest import Latest

Asked = tuple[Callable[[], Any], Callable[[Any], None], Callable[[str], None] | None]


class Following:
    """Has one question under way; of those asked meanwhile only the newest is next.

    :class:`Latest` alone would silence every answer for as long as the slider moves.
    """

    def __init__(self, jobs: Jobs, title: str) -> None:
        self._latest = Latest(jobs, title)
        self._under_way = False
        self._next: Asked | None = None

    def ask(
        self, question: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[str], None] | None = None
    ) -> None:
        """As :meth:`Latest.ask`; each answer that comes is told, while a newer question waits too."""
        if self._under_way:
            self._next = question, done, failed
            return
        self._under_way = True
        self._latest.ask(
            question, lambda answer: self._answered(done, answer), lambda text: self._answered(failed, text)
        )

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._latest.drop()
        self._under_way, self._next = False, None

    @property
    def settled(self) -> bool:
        """True when the newest question was answered."""
        return not self._under_way

    def _answered(self, tell: Callable[[Any], None] | None, answer: Any) -> None:
        self._under_way = False
        following, self._next = self._next, None
        if following is not None:
            self.ask(*following)
        if tell is not None:
            tell(answer)
