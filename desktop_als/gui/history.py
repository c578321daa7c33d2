"""Back and forward, as in a browser."""

from __future__ import annotations

from desktop_als.gui.location import Location

KEPT = 200


class VisitedLocations:
    """Where the window was, is, and came back from."""

    def __init__(self, start: Location) -> None:
        self._visited = [start]
        self._at = 0

    @property
    def current(self) -> Location:
        """Where the window is."""
        return self._visited[self._at]

    @property
    def can_go_back(self) -> bool:
        """True when something was visited before."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """True after going back."""
        return self._at < len(self._visited) - 1

    def visit(self, location: Location) -> None:
        """Go somewhere; what lay ahead is forgotten. Visiting the same place again changes nothing."""
        if location != self.current:
            self._visited = [*self._visited[: self._at + 1], location][-KEPT:]
            self._at = len(self._visited) - 1

    def back(self) -> Location:
        """One step back, if there is one."""
        self._at = max(0, self._at - 1)
        return self.current

    def forward(self) -> Location:
        """One step forward, if there is one."""
        self._at = min(len(self._visited) - 1, self._at + 1)
        return self.current
