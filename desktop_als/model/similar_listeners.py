"""Which listeners are alike, and who would like an artist."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SimilarListener:
    """``similarity`` is the cosine of the tastes in the metric YᵀY, -1 to 1; ``evidence`` the artists that they play."""

    rank: int
    listener_id: int
    similarity: float
    evidence: int


@dataclass(frozen=True, slots=True)
class SimilarListeners:
    """The nearest first, or none and a sentence why."""

    rows: tuple[SimilarListener, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class WouldLike:
    """A listener who does not play an artist and would like it: their score, and the same 0 to 100."""

    rank: int
    listener_id: int
    score: float
    match: int


@dataclass(frozen=True, slots=True)
class WouldLikes:
    """The best first, or none and a sentence why."""

    rows: tuple[WouldLike, ...]
    note: str | None = None
