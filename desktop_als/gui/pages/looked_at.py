"""Notices which rows of a list a person has really looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_als.gui.tables.view import TableView

MS = 2_000
"""How long rows must be in sight. A list that is only passed was not looked at."""


class LookedAt(QObject):
    """Tells the ids that were in sight for a while, each once for a list."""

    def __init__(self, table: TableView, tell: Callable[[list[int]], None]) -> None:
        super().__init__(table)
        self._table, self._tell = table, tell
        self._told: set[int] = set()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(MS)
        self._clock.timeout.connect(self._look)
        table.verticalScrollBar().valueChanged.connect(self._wait_again)

    def begin(self) -> None:
        """Another list is shown."""
        self._told = set()
        self._clock.start()

    def go_on(self) -> None:
        """The same list is seen again."""
        self._clock.start()

    def stop(self) -> None:
        """What is shown is no list to be remembered."""
        self._clock.stop()

    @Slot()
    def _wait_again(self) -> None:
        if self._clock.isActive() or self._told:
            self._clock.start()

    @Slot()
    def _look(self) -> None:
        if not self._table.isVisible() or self._table.window().isMinimized():
            return
        fresh = [each for each in self._table.ids_in_sight() if each not in self._told]
        self._told.update(fresh)
        if fresh:
            self._tell(fresh)
