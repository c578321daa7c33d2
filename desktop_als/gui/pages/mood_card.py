"""One mood of a listener: who tells it, how much of their plays it is, when it is heard, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

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

    def __init__(self, themes: ThemeSource, mood: Mood, actions: MoodActions, *, left_out: bool) -> None:
        super().__init__()
        names = FlowLayout(gap=theme.S)
        for name in mood.artists:
            short = name if len(name) <= LONG_NAME else f"{name[:LONG_NAME]}…"
            link = button(short, lambda name=name: actions.open_artist(name), "link")  # type: ignore[misc]
            link.setAccessibleName(name)
            names.addWidget(link)
        self.body.addLayout(names)
        facts = words.facts(mood)
        self.body.addWidget(label(f"{facts} · {words.LEFT_OUT}" if left_out else facts, "dim", wrap=True))
        self._add_hours(themes, local_hours(mood))
        buttons = FlowLayout(gap=theme.S)
        buttons.addWidget(button(words.RECOMMEND, lambda: actions.recommend(mood)))
        buttons.addWidget(button(words.START_RADIO, lambda: actions.start_radio(mood)))
        if left_out:
            buttons.addWidget(button(words.COUNT_AGAIN, lambda: actions.count_again(mood)))
        else:
            buttons.addWidget(button(words.LEAVE_OUT, lambda: actions.leave_out(mood), hint=words.LEAVE_OUT_HINT))
        self.body.addLayout(buttons)

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
