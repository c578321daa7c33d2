"""Words of what listeners say beside their plays: opinions of artists, the list of all that was said, what was shown."""

from __future__ import annotations

from desktop_als.gui.messages.common import count, date
from desktop_als.plays import UNKNOWN
from desktop_als.steering import Opinion
from desktop_als.workspace import SteeringEntry, SteeringImport

STEERING = "Steering"

# Opinions

LIKE, NOT_FOR_ME, NEVER_SHOW, SNOOZE, TAKE_BACK = "Like", "Not for me", "Never show", "Snooze", "Take back"
LIKED = "Liked"
HELD = {Opinion.DISLIKED: NOT_FOR_ME, Opinion.BANNED: "Never shown", Opinion.SNOOZED: "Snoozed"}
"""The opinions that leave an artist out, once they are held."""
MORE = "⋯"
MORE_OPINIONS = "More ways to leave the artist out"
SNOOZE_DAYS = (7, 30, 90)
SAYING = "Keeping your opinion"
NOBODY = "Open a listener first: what you say here is said for the listener whose page you saw last."

HINTS = {
    Opinion.LIKED: "It pulls as much as a favourite.",
    Opinion.DISLIKED: "It is not recommended, and taste moves away from it.",
    Opinion.BANNED: "It is not recommended; taste stays as it is.",
    Opinion.SNOOZED: "It is not recommended for a while; taste stays as it is.",
}


def for_whom(opinion: Opinion, listener: str) -> str:
    """What a button does, and whose list it changes."""
    return f"For {listener}. {HINTS[opinion]}"


def snooze(days: int) -> str:
    """ "Snooze for 30 days"."""
    return f"{SNOOZE} for {count(days, 'day')}"


def said(artist: str, opinion: Opinion | None, listener: str, days: int | None = None) -> str:
    """What was kept."""
    match opinion:
        case None:
            return f"Nothing is said of {artist} for {listener} any more."
        case Opinion.LIKED:
            return f"{listener} likes {artist}."
        case Opinion.DISLIKED:
            return f"{artist} is not for {listener}."
        case Opinion.BANNED:
            return f"{artist} is never shown to {listener}."
        case Opinion.SNOOZED:
            return f"{artist} is not shown to {listener} for {count(days or 0, 'day')}."


# The list of all that was said

WHAT, WHEN, ARTIST = "What", "When", "Artist"
WHAT_HINT = "What is made of it, when recommendations are listed."
WHEN_HINT = "The day it was said. A dash means that nobody knows."
EVERY_ARTIST = "Every artist"
KINDS = (
    ("", "Everything"),
    ("liked", "Liked"),
    ("disliked", "Not for me"),
    ("banned", "Never shown"),
    ("snoozed", "Snoozed"),
    ("weight", "Counts"),
    ("overlooked", "Overlooked"),
    ("resting", "Resting"),
    ("marked", "Banned in an import"),
    ("half-life", "Half-life"),
    ("strength", "Strength"),
)
KINDS_NAME = "Which entries to show"
TAKE_ALL, KEEP = "Take back all…", "Keep them"
EXPORT, IMPORT = "Export…", "Import…"
EXPORT_TITLE, IMPORT_TITLE = "Export what was said", "Import what was said"
FILE_NAME, FILE_FILTER = "steering.json", "Steering (*.json)"
TAKING_BACK, EXPORTING, IMPORTING = "Taking back", "Exporting what was said", "Importing what was said"
EMPTY = "Nothing was said yet"
EMPTY_TEXT = (
    "Like artists, say which are not for you, or snooze them, in the recommendations and on the pages of artists. "
    "All of it is listed here and can be taken back."
)
SEE_RECOMMENDATIONS = "See the recommendations"
NONE_OF_KIND, NONE_OF_KIND_TEXT = "Nothing of this kind", "Choose “Everything” to see the other entries."
NAMES_SHOWN = 3


def factor(value: float) -> str:
    """ "×2", "×0.5", "0"."""
    return f"×{value:g}" if value else "0"


def what(entry: SteeringEntry) -> str:
    """One entry in a few words."""
    value = entry.value if entry.value is not None else 0.0
    match entry.kind:
        case "liked":
            return "Liked"
        case "disliked":
            return NOT_FOR_ME
        case "banned":
            return "Never shown"
        case "snoozed":
            return "Snoozed" if entry.until == UNKNOWN else f"Snoozed until {date(entry.until)}"
        case "weight":
            return f"Counts {factor(value)}" if value else "Left out of the taste"
        case "overlooked":
            return f"Overlooked: shown on {count(round(value), 'day')} and never played"
        case "resting":
            return "Rests: shown often lately"
        case "half-life":
            return f"Half-life {count(round(value), 'day')}"
        case "strength":
            return f"Strength {factor(value)}"
        case "marked":
            return "Banned in an import"


def entries(number: int) -> str:
    """ "1 entry", "14 entries"."""
    return count(number, "entry", "entries")


def ask_all(number: int) -> str:
    """Before all that is shown is taken back."""
    return f"Take back {entries(number)}? This is one step, which can be undone."


def take_all(number: int) -> str:
    """The button that answers yes."""
    return f"Take back {number:,}"


def taken_back(number: int) -> str:
    """What was done."""
    return f"Took back {entries(number)}."


def exported(number: int, file: str) -> str:
    """What was written."""
    return f"{entries(number)} written to {file}."


def imported(result: SteeringImport) -> str:
    """What an import brought, what it found here, and whom nobody here knows."""
    parts = [f"{entries(result.added)} added" if result.added else "Nothing was added"]
    if result.known:
        parts.append(f"{result.known:,} already said here")
    sentence = ", ".join(parts) + "."
    if not result.unknown:
        return sentence
    names = ", ".join(f"“{name}”" for name in result.unknown[:NAMES_SHOWN])
    rest = len(result.unknown) - NAMES_SHOWN
    more = f" and {count(rest, 'other')}" if rest > 0 else ""
    return f"{sentence} Not in this library: {names}{more}."


# The memory of what was shown

MEMORY = "Memory of what was shown"
MEMORY_TEXT = (
    "Lists that you look at are remembered on this computer, so that the same artists do not come every day. "
    "0 turns a rule off."
)
REMEMBER = "Remember what was shown"
REST_AFTER, REST_DAYS, OVERLOOKED_AFTER = "Rest after", "Rest for", "Weak dislike after"
REST_AFTER_NAME = "Days of being shown after which an artist rests"
REST_DAYS_NAME = "Days that an artist rests"
OVERLOOKED_NAME = "Days of being shown and never played after which an artist is disliked weakly"
REST_AFTER_HINT = "An artist that was in your lists on so many days is left out for a while."
REST_DAYS_HINT = "How long it is left out."
OVERLOOKED_HINT = "An artist that was in your lists on so many days and was never played pushes taste away a little."
NEVER, NOT_AT_ALL = "never", "not at all"
CHANGING_MEMORY = "Changing what is remembered"
MEMORY_CHANGED = "What is made of having been shown was changed."


def days_suffix(number: int) -> str:
    """After a number in a field."""
    return " day" if number == 1 else " days"
