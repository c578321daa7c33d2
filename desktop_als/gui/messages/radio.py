"""Words of the radio: where it starts, how it goes on, and what became of what it played."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_als.workspace import Heard, SeedKind, Verdict

RADIO = "Radio"
FACTS = "A queue that fits every seed, and leans where you like"
QUEUE_LOADING, KEEPING, NAMING = "Choosing what comes next", "Keeping the station", "Naming the seeds"

# Seeds

SEEDS = "Where the radio starts"
ADD_SEED = "Add an artist or a listener"
SUGGESTING, SEARCHING = "Looking for a beginning", "Searching"
MUCH_PLAYED = "Much played here"
NOTHING_FOUND = "Nobody is called that."
NO_SEEDS = "Add an artist to begin"
NO_SEEDS_TEXT = (
    "The queue goes on from artists, tracks, moods or the taste of a listener. "
    "With several seeds, it plays what fits all of them."
)
GONE_SEED = "No longer in the library"
KINDS: dict[SeedKind, str] = {"artist": "Artist", "track": "Track", "listener": "Taste", "mood": "Mood"}
NEW, NEW_HINT = "New radio", "Begin with no seeds. Take back returns to this one."

# How it goes on

VARIETY, ALIKE, VARIED = "Variety", "alike", "varied"
VARIETY_HINT = "How unlike each other the artists of the queue are."
ADVENTURE, FAMILIAR, ADVENTUROUS = "Adventure", "familiar", "adventurous"
ADVENTURE_HINT = "How far the queue goes from well-known artists to those whom few people play."
ONLY_NEW = "Only new to"
ONLY_NEW_HINT = "Leave out every artist whom this listener has heard."
WHOSE = "Who listens"

# The queue

NEXT, HEARD = "Next", "Heard"
RANK, ARTIST, TRACK, FITS, NEAREST = "#", "Artist", "Track", "Fits", "Nearest to"
RANK_HINT = "The order in which they come."
TRACK_HINT = "The track of the artist that most people of your library play."
FITS_HINT = "How well the artist fits the seed, from 0 to 100."
FITS_ALL = "Fits all"
FITS_ALL_HINT = (
    "How well the artist fits the seed that it fits least, from 0 to 100. "
    "The queue looks for what all seeds agree on, and takes turns where they do not."
)
NEAREST_HINT = "The seed that the artist fits best."
LONG_TITLE = 14
BEGIN_FROM = "New radio from this artist"
LIKE, PLAYED, SKIP, FORGET = "Like (L)", "Played (P)", "Skip (S)", "Forget (Delete)"
KEYS = "♥ L: more like this · ✓ P: played, go on · ✕ S: skip, less like this · U: take back"
HEARD_KEYS = "Delete: forget that it was heard, as if it had not been in the queue"
TAKE_BACK = "Take back"
NOTHING_TO_TAKE_BACK = "There is nothing to take back."
NOTHING_NEXT = "Nothing is left to play"
NOTHING_NEXT_TEXT = "Every artist that fits was heard. Add a seed or forget some of what was heard."
NOT_CHOSEN = "The queue could not be chosen"
NOTHING_HEARD = "Nothing was heard yet"
NOTHING_HEARD_TEXT = "What you like, play or skip is listed here. It steers what comes next, and each can be forgotten."
VERDICT = "Became"
VERDICT_HINT = "What you said when it was in the queue."
VERDICTS: dict[Verdict, str] = {"liked": "Liked", "played": "Played", "skipped": "Skipped"}
BEGUN, CHANGED_OPTIONS = "began another radio", "changed how it goes on"
ADDED, REMOVED, FORGOT = "added", "removed", "forgot"
CANNOT_READ = "The last radio could not be read. It was set aside as {name}, and the page starts empty."


def fits(seed: str) -> tuple[str, str]:
    """Title and hint of the column of one seed."""
    short = seed if len(seed) <= LONG_TITLE else f"{seed[: LONG_TITLE - 1]}…"
    return short, f"How well the artist fits {seed}, from 0 to 100."


def of_seeds(names: Sequence[str]) -> str:
    """What an exported queue is called."""
    return f"{RADIO} {', '.join(names)}" if names else RADIO


def facts(heard: Sequence[Heard]) -> str:
    """What became of the queue so far: "2 liked · 5 played · 1 skipped"."""
    told = []
    for verdict, word in VERDICTS.items():
        if number := sum(one.verdict == verdict for one in heard):
            told.append(f"{number:,} {word.lower()}")
    return " · ".join(told) or FACTS


def remove(seed: str) -> str:
    """The button of a seed."""
    return f"Remove {seed}"


def said(verdict: Verdict, artist: str) -> str:
    """A step: something was said of an artist."""
    return f"{VERDICTS[verdict].lower()} {artist}"


def taken_back(step: str) -> str:
    """After a step back."""
    return f"Taken back: {step}."


def take_back(step: str | None) -> str:
    """What the button would do."""
    return NOTHING_TO_TAKE_BACK if step is None else f"Take back (U): {step}"


def taste_of(listener: str) -> str:
    """A seed that is offered."""
    return f"From {listener}’s taste"


def percent(share: float) -> str:
    """ "70 %", of a slider."""
    return f"{share:.0%}".replace("%", " %")


def plays(listener: str) -> str:
    """Before the artists that are offered."""
    return f"{listener} plays"


def step(did: str, name: str) -> str:
    """A step: "added Ada Ray"."""
    return f"{did} {name}"
