"""Two listeners and more: how much their tastes agree and through whom, what to play for all, what to borrow.

Two tastes agree as far as their scores of all artists point one way. With the scores of each brought to length 1, u = Yx / |Yx|,
the cosine is a sum over artists, and so is what it lacks to 1:

    u·v = Σ_i u_i v_i,    1 − u·v = Σ_i (u_i − v_i)² / 2

An artist makes the match by the first and divides by the second. Lengths and cosine come from YᵀY, |Yx|² = xᵀ YᵀY x, so they
are those of all artists of the training, also where the model holds fewer. Of ratings, scores are what taste adds to the biases.
Of the product of two negative scores no list tells: it says that both would leave an artist alone, which is true of most.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.candidates import told_by_enough
from desktop_als.model.members import Member, as_match
from desktop_als.model.ordering import best
from desktop_als.plays import Doubles


@dataclass(frozen=True, slots=True)
class MatchPart:
    """What one artist adds to the match of two listeners (below 0: takes from it), and what each of them makes of it.

    ``matches`` are 0 to 100 as in recommendations, ``plays`` their own; ``scores`` are u and v of the module, of which ``part``
    is made.
    """

    artist_id: int
    artist: str
    part: float
    matches: tuple[int, int]
    plays: tuple[int, int]
    scores: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class TasteMatch:
    """How alike two tastes are: the cosine of their vectors in the metric YᵀY, which is that of their scores of all artists.

    Attributes:
        cosine: -1 to 1; ``match`` is the same for people, 0 to 100: 100 is one taste, 0 is nothing in common.
        making: the artists that add most; with ``rest``, all others, they sum to ``cosine``.
        dividing: the artists that take most, parts below 0; with ``rest_dividing``, all others, they sum to ``cosine`` - 1.
        bridges: artists whom both would like and one of them at most plays, best for both first; ``part`` as in ``making``.
        usual: the match of two listeners whom the model learned from, half of all pairs have less; None where it has none.
    """

    cosine: float
    match: int
    making: tuple[MatchPart, ...]
    dividing: tuple[MatchPart, ...]
    rest: float
    bridges: tuple[MatchPart, ...]
    rest_dividing: float = 0.0
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class BlendRow:
    """One artist for several listeners: what each makes of it, 0 to 100, and how often each played it, in their order.

    ``score`` is the blend of what they make of it, 1 for a favourite of all. A match is -1 for a listener of whom the model
    knows no artist; they have no part in the score.
    """

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


def match(first: Member, second: Member, parts: int, bridges: int | None = None) -> TasteMatch | None:
    """Take the match of two listeners apart; None when one of them has no taste yet.

    Args:
        first, second: of one model.
        parts: artists at most in ``making`` and in ``dividing``.
        bridges: and in ``bridges``; as many as ``parts`` if None.
    """
    model = first.taste.model
    one, other = (_at_length_1(model, member) for member in (first, second))
    if one is None or other is None:
        return None
    cosine = float(one @ model.gram @ other)
    both = np.column_stack([one, other])
    u, v = (model.taste_factors @ both.astype(np.float32)).T
    adds, takes = u * v, (u - v) ** 2 / 2
    making = best(adds, (adds > takes) & (u > 0), parts)
    dividing = best(takes, takes > adds, parts)
    likings = np.minimum(_all_likings(first), _all_likings(second))
    bridging = (likings > 0) & told_by_enough(model)
    for columns in (np.intersect1d(first.past.columns, second.past.columns), first.unwanted, second.unwanted):
        bridging[columns] = False
    between = best(likings, bridging, parts if bridges is None else bridges)

    def told(columns: Ids, part: Callable[[float, float], float]) -> tuple[MatchPart, ...]:
        scores = model.taste_factors[columns].astype(np.float64) @ both
        return _parts(first, second, columns, scores, part)

    makes, divides = told(making, _added), told(dividing, _taken)
    return TasteMatch(
        cosine=cosine,
        match=as_match(cosine),
        making=makes,
        dividing=divides,
        rest=cosine - sum(part.part for part in makes),
        bridges=told(between, _added),
        rest_dividing=cosine - 1 - sum(part.part for part in divides),
    )


def _at_length_1(model: Model, member: Member) -> Doubles | None:
    x = member.taste.vector
    length = float(np.sqrt(x @ model.gram @ x))
    return x / length if length > 0 else None


def _all_likings(member: Member) -> Floats:
    scores = member.taste.scores()
    return scores / np.float32(member.favourite) if member.favourite else np.zeros_like(scores)


def _added(u: float, v: float) -> float:
    return u * v


def _taken(u: float, v: float) -> float:
    return -((u - v) ** 2) / 2


def _parts(
    first: Member, second: Member, columns: Ids, scores: Doubles, part: Callable[[float, float], float]
) -> tuple[MatchPart, ...]:
    """The artists of ``columns`` (k,), with ``part`` of both ``scores`` (k, 2)."""
    model = first.taste.model
    likings, plays = (first.likings(columns), second.likings(columns)), (first.plays(columns), second.plays(columns))
    return tuple(
        MatchPart(
            int(model.artist_ids[column]),
            model.names[column],
            part(u, v),
            (as_match(likings[0][i]), as_match(likings[1][i])),
            (plays[0][i], plays[1][i]),
            (u, v),
        )
        for i, (column, (u, v)) in enumerate(zip(columns.tolist(), scores.tolist(), strict=True))
    )
