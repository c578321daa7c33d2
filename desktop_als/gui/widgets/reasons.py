"""Where a score comes from: a bar and a figure for the artists that add or take most, the others in one, and their sum.

Each named artist can be pulled out, to see where the explained one would stand without it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, button, hairline, label
from desktop_als.gui.widgets.elided import ElidedLabel
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.part_row import PartRow
from desktop_als.gui.widgets.score_parts import Part, parts_of
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import Explanation, PullTest

WIDTH = 292


class ReasonsCard(Card):
    """The reasons for one recommendation. Names lead to their artists.

    ``pulled`` carries the id of the artist to be left out: the largest part at first, then the one that a person chooses.
    """

    pulled = Signal(object)

    def __init__(self, source: ThemeSource, go: Callable[[Location], None]) -> None:
        super().__init__(spacing=theme.M)
        self._theme = source
        self._go = go
        self._artist_id: int | None = None
        self._without: int | None = None
        self.rows: list[Part] = []
        self._title = ElidedLabel(browse.WHY, "section-title")
        self._text = label(browse.WHY_CHOOSE, "dim", wrap=True)
        self._parts = QWidget()
        self._grid = QGridLayout(self._parts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S)
        self._grid.setVerticalSpacing(theme.S)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[PartRow] = []
        self._pulls = QButtonGroup(self)
        self._score = Number(browse.SCORE, "strong-number")
        self._score.explain(browse.SCORE, words.SCORE_HINT)
        self.pull_test = QLabel()
        self.pull_test.setTextFormat(Qt.TextFormat.PlainText)
        self.pull_test.setWordWrap(True)
        self.open_button = button(browse.OPEN_ARTIST, self._open, "primary")
        self.radio_button = button(words.START_RADIO, self._start_radio)
        self._sum = self._build_sum()
        for part in (self._title, self._text, self._parts, self._sum):
            self.body.addWidget(part)
        self.body.addStretch(1)
        source.changed.connect(self._dress)
        self._dress()
        self.clear()

    def _build_sum(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(hairline())
        line = QHBoxLayout()
        line.addWidget(label(browse.SCORE, "strong"), 1)
        line.addWidget(self._score)
        column.addLayout(line)
        column.addWidget(self.pull_test)
        buttons = FlowLayout(gap=theme.S)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.radio_button)
        column.addLayout(buttons)
        return whole

    def clear(self, text: str = browse.WHY_CHOOSE) -> None:
        """Nothing to explain, and why."""
        self._artist_id = None
        self._title.set_text(browse.WHY)
        self._text.setText(text)
        self._fill([])
        self._sum.hide()

    def show_explanation(self, explanation: Explanation) -> None:
        """Explain a score."""
        rows = parts_of(explanation)
        named = [row for row in rows if row.artist_id is not None]
        if explanation.artist_id != self._artist_id or self._without not in [row.artist_id for row in named]:
            self._without = max(named, key=lambda row: row.value).artist_id if named else None
            self.show_pull_test(None)
        self._artist_id = explanation.artist_id
        self._title.set_text(browse.why(explanation.artist))
        self._text.setText(browse.WHY_RATED_TEXT if explanation.general else browse.WHY_TEXT)
        self._fill(rows)
        self._score.setText(browse.signed(round(explanation.score, 2)))
        self._sum.show()
        if self._without is not None:
            self.pulled.emit(self._without)

    def show_pull_test(self, test: PullTest | None) -> None:
        """Say where the artist would stand, or nothing."""
        self.pull_test.setVisible(test is not None)
        if test is not None:
            self.pull_test.setText(words.without(test))
            self.pull_test.setToolTip(f"<p>{escape(words.without_hint(test))}</p>")

    @property
    def title(self) -> str:
        """The whole title."""
        return self._title.whole

    @property
    def score(self) -> str:
        """The sum, as shown."""
        return self._score.text()

    def _fill(self, parts: list[Part]) -> None:
        self.rows = parts
        while len(self._rows) < len(parts):
            row = PartRow(self._theme, self._go_to, self._pull_out, self._pulls)
            row.place(self._grid, len(self._rows))
            self._rows.append(row)
        # Many others can add more than all that are named, and a rating in general does: a bar of theirs would dwarf the rest.
        named = [part.value for part in parts if not part.rest]
        scale = min((0.0, *named)), max((0.0, *named))
        for row, part in zip(self._rows, parts, strict=False):
            pulled = part.artist_id is not None and part.artist_id == self._without
            row.show(part, browse.signed(part.value), scale, pulled=pulled)
        for row in self._rows[len(parts) :]:
            row.hide()

    def _go_to(self, artist_id: int) -> None:
        self._go(Location("artist", artist_id))

    def _pull_out(self, artist_id: int) -> None:
        self._without = artist_id
        self.pulled.emit(artist_id)

    def _open(self) -> None:
        if self._artist_id is not None:
            self._go(Location("artist", self._artist_id))

    def _start_radio(self) -> None:
        if self._artist_id is not None:
            self._go(Location("radio", self._artist_id, "artist"))

    @Slot()
    def _dress(self) -> None:
        self.setMinimumWidth(self._theme.scaled(WIDTH))
        for row in self._rows:
            row.dress()
