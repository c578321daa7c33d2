"""What is asked of a model about one listener, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop_als.steering import Opinion

Heard = Literal["new", "dormant", "any"]
HiddenReason = Literal["known", "disliked", "banned", "snoozed", "resting", "rule", "crowded"]
"""Why an artist is not in a list.

"known": heard as often as the question says. "rule": a rule leaves it out, or an export said to ban it. "resting": shown lately.
"crowded": its cluster has its share of the list. The others are opinions of the listener.
"""


@dataclass(frozen=True, slots=True)
class RecommendQuery:
    """What list is wanted.

    Attributes:
        n: rows at most.
        heard: only artists that are not heard yet, only forgotten ones, or all.
        heard_plays: plays from which on an artist is heard.
        heard_days: if given, it is heard only if one of its plays is at most so many days older than the listener's newest.
        forgotten_days: an artist that is heard and was not played for so long before the listener's newest play is forgotten.
        adventure: 0 familiar (artists with many listeners, and those ever heard, go before others) to 1 adventurous (artists
            with few, and those never heard); .5 is the order of the scores. See model.ordering.
        variety: 0 takes the best one by one; up to 1, the more an artist is like those above it, the lower it is placed.
        of_cluster: most artists out of one cluster of the model's artists; None for any number.
    """

    n: int = 100
    heard: Heard = "new"
    heard_plays: int = 1
    heard_days: int | None = None
    forgotten_days: int = 180
    adventure: float = 0.5
    variety: float = 0.0
    of_cluster: int | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one played or rated artist adds to a score (below 0: takes from it)."""

    artist_id: int
    artist: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One row of the list.

    Attributes:
        score: y·x, about 1 for what is played, about 0 for what is not liked; with a model of sessions, played artists gain
            by how recently they were played. With a model of ratings, the rating that is foretold.
        match: the score for people, 0 to 100: 100 is as high as the listener's own favourites (the top tenth of what they
            play) score.
        evidence: listeners or sessions that play the artist.
        plays: this listener's own plays of it; ``last_played`` the newest of them in Unix seconds, -1 when unknown.
        because: the three played (or rated) artists that add most.
        rating: this listener's own, with a model of ratings.
        opinion: this listener's, if they said one.
        mood: the mood that it suits, in a list of moods.
    """

    rank: int
    artist_id: int
    artist: str
    score: float
    match: int
    evidence: int
    plays: int
    because: tuple[Contribution, ...]
    rating: float | None = None
    opinion: Opinion | None = None
    last_played: int = -1
    mood: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a list is like: the median of its artists' listeners (or sessions), and the share that was never heard."""

    median_listeners: float
    never_heard: float


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The list, how many artists each reason keeps from it (reasons without any are missing), a remark, and what it is like."""

    rows: tuple[Recommendation, ...]
    hidden: Mapping[HiddenReason, int] = field(default_factory=dict)
    note: str | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class HiddenArtist:
    """An artist that is not in the list, and why; score, match and plays as in a row of the list."""

    artist_id: int
    artist: str
    reason: HiddenReason
    score: float
    match: int
    plays: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every contribution to one score, largest first.

    They sum to ``score`` with ``recency``, the gain of a recent artist, and ``general``, how the artist is rated whatever the
    listener's taste (0 with a model of plays).
    """

    artist_id: int
    artist: str
    score: float
    contributions: tuple[Contribution, ...]
    recency: float = 0.0
    general: float = 0.0


@dataclass(frozen=True, slots=True)
class PullTest:
    """Where one artist of a list would stand if the listener had never played another one.

    ``rank`` and ``score`` are as things are, the others without ``without``; a rank is None where it is in no list of any
    length, since it is hidden.
    """

    artist_id: int
    without: Contribution
    score: float
    rank: int | None
    score_without: float
    rank_without: int | None
