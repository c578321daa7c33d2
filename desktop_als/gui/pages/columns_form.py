"""The question about a table: what its columns hold, how its times are written, and by which clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_als.errors import HistoryError
from desktop_als.gui import theme
from desktop_als.gui.latest import Latest
from desktop_als.gui.messages import imports as words
from desktop_als.gui.pages.column_choices import ColumnChoices
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.question import Question
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.pages.zone_box import SearchedBox, ZoneBox
from desktop_als.gui.widgets.basics import button, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.workspace import (
    TIME_UNITS,
    ColumnMapping,
    Meaning,
    TableGuess,
    UnclearTable,
    explained,
    first_row,
    lacks_zone,
    time_formats,
)

WHEN = (Meaning.TIME, Meaning.ENDED)


class ColumnsForm(Question):
    """Asks about one table. ``take`` gets the mapping, or None when the file is left out; ``back`` returns."""

    def __init__(
        self, context: Context, take: Callable[[ColumnMapping | None], None], back: Callable[[], None]
    ) -> None:
        super().__init__()
        self._context, self._take, self._back = context, take, back
        self._guess: TableGuess | None = None
        self._mapping: ColumnMapping | None = None
        self._known: dict[int, tuple[str, ...]] = {}
        self._when: int | None = None
        self._looking = Latest(context.jobs, words.LOOKING_AT_TIMES)
        self.choices: ColumnChoices | None = None
        self._title = ElidedLabel("", "section-title")
        self._more = label("", "dim", wrap=True)
        self._preview = QVBoxLayout()
        self.times = SearchedBox(words.TIMES, words.TIMES_HINT)
        self.times.currentTextChanged.connect(self._tell)
        self.zone = ZoneBox()
        self.zone.currentTextChanged.connect(self._tell)
        self._times_row = _named(words.TIMES, self.times)
        self._zone_row = _named(words.WHICH_ZONE, self.zone)
        self._said = label("", "dim", wrap=True)
        self._go = button(words.GO_ON, self.go_on, "primary")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(self._title)
        column.addWidget(label(words.COLUMNS_TEXT, "dim", wrap=True))
        column.addLayout(self._preview, 1)
        for part in (self._more, self._times_row, self._zone_row, self._said):
            column.addWidget(part)
        answers = QWidget()
        row = FlowLayout(answers, theme.S)
        for made in (self._go, button(words.LEAVE_OUT, self._leave_out), button(words.BACK, self.go_back)):
            row.addWidget(made)
        column.addWidget(answers)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(content))

    def ask(self, table: UnclearTable, place: int, total: int, zones: Sequence[str]) -> None:
        """Ask about this table, number ``place`` of ``total``."""
        self._guess, guess = table.guess, table.guess
        self._known, self._when = {}, None
        if guess.mapping.when is not None and guess.time_formats:
            before = (guess.mapping.time_format,) if guess.mapping.time_format else ()
            self._known[guess.mapping.when] = tuple(dict.fromkeys((*before, *guess.time_formats)))
        self._title.set_text(words.columns_title(table.path.name, place, total))
        if self.choices is not None:
            self._preview.removeWidget(self.choices)
            self.choices.hide()
            self.choices.deleteLater()
        self.choices = ColumnChoices(guess, self._context.theme)
        self.choices.changed.connect(self._look_at_times)
        self._preview.addWidget(self.choices, 1)
        self.choices.show()
        left = len(guess.mapping.columns) - len(self.choices.boxes)
        self._more.setText(words.columns_left(left))
        self._more.setVisible(left > 0)
        self.zone.offer(zones)
        self._look_at_times()
        self.choices.boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Take the mapping, once the table can be read by it."""
        if self._mapping is not None:
            self._take(self._mapping)

    def go_back(self) -> None:
        """Ask what was asked before."""
        self._looking.drop()
        self._back()

    def _leave_out(self) -> None:
        self._looking.drop()
        self._take(None)

    @Slot()
    def _look_at_times(self) -> None:
        """Offer the ways in which the chosen column may write times."""
        guess, when = self._guess, self._column_of_times()
        if guess is None or when == self._when:
            self._tell()
            return
        self._when = when
        self._looking.drop()
        if when is None or when in self._known:
            self._offer_times(self._known.get(when, ()) if when is not None else ())
            return
        self._offer_times(())
        self._said.setText(words.LOOKING_AT_TIMES)

        def keep(ways: tuple[str, ...]) -> None:
            self._known[when] = ways
            self._offer_times(ways)

        self._looking.ask(lambda: time_formats(guess, when), keep)

    def _column_of_times(self) -> int | None:
        columns = self.choices.columns if self.choices is not None else ()
        return next((columns.index(meaning) for meaning in WHEN if meaning in columns), None)

    def _offer_times(self, ways: tuple[str, ...]) -> None:
        """The first fits; with none, the person may write how it is."""
        self.times.blockSignals(True)
        self.times.clear()
        for way in (*ways, *(way for way in ("iso", *TIME_UNITS) if way not in ways)):
            self.times.addItem(words.time_format(way), way)
        self.times.setCurrentIndex(0 if ways else -1)
        self.times.blockSignals(False)
        self._tell()

    def _chosen_format(self) -> str | None:
        if self._when is None:
            return None
        text = self.times.currentText().strip()
        place = self.times.findText(text)
        return self.times.itemData(place) if place >= 0 else text or None

    @Slot()
    def _tell(self) -> None:
        """Say how the first row will be read, or what is missing."""
        guess, choices = self._guess, self.choices
        if guess is None or choices is None:
            return
        self._mapping = None
        try:
            sentence = self._explain(guess, choices.columns)
        except HistoryError as error:
            sentence = str(error)
        self._times_row.setVisible(self._when is not None)
        self._said.setText(words.breakable(sentence))
        self._go.setEnabled(self._mapping is not None)

    def _explain(self, guess: TableGuess, columns: tuple[Meaning | None, ...]) -> str:
        self._zone_row.hide()
        mapping = explained(guess, columns, self._chosen_format(), guess.mapping.zone)
        if guess.mapping.zone is None and lacks_zone(guess, mapping):
            self._zone_row.show()
            if self.zone.zone is None:
                return words.no_zone(self.zone.currentText())
            mapping = explained(guess, columns, self._chosen_format(), self.zone.zone)
        self._mapping = mapping
        row = first_row(guess, mapping)
        return words.first_row(row) if row is not None else words.NO_FIRST_ROW


def _named(text: str, field: QWidget) -> QWidget:
    holder = QWidget()
    row = FlowLayout(holder)
    name = label(text, "strong")
    name.setBuddy(field)
    row.addWidget(name)
    row.addWidget(field)
    return holder
