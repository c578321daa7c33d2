"""The choice of a time zone: a list of all of them that is searched by typing."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimeZone
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from desktop_als.gui.messages import imports as words

LETTERS = 20
KEPT_BY_FORM = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


def all_zones() -> tuple[str, ...]:
    """The names of all time zones, this machine's first. Takes longer than a frame."""
    names = sorted(available_timezones())
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return (here, *(name for name in names if name != here)) if here in names else ("UTC", *names)


class SearchedBox(QComboBox):
    """A list that can be typed into. Enter and Escape are left to the form around it."""

    def __init__(self, name: str, hint: str = "") -> None:
        """``name`` is read to those who do not see; ``hint`` stands in the empty box."""
        super().__init__()
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        self.setEditable(True)
        self.setLineEdit(line)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LETTERS)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        found = QCompleter(self.model(), self)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of the keys that answer the question."""
        if event.key() in KEPT_BY_FORM:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ZoneBox(SearchedBox):
    """Starts with the zone of this machine."""

    def __init__(self) -> None:
        super().__init__(words.ZONE)
        self._names: dict[str, str] = {}

    def offer(self, zones: Sequence[str]) -> None:
        """List these, the first of them chosen."""
        self._names = {name.casefold(): name for name in zones}
        self.clear()
        self.addItems(list(zones))

    @property
    def zone(self) -> str | None:
        """The chosen or typed one; a city is enough. None when there is none of that name, or more than one."""
        typed = self.currentText().strip().casefold()
        if typed in self._names:
            return self._names[typed]
        city = "/" + typed.replace(" ", "_")
        found = [name for folded, name in self._names.items() if folded.endswith(city)]
        return found[0] if len(found) == 1 else None
