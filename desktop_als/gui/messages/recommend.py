"""Words of the recommendations: what list is wanted, what was left out, and what can be tried and said."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_als.gui.messages.browse import RowKind
from desktop_als.gui.messages.common import count
from desktop_als.workspace import Effect, HiddenReason, PullTest, RecommendQuery

# What list

FAMILIAR, ADVENTUROUS = "Familiar", "Adventurous"
ADVENTURE = "From familiar to adventurous"
ADVENTURE_HINT = (
    "Left: artists with many listeners come first. Right: those with few. In the middle: the order of the scores."
)
OPTIONS, OPTIONS_HINT = "Options", "What counts as heard, variety, artists or tracks"
KINDS = (("artists", "Artists"), ("tracks", "Tracks"))
KINDS_NAME = "Artists or tracks"
HEARD_FROM, HEARD_FROM_NAME = "Heard from", "Plays from which on an artist counts as heard"
HEARD_WITHIN, HEARD_WITHIN_NAME = "within", "Days in which one of these plays must lie"
EVER = "any time"
FORGOTTEN_AFTER, FORGOTTEN_AFTER_NAME = "Forgotten after", "Months without a play after which an artist is forgotten"
VARIETY, VARIETY_HINT = "Variety", "The further right, the less alike are artists that follow each other."
AT_MOST, AT_MOST_NAME = "At most", "Most artists of one cluster"
OF_CLUSTER = "of a cluster"
ANY_NUMBER = "any number"
EFFECT = "What this list is like"
NOTHING_CHOSEN = "Choose other options above to see more."

# Tracks

TITLE, YOURS = "Track", "Yours"
YOURS_HINT = "How often this listener played the track."
TRACK_MATCH_HINT = (
    "How well the track fits, from 0 to 100: its artist's match, times the part of the artist's listeners who play it."
)
TRACK_LISTENERS_HINT = "Listeners in the library who play the track."

# Hidden artists

SHOW_HIDDEN, BACK_TO_LIST = "show", "Back to the list"
HIDDEN, HIDDEN_WHY = "Hidden artists", "Why"
HIDDEN_WHY_HINT = "What keeps the artist out of the list."
NOTHING_HIDDEN = "Nothing is hidden with these options."
REASONS: Mapping[HiddenReason, str] = {
    "known": "You know it",
    "disliked": "Not for you",
    "banned": "Never shown",
    "snoozed": "Snoozed",
    "resting": "Rests: shown often lately",
    "rule": "A rule, or banned in an import",
    "crowded": "Its cluster has its share",
}
LIFTS: Mapping[HiddenReason, str] = {
    "known": "Show what I know",
    "disliked": "Take back",
    "banned": "Take back",
    "snoozed": "Show again",
    "resting": "Show anyway",
    "rule": "See where",
    "crowded": "No limit",
}

# What can be done with a row

ACTIONS = ""
MORE_LIKE_THIS, NOT_FOR_ME, NEVER_SHOW, SNOOZE = "More like this", "Not for me", "Never show", "Snooze"
LIKE_TIP, NOT_FOR_ME_TIP = f"{MORE_LIKE_THIS} (L)", f"{NOT_FOR_ME} (D)"
LIKED = "More like this was said; again takes it back (L)"
SNOOZES = ((7, "For a week"), (30, "For a month"), (90, "For three months"))
START_RADIO, COPY = "Start radio", "Copy"
KEEPING, REMEMBERING = "Keeping your opinion", "Remembering what was shown"

# Why

WHY, STEER = "Why", "Steer"
SIDE = "Reasons or steering"
WITHOUT_HINT = "Where the artist would stand without this one"
PART = "What it adds"
PART_HINT = (
    "How much your plays of this artist add to the score, or take from it below zero. "
    "All parts, the others too, sum to the score."
)
SCORE_HINT = (
    "About 1 for what you play, about 0 for what you would not like. The list is in the order of the scores while the slider is "
    "in the middle and variety is at none."
)
RECENCY_HINT = "What the artist gains because you played it lately."
OTHERS_HINT = "Every other artist you play, together."
GENERAL_HINT = "How the artist is rated by everyone, whatever your taste."

# Steer

STEER_TEXT = "Untick what should not count: the list follows at once."
FILTER = "Filter your artists"
TICKED, UNTICKED = "It counts; click to leave it out", "It does not count; click to let it count"
COUNTS, COUNTS_HINT = "Counts", "How many times each play of the artist counts."
HALF_LIFE, HALF_LIFE_HINT = "Half-life", "After so long a play counts half as much as a new one."
STRENGTH, STRENGTH_HINT = "Strength", "How many times every play counts. More of it holds closer to what you play."
AS_TRAINED = "as trained"
ARTIST_SIDE = "The artists' side stays as it was trained. Train again with this half-life to move it too."
TRAIN_AGAIN = "Go to Train"
KEEP, RESET = "Keep", "Reset"
KEEPING_STEERING = "Keeping how you steer"
WAKING = "Ending a rest"
KEPT = "Kept: your lists come out this way from now on."
NO_PLAYS = "There are no plays of this listener to steer with."


def awake(artist: str) -> str:
    """The rest of an artist has ended."""
    return f"{artist} no longer rests."


def export_title(listener: str) -> str:
    """What a list is called outside of the app."""
    return f"Recommendations for {listener}"


def effect(told: Effect, kind: RowKind) -> str:
    """What a list is like, in one line."""
    return f"median {told.median_listeners:,.0f} {kind} · {told.never_heard:.0%} never heard".replace("%", " %")


def effect_hint(told: Effect, kind: RowKind) -> str:
    """The same in sentences."""
    return (
        f"Half of the artists in this list have more than {told.median_listeners:,.0f} {kind}, half have fewer. "
        f"{told.never_heard:.0%} of the list was never played by this listener."
    ).replace("%", " %")


def hidden(by_reason: Mapping[HiddenReason, int], query: RecommendQuery) -> str:
    """Under the list: how many artists it leaves out, and why."""
    known = by_reason.get("known", 0)
    said = sum(by_reason.get(reason, 0) for reason in ("disliked", "banned", "snoozed"))
    parts = []
    if known == 1:
        parts.append(f"1 artist is hidden because you know it{_limits(query)}")
    elif known:
        parts.append(f"{known:,} artists are hidden because you know them{_limits(query)}")
    parts += [
        f"{number:,} {why}"
        for number, why in (
            (said, "because you asked"),
            (by_reason.get("resting", 0), "after being shown often lately"),
            (by_reason.get("rule", 0), "by a rule"),
            (by_reason.get("crowded", 0), "to hold clusters to their share"),
        )
        if number
    ]
    if parts and not known:
        number, _, why = parts[0].partition(" ")
        parts[0] = f"{number} {'artist is' if number == '1' else 'artists are'} hidden {why}"
    return " · ".join(parts)


def _limits(query: RecommendQuery) -> str:
    within = f" in the last {count(query.heard_days, 'day')}" if query.heard_days else ""
    if query.heard_plays == 1 and not within:
        return ""
    return f" ({count(query.heard_plays, 'play')} or more{', one of them' + within if within else ''})"


def suffix(number: int, noun: str) -> str:
    """ " plays" behind the 3 of a field; nothing where the field only counts."""
    return f" {noun}{'' if number == 1 else 's'}" if noun else ""


def without_artist(name: str) -> str:
    """A button that pulls an artist out, for those who do not see it."""
    return f"Without {name}"


def without(test: PullTest) -> str:
    """What the pull test found."""
    name = shortened(test.without.artist)
    if test.rank_without is None:
        return f"Without {name} it would be in no list."
    if test.rank_without == test.rank:
        return f"Without {name} it would still be number {test.rank_without:,}."
    return f"Without {name} it would be number {test.rank_without:,}."


def without_hint(test: PullTest) -> str:
    """The same, and what is done for it."""
    return (
        f"Your taste is worked out anew as if you had never played {shortened(test.without.artist)}: "
        f"the score goes from {test.score:+.2f} to {test.score_without:+.2f}."
    ).replace("-", "−")


def shortened(name: str, most: int = 40) -> str:
    """A name for the middle of a sentence."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def factor(value: float) -> str:
    """ "×1.5", "×0"."""
    return f"×{value:.2f}".rstrip("0").rstrip(".")


def span(days: int) -> str:
    """ "30 days", "6 months", "2 years"."""
    if days < 90:
        return count(days, "day")
    return count(round(days / 30.4), "month") if days < 365 else count(round(days / 365), "year")


def half_life(days: float | None) -> str:
    """A half-life, or that it is the model's."""
    return AS_TRAINED if days is None else span(round(days))


def percent(share: float) -> str:
    """ "35 %"; "none" for 0."""
    return f"{share:.0%}".replace("%", " %") if share else "none"


def counts(artist: str) -> str:
    """Whose weight a slider is."""
    return f"{shortened(artist, 24)} counts"
