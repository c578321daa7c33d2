"""The settings of a training as fields, each with a sentence of what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QComboBox, QGridLayout, QLineEdit, QWidget

from desktop_als.als.settings import RowChoice, Settings
from desktop_als.errors import TrainingError
from desktop_als.gui import theme
from desktop_als.gui.messages import train as words
from desktop_als.gui.pages.fields import Problem, add_field, field_grid
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card

FIELD_WIDTH = 144
"""Pixels at 100 %."""
ROWS = "rows"
CHOICES = {"weighting": words.WEIGHTINGS, "frequency": words.FREQUENCIES, ROWS: words.ROW_CHOICES}
OPTIONAL = {"artist_regularization", "half_life"}


class AdvancedPanel(Card):
    """Filled from a preset; what is changed after that makes the settings the person's own."""

    rows_changed = Signal()

    def __init__(self, themes: ThemeSource) -> None:
        super().__init__(spacing=theme.M)
        self._theme = themes
        self._base = Settings()
        self._filling = False
        self.edited = False
        self._texts: dict[str, QLineEdit] = {}
        self._choices: dict[str, QComboBox] = {}
        names, half = tuple(words.FIELDS), (len(words.FIELDS) + 1) // 2
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(theme.M)
        for part in (names[:half], names[half:]):
            self._halves.addLayout(self._fields(part), 1)
        self._problem = Problem()
        self.body.addLayout(self._halves)
        self.body.addWidget(self._problem.said)
        themes.changed.connect(self._widen)
        self._widen()

    @property
    def rows(self) -> RowChoice:
        """What a row of the matrix is to be."""
        return cast("RowChoice", self._choices[ROWS].currentData())

    def arrange(self, *, wide: bool) -> None:
        """The fields in two columns where there is room, else in one."""
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def fill(self, settings: Settings) -> None:
        """Show the settings of a preset."""
        self._filling = True
        self._base = settings
        for name, field in self._texts.items():
            value = getattr(settings, name)
            field.setText("" if value is None else f"{value:g}" if isinstance(value, float) else str(value))
        for name, box in self._choices.items():
            if name != ROWS:
                box.setCurrentIndex(box.findData(getattr(settings, name)))
        self._filling = self.edited = False
        self._problem.clear()

    def settings(self) -> Settings:
        """What the fields say.

        Raises:
            TrainingError: a field holds no sensible value; it is marked, and the sentence stands below the fields.
        """
        changes: dict[str, Any] = {name: box.currentData() for name, box in self._choices.items() if name != ROWS}
        for name, field in self._texts.items():
            try:
                changes[name] = self._read(name, field.text().strip())
                replace(self._base, **{name: changes[name]})  # each alone, to know which field is wrong
            except TrainingError as error:
                self._problem.tell(field, str(error))
                raise
        return replace(self._base, **changes)

    def _read(self, name: str, text: str) -> float | int | None:
        before = getattr(self._base, name)
        if name in OPTIONAL and not text:
            return None
        if f"{before:g}" == text if isinstance(before, float) else False:
            return cast("float", before)  # untouched: not rounded to what the field shows
        whole = isinstance(before, int)
        read: Callable[[str], float | int] = int if whole else float
        try:
            return read(text)
        except ValueError:
            raise TrainingError(words.not_a_number(words.FIELDS[name][0], text, whole=whole)) from None

    @Slot()
    def _widen(self) -> None:
        for field in (*self._texts.values(), *self._choices.values()):
            field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))

    def _fields(self, names: Sequence[str]) -> QGridLayout:
        grid = field_grid()
        for row, name in enumerate(names):
            field = self._make_choice(name) if name in CHOICES else self._make_text(name)
            add_field(grid, row, *words.FIELDS[name], field)
        grid.setRowStretch(len(names), 1)
        return grid

    def _make_text(self, name: str) -> QWidget:
        field = self._texts[name] = QLineEdit()
        field.textChanged.connect(self._note_edit)
        return field

    def _make_choice(self, name: str) -> QWidget:
        box = self._choices[name] = QComboBox()
        for key, text in CHOICES[name]:
            box.addItem(text, key)
        box.currentIndexChanged.connect(self._tell_rows if name == ROWS else self._note_edit)
        return box

    def _tell_rows(self) -> None:
        self.rows_changed.emit()

    def _note_edit(self) -> None:
        if not self._filling:
            self.edited = True
            self._problem.clear()
