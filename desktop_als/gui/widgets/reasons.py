"""Where a score comes from: a bar and a figure for the artists that add or take most, the others in one, and their sum.

Each named artist can be pulled out, to see where the explained one would stand without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_als.gui import theme
from desktop_als.gui.icons import icon
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, button, hairline, label
from desktop_als.gui.widgets.elided import ElidedLabel, ElidedLink
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import Explanation, PullTest

MOST, LEAST = 5, 2
WIDTH = 304


@dataclass(frozen=True, slots=True)
class Part:
    """One row: an artist, its recency or (``rest``: without a bar) the others together or what holds for all, and what it adds."""

    artist_id: int | None
    text: str
    value: float
    rest: bool = False

    @property
    def meaning(self) -> str:
        """What the figure is."""
        if self.artist_id is not None:
            return words.PART_HINT
        if not self.rest:
            return words.RECENCY_HINT
        return words.GENERAL_HINT if self.text == browse.IN_GENERAL else words.OTHERS_HINT


def parts_of(explanation: Explanation) -> list[Part]:
    """Recency, the five that add most, the others as one, and the two that take most.

    In hundredths, as shown, they sum to the score. Rounding each part would leave a hundredth or two over: the others take them,
    or the largest part where there are none.
    """
    told = explanation.contributions
    adding = [part for part in told if part.contribution >= 0][:MOST]
    taking = [part for part in told if part.contribution < 0][-LEAST:]
    rest = len(told) - len(adding) - len(taking)
    rows = [Part(part.artist_id, part.artist, round(part.contribution, 2)) for part in (*adding, *taking)]
    if explanation.recency:
        rows.insert(0, Part(None, browse.RECENCY, round(explanation.recency, 2)))
    if explanation.general:
        rows.insert(0, Part(None, browse.IN_GENERAL, round(explanation.general, 2), rest=True))
    over = round(round(explanation.score, 2) - sum(row.value for row in rows), 2)
    if rest:
        rows.insert(len(rows) - len(taking), Part(None, browse.others(rest), over, rest=True))
    elif rows and over:
        largest = max(range(len(rows)), key=lambda i: abs(rows[i].value))
        rows[largest] = Part(rows[largest].artist_id, rows[largest].text, round(rows[largest].value + over, 2))
    return rows


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
            self.pull_test.setToolTip(words.without_hint(test))

    @property
    def title(self) -> str:
        """The whole title."""
        return self._title.whole

    @property
    def score(self) -> str:
        """The sum, as shown."""
        return self._score.text()

    def _fill(self, rows: list[Part]) -> None:
        self.rows = rows
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S)
        grid.setVerticalSpacing(theme.S)
        grid.setColumnStretch(0, 1)
        # Many others can add more than all that are named, and a rating in general does: a bar of theirs would dwarf the rest.
        named = [row.value for row in rows if not row.rest]
        low, high = min((0.0, *named)), max((0.0, *named))
        for place, row in enumerate(rows):
            grid.addWidget(self._name(row), place, 0)
            shown = 0.0 if row.rest else row.value
            grid.addWidget(_Bar(self._theme, shown, low, high), place, 1)
            figure = Number(words.PART)
            figure.explain(row.text, row.meaning)
            figure.setText(browse.signed(row.value))
            figure.setFont(self._theme.font(tabular=True))
            grid.addWidget(figure, place, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if row.artist_id is not None:
                grid.addWidget(self._pull(row.artist_id, row.text), place, 3)
        self.body.replaceWidget(self._parts, fresh)
        fresh.show()
        self._parts.hide()
        self._parts.deleteLater()
        self._parts = fresh

    def _name(self, row: Part) -> QWidget:
        if row.artist_id is None:
            return ElidedLabel(row.text, "dim" if row.rest else "")
        subject = row.artist_id
        return ElidedLink(row.text, lambda: self._go(Location("artist", subject)))

    def _pull(self, artist_id: int, name: str) -> QPushButton:
        """The button that pulls a part out."""
        made = button("", lambda: self._pull_out(artist_id), "pull", hint=words.WITHOUT_HINT)
        made.setAccessibleName(words.without_artist(name))
        made.setCheckable(True)
        made.setChecked(artist_id == self._without)
        scheme, size = self._theme.scheme, self._theme.scaled(14)
        made.setIcon(icon("close", scheme.dim, size, checked=scheme.accent))
        made.setIconSize(QSize(size, size))
        self._pulls.addButton(made)
        return made

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
        self._fill(self.rows)


class _Bar(QWidget):
    """One part on a scale shared by all: right of the zero line what adds, left of it what takes."""

    def __init__(self, source: ThemeSource, value: float, low: float, high: float) -> None:
        super().__init__()
        self._theme = source
        self._value, self._low, self._high = value, low, high
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.scaled(72), self._theme.scaled(20))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the zero line and the bar."""
        scheme = self._theme.scheme
        painter = QPainter(self)
        span = (self._high - self._low) or 1.0
        zero = round((self.width() - 1) * -self._low / span)
        painter.fillRect(zero, 0, 1, self.height(), scheme.color("line"))
        end = zero + (self.width() - 1) * self._value / span
        thick = self._theme.scaled(6)
        bar = QRectF(zero, (self.height() - thick) / 2, end - zero, thick).normalized()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scheme.color("positive" if self._value >= 0 else "negative"))
        painter.drawRoundedRect(bar, 2, 2)
