"""A queue that goes on from seeds, and that likes and skips nudge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SeedKind = Literal["artist", "track", "listener", "mood"]
Verdict = Literal["played", "liked", "skipped"]


@dataclass(frozen=True, slots=True)
class Seed:
    """Where a radio starts: ``id`` of an artist, a track or a listener; of a mood, its listener and its ``mood`` number."""

    kind: SeedKind
    id: int
    mood: int | None = None


@dataclass(frozen=True, slots=True)
class RadioOptions:
    """``variety`` and ``adventure`` 0 to 1 as in a RecommendQuery; ``only_new``: nothing the listener ``whose`` has heard.

    Without ``whose``, that and what must not be recommended is of every listener among the seeds.
    """

    variety: float = 0.5
    adventure: float = 0.5
    only_new: bool = False
    whose: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of an artist of the queue."""

    artist_id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class RadioItem:
    """One place of the queue.

    Attributes:
        agreement: 0 to 100, how well it fits the seed that it fits least.
        near: the seed that it is nearest to, by its place among the seeds.
        fits: 0 to 100 for each seed.
        track_id, track: a track of the artist to play, None where the library knows none.
    """

    artist_id: int
    artist: str
    agreement: int
    near: int
    fits: tuple[int, ...]
    track_id: int | None = None
    track: str | None = None


@dataclass(frozen=True, slots=True)
class Station:
    """A radio at one moment: a value, so that every nudge can be taken back. The same station gives the same queue."""

    seeds: tuple[Seed, ...]
    options: RadioOptions = RadioOptions()
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class RadioQueue:
    """What a station plays next, and a sentence when it is short or a seed had to be left out."""

    items: tuple[RadioItem, ...]
    note: str | None = None
