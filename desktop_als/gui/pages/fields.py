"""Fields that each say in a sentence what they are for, and what is said when one holds no sensible value."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_als.gui import theme
from desktop_als.gui.widgets.basics import label


def field_grid() -> QGridLayout:
    """Names, fields and sentences in three columns; the sentences take the room there is."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.M)
    grid.setVerticalSpacing(theme.M)
    grid.setColumnStretch(2, 1)
    return grid


def add_field(grid: QGridLayout, row: int, title: str, sentence: str, field: QWidget) -> QLabel:
    """Put a field under its name, for those who do not see it too. Returns the label of the sentence."""
    name = label(title, "strong")
    name.setBuddy(field)
    said = label(sentence, "dim", wrap=True)
    field.setAccessibleName(title)
    field.setAccessibleDescription(sentence)
    for place, widget in enumerate((name, field, said)):
        grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)
    return said


class Problem:
    """At most one field is marked at a time; ``said`` is the sentence to show near the fields, hidden while all is well."""

    def __init__(self) -> None:
        self.said = label("", "warn", wrap=True)
        self.said.hide()
        self._field: QWidget | None = None

    def tell(self, field: QWidget, sentence: str) -> None:
        """Mark the field, go there and say why."""
        self.clear()
        self._field = field
        _mark(field, "true")
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.setText(sentence)
        self.said.show()

    def clear(self) -> None:
        """All is well."""
        if self._field is not None:
            _mark(self._field, "false")
        self._field = None
        self.said.hide()


def _mark(field: QWidget, invalid: str) -> None:
    field.setProperty("invalid", invalid)
    field.style().unpolish(field)
    field.style().polish(field)
