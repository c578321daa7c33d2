"""What list is wanted: heard or not, familiar or adventurous, and what unfolds beneath for those who want more say."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Segmented, button, indent, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.slider import Stops, evenly
from desktop_als.gui.widgets.what_is import Number
from desktop_als.workspace import Effect, RecommendQuery

Kind = Literal["artists", "tracks"]

SLIDER_WIDTH = 120
PARTS = 20
MONTH_DAYS = 30
USUAL = RecommendQuery()


class ListOptions(QWidget):
    """Lives as long as the window, and with it what was chosen. ``changed`` tells of every change, also while a slider moves."""

    changed = Signal()

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self._theme = source
        self.heard = Segmented(browse.HEARD, browse.HEARD_NAME)
        self.adventure = Stops(words.ADVENTURE, evenly(PARTS, 1.0, words.percent), USUAL.adventure)
        self.effect = Number(words.EFFECT, "small-number")
        self.more_button = button(words.OPTIONS, self._unfold, "toggle", hint=words.OPTIONS_HINT)
        self.more_button.setCheckable(True)
        self.more = MoreOptions(source)
        self.more.hide()
        self._flow = FlowLayout(gap=theme.S)
        self._flow.addWidget(self.heard)
        self._flow.addWidget(_between(words.FAMILIAR, self.adventure, words.ADVENTUROUS, words.ADVENTURE_HINT))
        self._flow.addWidget(self.effect)
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.S)
        self._line.addLayout(self._flow, 1)
        self.add(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(self._line)
        column.addWidget(self.more)
        self.heard.chosen.connect(self.changed)
        self.adventure.moved.connect(self.changed)
        self.more.changed.connect(self.changed)
        source.changed.connect(self._dress)
        self._dress()
        self.say_effect(None, "listeners")

    def add(self, widget: QWidget) -> None:
        """Put a control at the right edge."""
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def kind(self) -> Kind:
        """Whether artists or their tracks are listed."""
        return cast("Kind", self.more.kind.key)

    @property
    def query(self) -> RecommendQuery:
        """The list that is wanted."""
        heard = self.heard.key
        return replace(self.more.query, heard=heard, adventure=self.adventure.chosen)  # type: ignore[arg-type]

    def say_effect(self, effect: Effect | None, kind: browse.RowKind) -> None:
        """Show what the list is like, or nothing where nobody knows."""
        self.effect.setVisible(effect is not None)
        if effect is not None:
            self.effect.setText(words.effect(effect, kind))
            self.effect.explain(words.EFFECT, words.effect_hint(effect, kind))

    @Slot()
    def _unfold(self) -> None:
        self.more.setVisible(self.more_button.isChecked())

    @Slot()
    def _dress(self) -> None:
        self.adventure.setFixedWidth(self._theme.scaled(SLIDER_WIDTH))


class MoreOptions(QWidget):
    """What heard and forgotten mean, variety, and artists or tracks."""

    changed = Signal()

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self._theme = source
        self.kind = Segmented(words.KINDS, words.KINDS_NAME)
        self.heard_plays = _number(words.HEARD_FROM_NAME, 1, 10_000, USUAL.heard_plays, "play")
        self.heard_days = _number(words.HEARD_WITHIN_NAME, 0, 36_500, 0, "day", words.EVER)
        months = USUAL.forgotten_days // MONTH_DAYS
        self.forgotten = _number(words.FORGOTTEN_AFTER_NAME, 1, 240, months, "month")
        self.of_cluster = _number(words.AT_MOST_NAME, 0, 100, 0, "", words.ANY_NUMBER)
        self.variety = Stops(words.VARIETY, evenly(PARTS, 1.0, words.percent), USUAL.variety)
        flow = FlowLayout(self, theme.L)
        flow.addWidget(self.kind)
        flow.addWidget(_phrase(words.HEARD_FROM, self.heard_plays))
        flow.addWidget(_phrase(words.HEARD_WITHIN, self.heard_days))
        flow.addWidget(_phrase(words.FORGOTTEN_AFTER, self.forgotten))
        flow.addWidget(_between(words.VARIETY, self.variety, "", words.VARIETY_HINT))
        flow.addWidget(_phrase(words.AT_MOST, self.of_cluster, words.OF_CLUSTER))
        self.kind.chosen.connect(self.changed)
        self.variety.moved.connect(self.changed)
        for number in (self.heard_plays, self.heard_days, self.forgotten, self.of_cluster):
            number.valueChanged.connect(self.changed)
        source.changed.connect(self._dress)
        self._dress()

    @property
    def query(self) -> RecommendQuery:
        """The part of the question that is asked here."""
        return RecommendQuery(
            heard_plays=self.heard_plays.value(),
            heard_days=self.heard_days.value() or None,
            forgotten_days=self.forgotten.value() * MONTH_DAYS,
            variety=self.variety.chosen or 0.0,
            of_cluster=self.of_cluster.value() or None,
        )

    @Slot()
    def _dress(self) -> None:
        self.variety.setFixedWidth(self._theme.scaled(SLIDER_WIDTH))


def _number(name: str, least: int, most: int, value: int, noun: str, least_said: str = "") -> QSpinBox:
    """A field for so many of something; ``least_said`` is what its least value means."""
    made = QSpinBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setRange(least, most)
    made.setValue(value)
    made.valueChanged.connect(lambda number: made.setSuffix(words.suffix(number, noun)))
    made.setSuffix(words.suffix(value, noun))
    made.setSpecialValueText(least_said)
    made.setKeyboardTracking(False)
    indent(made)
    return made


def _phrase(*parts: str | QWidget) -> QWidget:
    """Words and fields on one line."""
    phrase = QWidget()
    row = QHBoxLayout(phrase)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    for part in parts:
        if part:
            row.addWidget(label(part) if isinstance(part, str) else part)
    return phrase


def _between(left: str, slider: Stops, right: str, hint: str) -> QWidget:
    phrase = _phrase(left, slider, right)
    phrase.setToolTip(hint)
    return phrase
