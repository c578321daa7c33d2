"""What every page is: a widget that shows a location, built from a context, refreshed when stale and seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_als.gui.current_listener import CurrentListener
from desktop_als.gui.jobs import Jobs
from desktop_als.gui.location import Location
from desktop_als.gui.theme import ThemeSource
from desktop_als.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """What pages may use. They know neither the window nor each other."""

    workspace: Workspace
    jobs: Jobs
    theme: ThemeSource
    go: Callable[[Location], None]
    changed: Callable[[], None]  # the library or the model in use is another now
    import_paths: Callable[[list[Path]], None]
    import_sample: Callable[[], None]
    tell: Callable[[str, int | None], None]  # a sentence at the foot; with a step of the library, how to take that back
    tell_failure: Callable[[str], None]
    whose: CurrentListener = field(default_factory=CurrentListener)


class Page(QWidget):
    """Base of the pages.

    The window calls :meth:`open` when a location is visited and :meth:`mark_stale` when the library or the model has
    changed. A hidden page only remembers that; :meth:`refresh` runs when it is seen.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stale = True

    def open(self, location: Location) -> None:
        """Show this location. Pages with a subject override it, then call this."""
        del location  # the other pages show the same wherever one comes from
        self.mark_stale()

    def mark_stale(self) -> None:
        """What is shown is out of date: refresh now if seen, else when shown."""
        self._stale = True
        if self.isVisible():
            self._refresh_once()

    def refresh(self) -> None:
        """Load what the page shows, in a job when it takes longer than 8 ms."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh what became stale while hidden."""
        super().showEvent(event)
        if self._stale:
            self._refresh_once()

    def _refresh_once(self) -> None:
        self._stale = False
        self.refresh()
