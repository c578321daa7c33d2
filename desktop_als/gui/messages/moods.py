"""Words of the moods of a listener."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.gui.messages.browse import years
from desktop_als.gui.messages.common import count
from desktop_als.workspace import Mood

MOODS = "Moods"
LOOKING = "Sorting the sessions into moods"
NO_MOODS = "No moods"
NOT_FOUND, STOPPED, STOPPED_TEXT = "Moods could not be found", "Stopped", "Nothing was changed."
LOOK_AGAIN = "Look again"
VIEWS = (("each", "Mood by mood"), ("all", "One list for all moods"))
VIEWS_NAME = "What to show of the moods"
RECOMMEND, START_RADIO = "Recommend from this mood", "Start radio"
LEAVE_OUT, COUNT_AGAIN = "Leave out of my taste", "Count again"
LEAVE_OUT_HINT = "Plays in this mood count nothing in the recommendations. None of them is removed."
LEFT_OUT = "left out of your taste"
MOOD, MOOD_HINT = "Mood", "The mood that the artist suits, by the artist that tells it best."
CHANGING = "Changing what counts"
BACK = "All moods"
ALL_MOODS = "For all moods in turn, each by its share"
NOTHING = "Nothing to recommend"
NAMES_SHOWN = 3
LOCAL_HOURS = "Hours of the day in your own time zone."


def name(mood: Mood) -> str:
    """What a mood is called: the artists that tell it best."""
    return ", ".join(mood.artists[:NAMES_SHOWN])


def short_name(mood: Mood) -> str:
    """The artist that tells it best."""
    return mood.artists[0] if mood.artists else f"{MOOD} {mood.number + 1}"


def facts(mood: Mood) -> str:
    """ "34 % of the plays · 120 sessions · 2014 – 2021"."""
    parts = [f"{mood.share:.0%}".replace("%", " % of the plays")]
    if mood.sessions:
        parts.append(count(mood.sessions, "session"))
    if (span := years(mood.first, mood.last)) is not None:
        parts.append(span)
    return " · ".join(parts)


def for_mood(mood: Mood) -> str:
    """Above the list of one mood."""
    return f"For the mood of {name(mood)}"


def left_out(mood: Mood) -> str:
    """What was done."""
    return f"The mood of {name(mood)} is left out of your taste."


def counted_again(mood: Mood) -> str:
    """What was done."""
    return f"The mood of {name(mood)} counts again."


def hour(at: int, plays: int) -> str:
    """ "21:00: 34 plays"."""
    return f"{at}:00: {count(plays, 'play')}"


def hours_name(hours: Sequence[int]) -> str:
    """The strip in one sentence, for those who do not see it."""
    if not any(hours):
        return "No play has a time of day."
    most = max(range(len(hours)), key=lambda at: hours[at])
    return f"Plays by hour of the day, most at {most}:00"


def every_hour(hours: Sequence[int]) -> str:
    """All figures of the strip."""
    return ", ".join(hour(at, plays) for at, plays in enumerate(hours) if plays)
