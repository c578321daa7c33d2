"""All that steers a listener's recommendations, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop_als.library import exposures
from desktop_als.library import steering as layer
from desktop_als.library.layers import Cursor
from desktop_als.library.steering import Said, Tuning, Weight
from desktop_als.plays import UNKNOWN
from desktop_als.steering import Opinion, Steering

EntryKind = Literal[
    "liked", "disliked", "banned", "snoozed", "weight", "half-life", "strength", "overlooked", "resting", "marked"
]


@dataclass(frozen=True, slots=True)
class SteeringEntry:
    """One thing that steers a listener's recommendations.

    Attributes:
        kind: "marked" was banned in an export, "overlooked" was shown often and never played, "resting" was shown often lately;
            the others were said here.
        artist_id, artist: whom it is about; None for "half-life" and "strength".
        value: of "weight" and "strength" the factor, of "half-life" days, of "overlooked" on how many days it was shown.
        until: Unix seconds at which a snooze ends, else -1.
        said_at: Unix seconds, -1 when unknown.
    """

    kind: EntryKind
    artist_id: int | None
    artist: str | None
    value: float | None = None
    until: int = UNKNOWN
    said_at: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class SteeringImport:
    """What an import of steering brought: entries that were new, that were there already, and names nobody here has."""

    added: int
    known: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for a listener at a moment, by artists: opinions, weights other than 1, and on how many days overlooked."""

    opinions: Mapping[int, Said]
    weights: Mapping[int, Weight]
    tuning: Tuning
    overlooked: Mapping[int, int]
    resting: frozenset[int]

    @property
    def artists(self) -> frozenset[int]:
        """Ids of all that something is made of in :meth:`entries`."""
        return frozenset({*self.opinions, *self.weights, *self.overlooked, *self.resting})

    def steering(self) -> Steering:
        """The same as models take it."""
        return Steering(
            opinions={artist: said.opinion for artist, said in self.opinions.items() if said.opinion is not None},
            weights={artist: told.weight for artist, told in self.weights.items()},
            half_life=self.tuning.half_life,
            strength=self.tuning.strength,
            overlooked=frozenset(self.overlooked),
            resting=self.resting,
        )

    def entries(self, names: Mapping[int, str], marked: Iterable[int]) -> list[SteeringEntry]:
        """One for each, newest first.

        Args:
            names: of :attr:`artists` and of those who are ``marked``; who has none is passed over.
            marked: the artists that an export bans.
        """
        found = [
            SteeringEntry(said.opinion.value, artist, names.get(artist), None, said.until, said.said_at)
            for artist, said in self.opinions.items()
            if said.opinion is not None
        ]
        found += [
            SteeringEntry("weight", artist, names.get(artist), told.weight, said_at=told.said_at)
            for artist, told in self.weights.items()
        ]
        found += self._of_tuning()
        found += [
            SteeringEntry("overlooked", artist, names.get(artist), days) for artist, days in self.overlooked.items()
        ]
        found += [
            SteeringEntry("resting", artist, names.get(artist)) for artist in self.resting - self.overlooked.keys()
        ]
        found += [SteeringEntry("marked", artist, names.get(artist)) for artist in marked]
        here = [entry for entry in found if entry.artist_id is None or entry.artist_id in names]
        return sorted(here, key=lambda entry: (-entry.said_at, entry.artist or "", entry.kind))

    def _of_tuning(self) -> list[SteeringEntry]:
        told = self.tuning
        half_life = SteeringEntry("half-life", None, None, told.half_life, said_at=told.said_at)
        strength = SteeringEntry("strength", None, None, told.strength, said_at=told.said_at)
        return [half_life] * (told.half_life is not None) + [strength] * (told.strength != 1)


def take_back(cursor: Cursor, listener_id: int, entries: Sequence[SteeringEntry], now: int, today: int) -> None:
    """Let these entries hold no more, in a step that may change the layers of steering."""

    def artists(*kinds: str) -> list[int]:
        return [entry.artist_id for entry in entries if entry.kind in kinds and entry.artist_id is not None]

    layer.say(cursor, listener_id, dict.fromkeys(artists("marked", *Opinion), Said(None, said_at=now)))
    layer.weigh(cursor, listener_id, dict.fromkeys(artists("weight"), Weight(1, now)))
    exposures.forgive(cursor, listener_id, artists("overlooked", "resting"), today)
    kinds, told = {entry.kind for entry in entries}, layer.tuning(cursor, listener_id)
    half_life = None if "half-life" in kinds else told.half_life
    strength = 1.0 if "strength" in kinds else told.strength
    layer.tune(cursor, listener_id, replace(told, half_life=half_life, strength=strength))
