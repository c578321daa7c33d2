"""The use case "steer": what listeners say beside their plays, kept in the library, listed, taken back, carried elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_als.library import Library
from desktop_als.steering import NEUTRAL, Opinion, Steering

EntryKind = Literal["liked", "disliked", "banned", "snoozed", "weight", "half-life", "strength", "overlooked", "marked"]


@dataclass(frozen=True, slots=True)
class SteeringEntry:
    """One thing that steers a listener's recommendations.

    Attributes:
        kind: "marked" was banned in an export, "overlooked" was shown often and never played; the others were said here.
        artist_id, artist: whom it is about; None for "half-life" and "strength".
        value: of "weight" and "strength" the factor, of "half-life" days, of "overlooked" how often it was shown.
        until: Unix seconds at which a snooze ends, else -1.
        said_at: Unix seconds, -1 when unknown.
    """

    kind: EntryKind
    artist_id: int | None
    artist: str | None
    value: float | None = None
    until: int = -1
    said_at: int = -1


@dataclass(frozen=True, slots=True)
class MemoryOptions:
    """What is made of having been shown.

    Attributes:
        on: whether lists that were looked at are remembered at all.
        rest_after, rest_days: an artist that was shown on so many days in a row of lists rests for so many days; 0 never rests.
        overlooked_after: an artist shown on so many days and never played since is disliked weakly; 0 never is.
    """

    on: bool = True
    rest_after: int = 5
    rest_days: int = 14
    overlooked_after: int = 12


@dataclass(frozen=True, slots=True)
class SteeringImport:
    """What an import of steering brought: entries that were new, that were there already, and names nobody here has."""

    added: int
    known: int
    unknown: tuple[str, ...]


class Steerings:
    """How the listeners of a workspace steer. Each change is one step of the library, which undo takes back."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, listener_id: int) -> Steering:
        """What holds now: without snoozes that are over, with what the memory of what was shown makes of it."""
        del listener_id
        return NEUTRAL

    def entries(self, listener_id: int) -> list[SteeringEntry]:
        """All that steers a listener, newest first."""
        raise NotImplementedError

    def say(
        self, listener_id: int, artist_ids: Sequence[int], opinion: Opinion | None, days: int | None = None
    ) -> None:
        """Say an opinion of artists, or take it back; ``days`` is how long to snooze."""
        raise NotImplementedError

    def weigh(self, listener_id: int, weights: Mapping[int, float]) -> None:
        """Say what the plays of artists count: 1 as they are, 0 not at all."""
        raise NotImplementedError

    def tune(self, listener_id: int, half_life: float | None, strength: float) -> None:
        """Keep a half-life (None: the model's) and a strength (1: the model's)."""
        raise NotImplementedError

    def take_back(self, listener_id: int, entries: Sequence[SteeringEntry]) -> None:
        """Undo these entries alone, whenever they were said; an overlooked artist is forgiven."""
        raise NotImplementedError

    def shown(self, listener_id: int, artist_ids: Sequence[int]) -> None:
        """Remember that a list was looked at; the same artist counts once a day. No step: nothing was decided."""
        raise NotImplementedError

    def memory(self, listener_id: int) -> MemoryOptions:
        """What is made of having been shown."""
        raise NotImplementedError

    def set_memory(self, listener_id: int, options: MemoryOptions) -> None:
        """Change that."""
        raise NotImplementedError

    def export(self, listener_id: int, path: Path) -> int:
        """Write everything that was said as JSON, by artists' names; returns the number of entries."""
        raise NotImplementedError

    def import_(self, listener_id: int, path: Path) -> SteeringImport:
        """Add what such a file says; what was said here of the same artist stays."""
        raise NotImplementedError
