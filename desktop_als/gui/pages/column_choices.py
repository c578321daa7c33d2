"""The first rows of a table, with a box above each column to say what it holds."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import imports as words
from desktop_als.gui.tables.columns import Column
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.tables.view import TableView
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card
from desktop_als.workspace import ROWS_SHOWN, Meaning, TableGuess

COLUMNS_SHOWN = 60
COLUMN_WIDTH = 168
"""Pixels at 100 %: room for the longest meaning."""
BOX_HEIGHT = 32


class ColumnChoices(Card):
    """A preview of one table. Each meaning can be chosen once: who takes it from another column frees that one."""

    changed = Signal()

    def __init__(self, guess: TableGuess, themes: ThemeSource) -> None:
        super().__init__(padding=theme.XS, spacing=theme.XS)
        self._width = len(guess.mapping.columns)
        shown = min(self._width, COLUMNS_SHOWN)
        titles = [_title(guess, place) for place in range(shown)]
        self.table = TableView(
            [Column(str(place), title, "text", width=COLUMN_WIDTH, stretch=1) for place, title in enumerate(titles)],
            themes,
            words.COLUMNS_NAME,
        )
        self.table.setSortingEnabled(False)
        self.table.show_rows(_rows(guess, shown))
        self.boxes = [self._box(title, guess.mapping.columns[place]) for place, title in enumerate(titles)]
        self._strip = _Strip(self.boxes, self.table, themes)
        self.body.addWidget(self._strip)
        self.body.addWidget(self.table, 1)

    @property
    def columns(self) -> tuple[Meaning | None, ...]:
        """What every column of the table holds."""
        chosen = [box.currentData() for box in self.boxes]
        return (*(Meaning(value) if value else None for value in chosen), *[None] * (self._width - len(chosen)))

    def _box(self, title: str, proposed: Meaning | None) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(words.choice_name(title))
        box.addItem(words.IGNORE, "")
        for meaning in Meaning:
            box.addItem(words.MEANINGS[meaning], meaning.value)
        box.setCurrentIndex(box.findData(proposed.value) if proposed else 0)
        box.currentIndexChanged.connect(lambda _: self._take(box))
        return box

    def _take(self, box: QComboBox) -> None:
        for other in self.boxes:
            if other is not box and box.currentData() and other.currentData() == box.currentData():
                other.blockSignals(True)
                other.setCurrentIndex(0)
                other.blockSignals(False)
        self.changed.emit()


class _Strip(QWidget):
    """Holds the boxes above the columns of a table, wherever these are scrolled to."""

    def __init__(self, boxes: list[QComboBox], table: TableView, themes: ThemeSource) -> None:
        super().__init__()
        self._boxes, self._table, self._theme = boxes, table, themes
        for box in boxes:
            box.setParent(self)
            box.installEventFilter(self)
        table.horizontalHeader().sectionResized.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)
        themes.changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        """One line of boxes."""
        return QSize(self._theme.scaled(COLUMN_WIDTH), self._theme.scaled(BOX_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the boxes anew."""
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A box that gets the focus is scrolled into view with its column; the wheel moves no box that lacks it."""
        if event.type() == QEvent.Type.FocusIn and watched in self._boxes:
            self._table.scrollTo(self._table.table_model.index(0, self._boxes.index(watched)))
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _dress(self) -> None:
        self.setFixedHeight(self._theme.scaled(BOX_HEIGHT))
        for box in self._boxes:
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place()

    @Slot()
    def _place(self) -> None:
        header = self._table.horizontalHeader()
        for place, box in enumerate(self._boxes):
            left, width = header.sectionViewportPosition(place), header.sectionSize(place)
            box.setGeometry(left + theme.XS, 0, max(0, width - 2 * theme.XS), self.height())


def _title(guess: TableGuess, place: int) -> str:
    heading = guess.headings[place].strip() if place < len(guess.headings) else ""
    return heading or words.HEADING.format(place + 1)


def _rows(guess: TableGuess, shown: int) -> Rows:
    rows = guess.rows[:ROWS_SHOWN]
    cells = {str(place): objects([row[place] for row in rows]) for place in range(shown)}
    return Rows(np.arange(len(rows), dtype=np.int64), **cells)
