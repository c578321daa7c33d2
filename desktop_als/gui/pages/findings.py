"""What the library notices about imported files once they are in: holes in the timeline, and clocks that look wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import common
from desktop_als.gui.messages import imports as words
from desktop_als.gui.widgets.basics import button, label
from desktop_als.workspace import ClockSuspicion, Source, Workspace, clock_shift


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that looks wrong, in words, and what sets it right."""

    sentence: str
    source: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Sentences on gaps, and clocks that can be set right."""

    gaps: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()


def find(workspace: Workspace, shown: Sequence[Source]) -> Findings:
    """What there is to say of files of people's own histories. Takes seconds in a large library."""
    people = {source.listener for source in shown if source.holds and source.listener and source.community is None}
    table = workspace.listeners()
    known = [
        (int(table.ids[i]), str(table.names[i]))
        for i in range(len(table))
        if table.communities[i] is None and table.names[i] in people
    ]
    ids = {source.id for source in shown}
    files = {source.id: common.file_name(source.path) for source in workspace.sources()} if known else {}
    suspected = [one for number, _ in known for one in workspace.joins.clock_suspicions(number)]
    return Findings(
        tuple(words.gap(name, gap.begins, gap.ends) for number, name in known for gap in workspace.gaps(number)),
        tuple(clock_of(one, files) for one in suspected if ids & {one.source, one.beside}),
    )


def clock_of(found: ClockSuspicion, files: dict[int, str]) -> Clock:
    """A suspicion in words; ``files`` are the names of all by their ids."""
    sentence = words.clock_off(
        files[found.source],
        clock_shift(found.seconds),
        later=found.seconds > 0,
        matches=found.matches,
        beside=files[found.beside],
    )
    return Clock(sentence, found.source, found.seconds)


class FindingsView(QWidget):
    """The sentences, with a button beside each clock. ``set_clock`` gets the one to set right."""

    def __init__(self, set_clock: Callable[[Clock], None]) -> None:
        super().__init__()
        self._set_clock = set_clock
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)
        self._gaps = label("", "dim", wrap=True)
        self._column.addWidget(self._gaps)
        self._clocks: list[QWidget] = []
        self.hide()

    def show_findings(self, findings: Findings, shown: int) -> None:
        """Show others; of the gaps the newest ``shown``."""
        for old in self._clocks:
            old.hide()
            old.deleteLater()
        self._gaps.setText(words.breakable("\n".join(findings.gaps[-shown:])))
        self._gaps.setVisible(bool(findings.gaps))
        self._clocks = [self._row(clock) for clock in findings.clocks]
        for row in self._clocks:
            self._column.addWidget(row)
        self.setVisible(bool(findings.gaps or findings.clocks))

    def offer_again(self) -> None:
        """What was taken did not work."""
        for row in self._clocks:
            row.setEnabled(True)

    def _row(self, clock: Clock) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        row.addWidget(label(words.breakable(clock.sentence), "warn", wrap=True), 1)
        made = button(words.SET_CLOCK, lambda: self._take(clock, holder))
        made.setAccessibleDescription(clock.sentence)
        row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _take(self, clock: Clock, row: QWidget) -> None:
        row.setEnabled(False)
        self._set_clock(clock)
