"""What if I ticked this artist off, or let old plays fade? The list beside follows at once; keeping it is another thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_als.gui import theme
from desktop_als.gui.location import Location
from desktop_als.gui.messages import browse
from desktop_als.gui.messages import recommend as words
from desktop_als.gui.pages.draft import NO_DRAFT, Draft
from desktop_als.gui.pages.page import Context
from desktop_als.gui.pages.scrolling import scrolling
from desktop_als.gui.tables.columns import Action, Column
from desktop_als.gui.tables.pane import TablePane
from desktop_als.gui.tables.rows import Rows, objects
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.slider import NamedSlider
from desktop_als.steering import NEUTRAL, Steering
from desktop_als.workspace import ArtistPlays

TICK = "tick"
COLUMNS = (
    Column("tick", "", "actions", width=40),
    Column("name", browse.ARTIST, "link", width=112, stretch=1, link="artist"),
    Column("weight", words.COUNTS, "text", words.COUNTS_HINT, width=76),
)
WEIGHTS = [(i / 4, words.factor(i / 4)) for i in range(13)]
HALF_LIVES = [
    (float(days), words.span(days)) for days in (30, 45, 60, 91, 122, 183, 274, 365, 548, 730, 1096, 1461, 1826)
]
STRENGTHS = [(round(2 ** (i / 4), 2), words.factor(2 ** (i / 4))) for i in range(-8, 13)]
ROWS = 3


class SteeringPanel(QWidget):
    """Controls that scroll where they have no room, over buttons that stay.

    ``tried`` carries the draft after every change; ``kept`` tells that the person wants to keep it.
    """

    tried = Signal(object)
    kept = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme
        self._said: Steering = NEUTRAL
        self._draft: Draft = NO_DRAFT
        self._names: dict[int, str] = {}
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(words.FILTER)
        self.filter.setAccessibleName(words.FILTER)
        self.filter.setClearButtonEnabled(True)
        self.pane = TablePane(COLUMNS, context, words.STEER)
        self.weight = NamedSlider(words.COUNTS, words.COUNTS_HINT, WEIGHTS, 1.0)
        self.half_life = NamedSlider(
            words.HALF_LIFE, words.HALF_LIFE_HINT, [*HALF_LIVES, (None, words.AS_TRAINED)], None
        )
        self.strength = NamedSlider(words.STRENGTH, words.STRENGTH_HINT, STRENGTHS, 1.0)
        self._trained = self._build_trained(lambda: context.go(Location("train")))
        self.keep_button = button(words.KEEP, self.kept.emit, "primary")
        self.reset_button = button(words.RESET, self.reset)
        self.card = self._build_card()
        buttons = FlowLayout(gap=theme.S)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.reset_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(scrolling(self.card), 1)
        column.addLayout(buttons)
        self._connect()
        self._dress()
        self._arrange()

    def _build_card(self) -> Card:
        card = Card(spacing=theme.M)
        card.body.addWidget(label(words.STEER_TEXT, "dim", wrap=True))
        for part in (self.filter, self.pane, self.weight, self.half_life, self.strength, self._trained):
            card.body.addWidget(part, 1 if part is self.pane else 0)
        return card

    def _build_trained(self, go: Callable[[], None]) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(words.ARTIST_SIDE, "dim", wrap=True))
        column.addWidget(button(words.TRAIN_AGAIN, go, "link"), 0, Qt.AlignmentFlag.AlignLeft)
        return whole

    def _connect(self) -> None:
        table = self.pane.table
        table.acted.connect(self._tick)
        table.row_chosen.connect(self._arrange)
        self.filter.textChanged.connect(self._filter)
        self.weight.moved.connect(self._weigh)
        self.half_life.moved.connect(self._set_half_life)
        self.strength.moved.connect(self._set_strength)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), table, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._tick(TICK, table.chosen))
        self._theme.changed.connect(self._dress)

    def show_artists(self, artists: Sequence[ArtistPlays]) -> None:
        """The listener's artists, most played first. What is tried out stays."""
        self._names = {artist.id: artist.name for artist in artists}
        self._fill()
        if not artists:
            self.pane.show_nothing(browse.NOTHING_HERE, words.NO_PLAYS)
        self.pane.table.choose_first()
        self._arrange()

    def say(self, said: Steering) -> None:
        """What was said is another now."""
        self._said = said
        self._fill()
        self._arrange()

    def accept(self, said: Steering) -> None:
        """What was tried out is said now."""
        self._draft = NO_DRAFT
        self.say(said)

    @property
    def draft(self) -> Draft:
        """What is tried out."""
        return self._draft

    @Slot()
    def reset(self) -> None:
        """Try nothing any more."""
        if not self._draft.is_empty:
            self._try(NO_DRAFT)

    def forget(self) -> None:
        """Another listener comes: what was tried out was this one's."""
        self._draft, self._said, self._names = NO_DRAFT, NEUTRAL, {}
        self.filter.clear()
        self.pane.forget_rows()
        self._arrange()

    def _try(self, draft: Draft) -> None:
        self._draft = draft
        self._fill()
        self._arrange()
        self.tried.emit(draft)

    @Slot(str, object)
    def _tick(self, _: str, artist_id: int | None) -> None:
        if artist_id is not None:
            counts = self._steering.weights.get(artist_id, 1.0) > 0
            self._try(self._draft.weighing(artist_id, 0.0 if counts else 1.0, self._said))

    @Slot()
    def _weigh(self) -> None:
        chosen, weight = self.pane.table.chosen, self.weight.stops.chosen
        if chosen is not None and weight is not None:
            self._try(self._draft.weighing(chosen, weight, self._said))

    @Slot()
    def _set_half_life(self) -> None:
        self._try(self._draft.tuned(self.half_life.stops.chosen, self._steering.strength, self._said))

    @Slot()
    def _set_strength(self) -> None:
        self._try(self._draft.tuned(self._steering.half_life, self.strength.stops.chosen or 1.0, self._said))

    @property
    def _steering(self) -> Steering:
        """How the listener would steer."""
        return self._draft.over(self._said)

    @Slot()
    def _filter(self) -> None:
        rows, text = self.pane.table.table_model.rows, self.filter.text().strip()
        self.pane.keep(rows.matching("name", text) if text and len(rows) else None)
        if len(rows) and not self.pane.table.table_model.rowCount():
            self.pane.show_nothing(browse.NO_MATCH, browse.NO_MATCH_TEXT)
        self.pane.table.choose_first()

    def _fill(self) -> None:
        weights = self._steering.weights
        ids = list(self._names)
        rows = Rows(
            np.array(ids, dtype=np.int64),
            tick=objects([_box(ticked=weights.get(artist, 1.0) > 0) for artist in ids]),
            name=objects(list(self._names.values())),
            weight=objects([words.factor(weights[artist]) if artist in weights else "" for artist in ids]),
        )
        text = self.filter.text().strip()
        self.pane.show_rows(rows, rows.matching("name", text) if text and ids else None)

    @Slot()
    def _arrange(self) -> None:
        """Let the controls say how the listener would steer."""
        steering, chosen = self._steering, self.pane.table.chosen
        self.weight.setEnabled(chosen is not None)
        if chosen is not None:
            weight = steering.weights.get(chosen, 1.0)
            self.weight.rename(words.counts(self._names.get(chosen, "")))
            self.weight.choose(weight, words.factor(weight))
        self.half_life.choose(steering.half_life, words.half_life(steering.half_life))
        self.strength.choose(steering.strength, words.factor(steering.strength))
        as_trained = replace(steering, half_life=None, strength=1.0)
        self._trained.setVisible(steering != as_trained)
        for made in (self.keep_button, self.reset_button):
            made.setEnabled(not self._draft.is_empty)

    @Slot()
    def _dress(self) -> None:
        self.pane.table.setMinimumHeight(ROWS * self._theme.row_height)


def _box(*, ticked: bool) -> tuple[Action, ...]:
    if ticked:
        return (Action(TICK, words.TICKED, "ticked", on=True),)
    return (Action(TICK, words.UNTICKED, "unticked"),)
