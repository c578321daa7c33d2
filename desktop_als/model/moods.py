"""The moods of a listener: clusters of what they play in one sitting, each a taste of its own in place of one mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mood:
    """One mood.

    Attributes:
        number: from 0, the largest first; the same as long as the library and the model are.
        artists: names of those that tell it best, best first; they are its name.
        artist_ids: of all artists that are at home in it (most of their plays are in its sessions), most plays first.
        sessions, plays: of it. ``share`` of the listener's plays, 0 to 1.
        hours: (24,) plays in each hour of the day, UTC. first, last: Unix seconds, -1 without times.
    """

    number: int
    artists: tuple[str, ...]
    artist_ids: tuple[int, ...]
    sessions: int
    plays: int
    share: float
    hours: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Moods:
    """The moods, largest first, or none and a sentence why."""

    moods: tuple[Mood, ...]
    note: str | None = None
