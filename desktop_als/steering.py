"""What a listener says beside their plays. It steers what is recommended to them, and changes no play."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Opinion(StrEnum):
    """What a listener thinks of an artist; one at a time."""

    LIKED = "liked"
    """More like this: it pulls as much as a favourite."""

    DISLIKED = "disliked"
    """Not for me: preference 0, so that taste moves away from it and from what is like it; not recommended either."""

    BANNED = "banned"
    """Never show it; taste stays where it is."""

    SNOOZED = "snoozed"
    """Do not show it for a while; taste stays where it is."""


@dataclass(frozen=True, slots=True)
class Steering:
    """How one listener steers, at one moment.

    Attributes:
        opinions: of artists, by id. A snooze that is over is not among them.
        weights: what the plays of an artist count, by id: 1 as they are, 0 not at all (unticked). Artists that are
            missing count 1.
        half_life: days after which a play counts half; None: as in the training of the model.
        strength: by how much every play counts more (above 1) or less than in the training.
        overlooked: artists that were shown often and never played: they are disliked weakly.
        resting: artists that were shown lately, and are not shown again for a while.
    """

    opinions: Mapping[int, Opinion] = field(default_factory=dict)
    weights: Mapping[int, float] = field(default_factory=dict)
    half_life: float | None = None
    strength: float = 1.0
    overlooked: frozenset[int] = frozenset()
    resting: frozenset[int] = frozenset()

    def artists(self, opinion: Opinion) -> frozenset[int]:
        """Ids of the artists that the listener thinks this of."""
        return frozenset(artist for artist, said in self.opinions.items() if said == opinion)

    def having(self, artist_id: int, opinion: Opinion | None) -> Steering:
        """The same with another opinion of one artist, or none."""
        return replace(self, opinions=_with(self.opinions, artist_id, opinion))

    def weighing(self, artist_id: int, weight: float) -> Steering:
        """The same with another weight of one artist."""
        return replace(self, weights=_with(self.weights, artist_id, None if weight == 1 else weight))


def _with(told: Mapping[int, T], key: int, value: T | None) -> dict[int, T]:
    others = {each: known for each, known in told.items() if each != key}
    return others if value is None else others | {key: value}


NEUTRAL = Steering()
"""Nothing was said."""
