"""The listener at hand: for whom an artist's page likes and bans, and whom new pages propose."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class CurrentListener(QObject):
    """The listener whose page was seen last; before that, the only person in the library if there is one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._id: int | None = None

    @property
    def id(self) -> int | None:
        """The library's id, or None while nobody was chosen."""
        return self._id

    def choose(self, listener_id: int | None) -> None:
        """Take another one."""
        if listener_id != self._id:
            self._id = listener_id
            self.changed.emit()
