"""The use cases "say what counts as a play" and "count again"."""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.library import Library
from desktop_als.library import counting as layer
from desktop_als.library.counting import CountingRule, Recount


class Counting:
    """What counts as a play. Every row stays, so each change can be taken back."""

    def __init__(self, library: Library, changed: Callable[[], None]) -> None:
        self._library = library
        self._changed = changed

    def rule(self) -> CountingRule:
        """What counts now."""
        with self._library.reading() as cursor:
            return layer.counting(cursor)

    def preview(self, rule: CountingRule) -> list[Recount]:
        """What would change for everybody who has plays; nothing is written."""
        with self._library.reading() as cursor:
            return layer.recounts(cursor, rule)

    def change(self, rule: CountingRule) -> None:
        """Count all plays again by this rule: one step that can be undone."""
        seconds = f"{rule.least_ms / 1000:g}"
        label = f"count plays from {seconds} seconds on" + (", or heard to their end" if rule.heard_out else "")
        with self._library.changing("counting", label, "counting") as cursor:
            layer.set_counting(cursor, rule)
        self._changed()
