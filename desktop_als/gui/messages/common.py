"""Words of the window's frame and of more than one page."""

from __future__ import annotations

import math
from datetime import datetime

from desktop_als.plays import UNKNOWN
from desktop_als.workspace import Undone

APP = "Desktop ALS"
DASH = "–"
PAGES = {
    "home": "Home",
    "listeners": "Listeners",
    "artists": "Artists",
    "train": "Train",
    "radio": "Radio",
    "together": "Together",
    "how-it-works": "How it works",
    "settings": "Settings",
}

SEARCH = "Search artists, listeners, commands"
SEARCH_KEY = "Ctrl K"
SEARCH_NOTHING = "Nothing is called that."
GROUPS = {"artist": "Artists", "listener": "Listeners", "command": "Commands"}

BACK, FORWARD = "Back (Alt+Left)", "Forward (Alt+Right)"
WHAT_IS = "What is this number?"
STOP = "Stop"
STOPPING = "Stopping"
DISMISS = "Dismiss"

COMMANDS = {
    "import-files": "Import files…",
    "import-folder": "Import a folder…",
    "sample": "Add the sample community",
    "train": "Train a model",
    "undo": "Undo the last change",
    "names": "Check the names",
    "communities": "Communities and packs",
    "radio": "Start a radio from the listener at hand",
    "together": "Compare listeners",
    "theme-system": "Theme: as the system",
    "theme-light": "Theme: light",
    "theme-dark": "Theme: dark",
    "quit": "Quit",
}

CHOOSE_FILES = "Choose listening histories"
CHOOSE_FOLDER = "Choose a folder with listening histories"

NO_LIBRARY = "No library yet"
NO_MODEL = "No model yet"
NOTHING_TO_UNDO = "There is nothing to undo."
STEP_IS_OLD = "Something else was changed since. Undo that first, with Ctrl+Z."
DROP_HERE = "Drop to import"
CLOSING = "Stopping what runs, then closing."
UNDO, UNDOING = "Undo", "Undoing"


def settings_of(section: str) -> str:
    """The command that leads to a section of the settings."""
    return f"{PAGES['settings']}: {section}"


def model(title: str, knows_up_to: int) -> str:
    """The model in use, for the bar."""
    return f"Model “{title}”" + (f" · knows plays up to {date(knows_up_to)}" if knows_up_to != UNKNOWN else "")


def running(title: str, seconds_left: float | None, others: int) -> str:
    """The running job, for the bar."""
    left = f" · {duration(seconds_left)} left" if seconds_left is not None else ""
    more = f" · {others} more" if others else ""
    return f"{title}{left}{more}"


def taken_back(step: Undone) -> str:
    """What an undo of any kind of step did."""
    if step.kind == "import":
        return undone(step.label, step.plays, step.ratings)
    return f"Undone: {step.label}."


def undone(label: str, plays: int, ratings: int = 0) -> str:
    """What an undo took away."""
    return f"Undid the import of {label}: {known(plays, ratings)} removed."


def known(plays: int, ratings: int) -> str:
    """ "1,204 plays", "34 ratings", or both."""
    if not ratings:
        return count(plays, "play")
    return f"{count(plays, 'play')} and {count(ratings, 'rating')}" if plays else count(ratings, "rating")


def duration(seconds: float) -> str:
    """ "8 s", "2 min", "1 h 5 min"."""
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = math.ceil(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def date(seconds: int) -> str:
    """ "14 Nov 2026" in the person's own time zone; an en dash when unknown."""
    if seconds == UNKNOWN:
        return DASH
    moment = datetime.fromtimestamp(seconds).astimezone()
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def moment(seconds: int) -> str:
    """ "14 Nov 2026, 20:05:31" in the person's own time zone; an en dash when unknown."""
    if seconds == UNKNOWN:
        return DASH
    return f"{date(seconds)}, {datetime.fromtimestamp(seconds).astimezone():%H:%M:%S}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """ "1 play", "1,204 plays"."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def tally(number: int, total: int) -> str:
    """ "4 of 5"."""
    return f"{number:,} of {total:,}"


CANNOT_OPEN = "The library cannot be opened"
CLOSE = "Close"


def file_name(path: str) -> str:
    """ "endsong_0.json", or "my_spotify_data.zip › endsong_0.json" for what lay in an archive or a folder."""
    first, *rest = path.split("/")
    return f"{first} › {rest[-1]}" if rest else first
