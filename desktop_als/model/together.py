"""Two listeners and more: how much their tastes agree and through whom, what to play for all, what to borrow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MatchPart:
    """What one artist adds to the match of two listeners (below 0: takes from it), and what each of them makes of it.

    ``matches`` are 0 to 100 as in recommendations, ``plays`` their own.
    """

    artist_id: int
    artist: str
    part: float
    matches: tuple[int, int]
    plays: tuple[int, int]


@dataclass(frozen=True, slots=True)
class TasteMatch:
    """How alike two tastes are: the cosine of their vectors in the metric YᵀY, which is that of their scores of all artists.

    Attributes:
        cosine: -1 to 1; ``match`` is the same for people, 0 to 100.
        making, dividing: the artists that add most and that take most; with ``rest``, all others, they sum to ``cosine``.
        bridges: artists whom both would like and one of them at most plays, best for both first.
    """

    cosine: float
    match: int
    making: tuple[MatchPart, ...]
    dividing: tuple[MatchPart, ...]
    rest: float
    bridges: tuple[MatchPart, ...]


@dataclass(frozen=True, slots=True)
class BlendRow:
    """One artist for several listeners: what each makes of it, 0 to 100, and how often each played it, in their order."""

    rank: int
    artist_id: int
    artist: str
    score: float
    matches: tuple[int, ...]
    plays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BorrowRow:
    """An artist whom the lender plays, and whom the borrower does not know and would like (``match``, 0 to 100)."""

    rank: int
    artist_id: int
    artist: str
    match: int
    lender_plays: int
