"""The use cases of one history from many sources: see what was joined, choose how, and set clocks right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_als.errors import LibraryError
from desktop_als.history import WALL_CLOCKS
from desktop_als.library import Library, clock
from desktop_als.library import joins as layer
from desktop_als.library.clock import ClockSuspicion
from desktop_als.library.joins import Join, JoinedPlay, Joining, Policy

_LABELS: dict[Policy, str] = {
    "merge": "count once what several services tell",
    "prefer": "prefer one service for its time",
    "keep": "count what every service tells",
}


class Joins:
    """How the sources of a library are joined. Each change is one step that can be undone."""

    def __init__(self, library: Library, changed: Callable[[], None]) -> None:
        self._library = library
        self._changed = changed

    def summary(self, listener_id: int) -> tuple[Join, ...]:
        """What was joined of a listener's plays: the formats, and how many plays; most first."""
        with self._library.reading() as cursor:
            return layer.joins(cursor, listener_id)

    def joined_plays(self, listener_id: int, a: str, b: str, limit: int = 1000) -> tuple[JoinedPlay, ...]:
        """The first plays that were joined between formats ``a`` and ``b``, oldest first."""
        with self._library.reading() as cursor:
            return layer.joined_plays(cursor, listener_id, a, b, limit)

    def apart_plays(self, listener_id: int) -> tuple[JoinedPlay, ...]:
        """The plays that were said to be no other's twin, oldest first."""
        with self._library.reading() as cursor:
            return layer.apart_plays(cursor, listener_id)

    def formats(self, listener_id: int) -> tuple[str, ...]:
        """The ids of the formats that tell a listener's plays."""
        with self._library.reading() as cursor:
            return tuple(layer.formats_of(cursor, listener_id))

    def joining(self, listener_id: int) -> Joining:
        """How a listener's sources are joined."""
        with self._library.reading() as cursor:
            return layer.joining(cursor, listener_id)

    def choose(self, listener_id: int, policy: Policy, preferred: str | None = None) -> None:
        """Join a listener's sources in another way; ``preferred`` is the format id that "prefer" is about.

        Raises:
            LibraryError: the listener has no plays of this format, or it is missing.
        """
        chosen = Joining(policy, preferred if policy == "prefer" else None)
        with self._library.reading() as cursor:
            formats = layer.formats_of(cursor, listener_id)
        if policy == "prefer" and preferred not in formats:
            raise LibraryError(f"Choose the format to prefer among those of this listener: {', '.join(formats)}.")
        with self._library.changing("joining", _LABELS[policy], "joining") as cursor:
            layer.set_joining(cursor, listener_id, chosen)
        self._changed()

    def keep_apart(self, plays: Sequence[tuple[int, int]]) -> None:
        """Let plays, known by source and row, count beside those that seemed to be the same."""
        with self._library.changing("joining", f"count {_plays(len(plays))} apart", "apart") as cursor:
            layer.keep_apart(cursor, plays)
        self._changed()

    def join_again(self, plays: Sequence[tuple[int, int]]) -> None:
        """Take back :meth:`keep_apart` for some plays."""
        with self._library.changing("joining", f"join {_plays(len(plays))} again", "apart") as cursor:
            layer.join_again(cursor, plays)
        self._changed()

    def clock_suspicions(self, listener_id: int) -> tuple[ClockSuspicion, ...]:
        """The files of a listener whose times seem to be off by a constant."""
        with self._library.reading() as cursor:
            return clock.suspicions(cursor, listener_id, WALL_CLOCKS)

    def move_clocks(self, seconds: Sequence[tuple[int, int]]) -> None:
        """Add to the times of sources, of (source id, seconds), in one step."""
        with self._library.changing("clock", "set clocks right", "shifts") as cursor:
            for source_id, more in seconds:
                clock.move_clock(cursor, source_id, more)
        self._changed()


def _plays(count: int) -> str:
    return "1 play" if count == 1 else f"{count:,} plays"
