"""All that is asked before files are imported, one question after another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget

from desktop_als.gui.jobs import Job, Send
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages.columns_form import ColumnsForm
from desktop_als.gui.pages.owner_form import OwnerForm
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.zone_box import all_zones
from desktop_als.progress import CancelToken, ProgressSink
from desktop_als.workspace import ColumnMapping, Look, UnclearTable


@dataclass(frozen=True, slots=True)
class Answers:
    """What to import, and how. ``mappings`` are those of tables that were explained."""

    paths: tuple[Path, ...]
    listener: str | None = None
    timezone: str | None = None
    mappings: tuple[ColumnMapping, ...] = ()


class Questions(QStackedWidget):
    """``take`` gets the answers; ``drop`` is called when the person thought better of it."""

    def __init__(self, context: Context, take: Callable[[Answers], None], drop: Callable[[], None]) -> None:
        super().__init__()
        self._context, self._take, self._drop = context, take, drop
        self._paths: tuple[Path, ...] = ()
        self._looking: Job | None = None
        self._look: Look | None = None
        self._zones: tuple[str, ...] = ()
        self._hurried = False
        self._anew = False
        self._mappings: list[ColumnMapping | None] = []
        self.owner = OwnerForm(context.theme, self._go_on, self._give_up, self._explain_anew)
        self.columns = ColumnsForm(context, self._explain, self._go_back)
        self.addWidget(self.owner)
        self.addWidget(self.columns)

    def begin(self, paths: list[Path]) -> None:
        """Ask about these files. They are looked at meanwhile: what they tell need not be asked."""
        self._paths = tuple(paths)
        self._look, self._hurried, self._anew, self._mappings = None, False, False, []
        self.setCurrentWidget(self.owner)
        self.owner.ask(paths)
        self._context.jobs.forget(self._looking)
        workspace = self._context.workspace

        def look(cancel: CancelToken, _progress: ProgressSink, _send: Send) -> tuple[Look, tuple[str, ...]]:
            found = workspace.look(paths, cancel)
            asked = found.wall_clocks or found.unclear or found.remembered
            return found, all_zones() if asked else ()

        self._looking = self._context.jobs.submit(
            words.LOOKING, look, lane="io", done=self._know, failed=self._know_nothing, quiet=True
        )

    @property
    def _tables(self) -> tuple[UnclearTable, ...]:
        """Each layout of columns is asked about once."""
        tables = self._asked_about
        return tuple(
            table
            for place, table in enumerate(tables)
            if not any(table.guess.mapping.fits(other.guess.mapping) for other in tables[:place])
        )

    @property
    def _asked_about(self) -> tuple[UnclearTable, ...]:
        if self._look is None:
            return ()
        return (*self._look.unclear, *(self._look.remembered if self._anew else ()))

    def _know(self, found: tuple[Look, tuple[str, ...]]) -> None:
        self._look, self._zones = found
        self.owner.wait(False)
        self.owner.propose(self._look.listeners or ([self._look.owner] if self._look.owner else []))
        if self._look.wall_clocks:
            self.owner.ask_zone(self._look.wall_clocks, self._zones)
        self.owner.offer_anew(bool(self._look.remembered))
        if self._look.unclear:
            self.owner.announce_more()
        if self._hurried and not self._look.wall_clocks:
            self._go_on()

    def _know_nothing(self, _sentence: str) -> None:
        """The import will say what is wrong with the files."""
        self._know((Look(), ()))

    def _go_on(self) -> None:
        if self._look is None:  # quicker than the look at the files: what must be asked is asked then
            self._hurried = True
            self.owner.wait(True)
            return
        if len(self._mappings) < len(self._tables):
            self._ask_columns()
        else:
            self._finish()

    def _explain_anew(self) -> None:
        """What was said of the columns before was wrong."""
        self._anew = True
        self.owner.go_on()

    def _ask_columns(self) -> None:
        place = len(self._mappings)
        self.setCurrentWidget(self.columns)
        self.columns.ask(self._tables[place], place + 1, len(self._tables), self._zones)

    def _explain(self, mapping: ColumnMapping | None) -> None:
        self._mappings.append(mapping)
        self._go_on()

    def _go_back(self) -> None:
        if self._mappings:
            self._mappings.pop()
            self._ask_columns()
        else:
            self.setCurrentWidget(self.owner)
            self.owner.field.setFocus()

    def _give_up(self) -> None:
        self._context.jobs.forget(self._looking)
        self._drop()

    def _finish(self) -> None:
        told = [mapping for mapping in self._mappings if mapping is not None]
        unclear = self._look.unclear if self._look else ()
        left_out = {table.path for table in unclear if not any(mapping.fits(table.guess.mapping) for mapping in told)}
        paths = tuple(path for path in self._paths if path.absolute() not in left_out)
        self._take(Answers(paths, self.owner.listener, self.owner.timezone, tuple(told)))
