"""One mood of a listener: who tells it, how much of their plays it is, when it is heard, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from desktop_als.gui import theme
from desktop_als.gui.messages import moods as words
from desktop_als.gui.theme import ThemeSource
from desktop_als.gui.widgets.basics import Card, button, label
from desktop_als.gui.widgets.flow import FlowLayout
from desktop_als.gui.widgets.hours_strip import HoursStrip
from desktop_als.plays import UNKNOWN
from desktop_als.workspace import Mood

LONG_NAME = 40


@dataclass(frozen=True, slots=True)
class MoodActions:
    """What a card asks for."""

    open_artist: Callable[[str], object]
    recommend: Callable[[Mood], object]
    start_radio: Callable[[Mood], object]
    leave_out: Callable[[Mood], object]
    count_again: Callable[[Mood], object]


class MoodCard(Card):
    """Names as links, facts, hours, buttons."""

    def __init__(self, themes: ThemeSource, mood: Mood, actions: MoodActions) -> None:
        super().__init__()
        self._mood, self._actions = mood, actions
        self._left_out = False
        self._facts = label("", "dim", wrap=True)
        self._weigh = button("", self._leave_or_count)
        self.body.addLayout(self._names())
        self.body.addWidget(self._facts)
        self._add_hours(themes, local_hours(mood))
        buttons = FlowLayout(gap=theme.S)
        buttons.addWidget(button(words.RECOMMEND, lambda: actions.recommend(mood)))
        buttons.addWidget(button(words.START_RADIO, lambda: actions.start_radio(mood)))
        buttons.addWidget(self._weigh)
        self.body.addLayout(buttons)

    def show_left_out(self, left_out: bool) -> None:
        """Say whether the mood counts, and offer the other."""
        self._left_out = left_out
        facts = words.facts(self._mood)
        self._facts.setText(f"{facts} · {words.LEFT_OUT}" if left_out else facts)
        text = words.COUNT_AGAIN if left_out else words.LEAVE_OUT
        self._weigh.setText(text)
        self._weigh.setAccessibleName(text)
        self._weigh.setToolTip("" if left_out else words.LEAVE_OUT_HINT)

    def _leave_or_count(self) -> None:
        act = self._actions.count_again if self._left_out else self._actions.leave_out
        act(self._mood)

    def _names(self) -> FlowLayout:
        row = FlowLayout(gap=theme.S)
        for name in self._mood.artists:
            short = name if len(name) <= LONG_NAME else f"{name[:LONG_NAME]}…"
            link = button(short, partial(self._actions.open_artist, name), "link")
            link.setAccessibleName(name)
            row.addWidget(link)
        return row

    def _add_hours(self, themes: ThemeSource, hours: Sequence[int]) -> None:
        caption = label(words.hours_name(hours), "small")
        if any(hours):
            strip = HoursStrip(themes, hours)
            strip.hovered.connect(lambda told: caption.setText(told or words.hours_name(hours)))
            self.body.addWidget(strip)
        self.body.addWidget(caption)


def local_hours(mood: Mood) -> tuple[int, ...]:
    """Plays in each hour of the person's own day, by the zone's distance from UTC at the newest play."""
    if mood.last == UNKNOWN:
        return mood.hours
    distance = datetime.fromtimestamp(mood.last).astimezone().utcoffset() or timedelta()
    ahead = round(distance / timedelta(hours=1))
    return tuple(mood.hours[(at - ahead) % len(mood.hours)] for at in range(len(mood.hours)))
