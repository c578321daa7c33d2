"""How long work tells of itself and how it is stopped. Knows nothing of threads' owners or of Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_als.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """A moment of long work.

    ``done`` and ``total`` share one unit (bytes, rows, epochs), which only the work knows; ``total`` 0 means that the
    end is unknown. ``step`` is a short phrase for people ("Reading history.zip").
    """

    step: str
    done: float = 0.0
    total: float = 0.0

    @property
    def fraction(self) -> float | None:
        """Share done, 0 to 1, or None when the end is unknown."""
        return min(1.0, max(0.0, self.done / self.total)) if self.total > 0 else None


ProgressSink = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """The sink of callers that do not watch."""


class CancelToken:
    """A flag that one thread raises and another looks at. Raising it twice is the same as once."""

    __slots__ = ("_event",)

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """True once :meth:`cancel` was called."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise :class:`~desktop_als.errors.Cancelled` when the work was asked to stop."""
        if self._event.is_set():
            raise Cancelled
