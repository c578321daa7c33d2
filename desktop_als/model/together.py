"""Two listeners and more: how much their tastes agree and through whom, what to play for all, what to borrow.

Two tastes agree as far as their scores of all artists point one way. With the scores of each brought to length 1, u = Yx / |Yx|,
the cosine is a sum over artists, and so is what it lacks to 1:

    u·v = Σ_i u_i v_i,    1 − u·v = Σ_i (u_i − v_i)² / 2

An artist makes the match by the first and divides by the second. Lengths and cosine come from YᵀY, |Yx|² = xᵀ YᵀY x, so they
are those of all artists of the training, also where the model holds fewer. Of ratings, scores are what taste adds to the biases.
Of the product of two negative scores no list tells: it says that both would leave an artist alone, which is true of most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.candidates import ENOUGH_RATERS
from desktop_als.model.lookup import Bools
from desktop_als.model.members import Member, as_match
from desktop_als.plays import Doubles

BLOCK = 16_384
"""Artists scored at once: for 100 listeners, a block of likings stays in the processor's cache."""

OWN_SHARE = 0.9
"""Of a lender's plays: the artists beyond are heard in passing, and not lent."""

_NOBODY = np.empty(0, np.int64)


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
    making = _largest(adds, (adds > takes) & (u > 0), parts)
    dividing = _largest(takes, takes > adds, parts)
    likings = np.minimum(_all_likings(first), _all_likings(second))
    bridging = (likings > 0) & _told_by_enough(model)
    for columns in (np.intersect1d(first.past.columns, second.past.columns), first.unwanted, second.unwanted):
        bridging[columns] = False
    between = _largest(likings, bridging, parts if bridges is None else bridges)

    def told(columns: Ids, dividing: bool = False) -> tuple[MatchPart, ...]:
        exact = model.taste_factors[columns].astype(np.float64) @ both
        values = -((exact[:, 0] - exact[:, 1]) ** 2) / 2 if dividing else exact.prod(axis=1)
        return _parts(first, second, columns, values)

    makes, divides = told(making), told(dividing, dividing=True)
    return TasteMatch(
        cosine=cosine,
        match=as_match(cosine),
        making=makes,
        dividing=divides,
        rest=cosine - sum(part.part for part in makes),
        bridges=told(between),
        rest_dividing=cosine - 1 - sum(part.part for part in divides),
    )


def blend(members: Sequence[Member], misery: float, n: int, *, only_new: bool) -> tuple[BlendRow, ...]:
    """The best artists for all: (1 − misery) · the mean of their likings + misery · the least of them (O'Connor et al. 2001).

    Whom one of them does not want is left out, with ``only_new`` also whom one of them knows. Ties fall to the artist that came
    into the library first.
    """
    asked = [member for member in members if member.favourite is not None]
    if not asked:
        return ()
    model = asked[0].taste.model
    allowed = _told_by_enough(model)
    for member in members:
        allowed[member.unwanted] = False
        if only_new:
            allowed[member.known] = False
    scores = _blended(model, asked, misery)
    best = _largest(scores, allowed, n)
    likings = [member.likings(best) for member in members]
    plays = [member.plays(best) for member in members]
    return tuple(
        BlendRow(
            rank=rank + 1,
            artist_id=int(model.artist_ids[column]),
            artist=model.names[column],
            score=float(scores[column]),
            matches=tuple(
                -1 if member.favourite is None else as_match(liking[rank])
                for member, liking in zip(members, likings, strict=True)
            ),
            plays=tuple(count[rank] for count in plays),
        )
        for rank, column in enumerate(best.tolist())
    )


def borrow(borrower: Member, lender: Member, n: int) -> tuple[BorrowRow, ...]:
    """What the lender plays more than in passing, does not mind to hear, and the borrower does not know, best for them first."""
    model = borrower.taste.model
    refused = np.concatenate([lender.unwanted, borrower.unwanted, borrower.known])
    columns = np.setdiff1d(_own(lender), refused)
    likings = borrower.likings(columns)
    order = _largest(likings, likings > 0, n)
    plays = lender.plays(columns)
    return tuple(
        BorrowRow(
            rank,
            int(model.artist_ids[columns[i]]),
            model.names[columns[i]],
            as_match(likings[i]),
            plays[i],
        )
        for rank, i in enumerate(order.tolist(), start=1)
    )


def _at_length_1(model: Model, member: Member) -> Doubles | None:
    x = member.taste.vector
    length = float(np.sqrt(x @ model.gram @ x))
    return x / length if length > 0 else None


def _blended(model: Model, members: Sequence[Member], misery: float) -> Floats:
    units = np.array([member.favourite or 1.0 for member in members])
    vectors = (np.stack([member.taste.vector for member in members]) / units[:, None]).astype(np.float32)
    scores = np.empty(len(model.names), np.float32)
    for start in range(0, len(scores), BLOCK):
        block = slice(start, start + BLOCK)
        likings = vectors @ model.taste_factors[block].T
        if model.info.rating_mean is not None:
            likings += np.stack([member.taste.general[block] for member in members]) / units[:, None]
        scores[block] = (1 - misery) * likings.mean(axis=0) + misery * likings.min(axis=0)
    return scores


def _all_likings(member: Member) -> Floats:
    scores = member.taste.scores()
    return scores / np.float32(member.favourite) if member.favourite else np.zeros_like(scores)


def _own(member: Member) -> Ids:
    """The columns of the artists who make up :data:`OWN_SHARE` of their plays; of ratings, of those rated above their mean."""
    past = member.past
    if member.taste.ratings is not None:
        rated = ~np.isnan(past.ratings)
        return past.columns[rated][past.ratings[rated] >= past.ratings[rated].mean()] if rated.any() else _NOBODY
    most = np.argsort(-past.plays, kind="stable")
    before = np.cumsum(past.plays[most]) - past.plays[most]
    own: Ids = past.columns[most[before < OWN_SHARE * past.plays.sum()]]
    return own


def _told_by_enough(model: Model) -> Bools:
    if model.info.rating_mean is None:
        return np.ones(len(model.names), dtype=bool)
    enough: Bools = model.support >= min(ENOUGH_RATERS, int(model.support.max()) // 2)
    return enough


def _largest(values: npt.NDArray[np.floating], allowed: Bools, n: int) -> Ids:
    """The places of the ``n`` largest of the allowed values, largest first, ties in the order of the places."""
    candidates = np.flatnonzero(allowed)
    if len(candidates) > n:
        candidates = np.sort(candidates[np.argpartition(-values[candidates], n)[:n]])
    return candidates[np.argsort(-values[candidates], kind="stable")]


def _parts(first: Member, second: Member, columns: Ids, values: Doubles) -> tuple[MatchPart, ...]:
    model = first.taste.model
    likings = first.likings(columns), second.likings(columns)
    plays = first.plays(columns), second.plays(columns)
    return tuple(
        MatchPart(
            int(model.artist_ids[column]),
            model.names[column],
            float(values[i]),
            (as_match(likings[0][i]), as_match(likings[1][i])),
            (plays[0][i], plays[1][i]),
        )
        for i, column in enumerate(columns.tolist())
    )
