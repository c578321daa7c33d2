"""Which listeners are alike, and who would like an artist: the rows of the model beside the people who are folded in now.

Listeners are compared as tastes are in model.together: the cosine in the metric YᵀY. Who plays few artists is placed by chance,
so a cosine is shrunk before the rows are put in order, by n / (n + β) for a listener of n artists (Bell and Koren 2007).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.members import Member, as_match
from desktop_als.model.ordering import best
from desktop_als.model.per_model import once_per_model
from desktop_als.model.steered_row import FAVOURITE
from desktop_als.model.taste import Taste

SUPPORT = 5
"""A listener of fewer artists says nothing."""

SHRINKAGE = 2.0
"""β. On HetRec, every listener cut to 3 to 50 of their artists: of the ten neighbours found by two halves of the artists .40 are
the same, .33 without shrinkage, while by all of their artists they are as near as before (cosine .628; at 5 it falls to .617, and
with it the share of friends among them, .15 to .13)."""

PAIRS = 2_000
"""Drawn to tell how alike two listeners usually are: the median is then within .01."""

BLOCK = 65_536


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


@dataclass(frozen=True, slots=True, eq=False)
class TrainedListeners:
    """The listeners whom a model learned from: none of one that came without them, or that learned from sessions.

    Attributes:
        ids: (n,) library ids, ``factors`` (n, columns of the model's row factors).
        lengths: (n,) of their tastes in the metric YᵀY; 1 for a row of zeros.
    """

    model: Model
    ids: Ids
    factors: Floats
    lengths: Floats

    @classmethod
    def of(cls, model: Model) -> TrainedListeners:
        """Measure every row: a third of a second for 360,000 of 128 factors, so keep it."""
        named = slice(0 if model.info.row_kind == "sessions" else None)
        ids, factors = model.row_ids[named], model.row_factors[named]
        return cls(model, ids, factors, _lengths(model, factors))

    def cosines(self, taste: Taste) -> Floats:
        """Of one listener with every row (n,)."""
        toward = self.model.gram @ taste.vector
        toward /= np.sqrt(taste.vector @ toward) or 1.0
        cosines: Floats = _tastes(self.model, self.factors) @ toward.astype(np.float32) / self.lengths
        return cosines

    def scores(self, column: int) -> Floats:
        """Of every row (n,) for one artist."""
        scores: Floats = self.factors @ self.model.artist_factors[column]
        return scores + np.float32(self.model.info.rating_mean or 0.0)


def similar_listeners(
    rows: TrainedListeners,
    asked: Taste,
    evidence: Ids,
    others: Mapping[int, Taste],
    n: int,
    shrinkage: float = SHRINKAGE,
) -> SimilarListeners:
    """Who listens like one listener.

    Args:
        rows: of the model.
        asked: the listener, folded in.
        evidence: (n,) artists that each row plays now; 0 for those who must not be in the list.
        others: by id, the listeners who are folded in now.
        n: rows at most.
        shrinkage: β.
    """
    if (artists := _artists(asked)) < SUPPORT:
        return SimilarListeners((), _too_few_artists(artists))
    ids = np.concatenate([rows.ids, np.fromiter(others, np.int64, len(others))])
    counts = np.concatenate([evidence, np.array([_artists(taste) for taste in others.values()], np.int64)])
    cosines = np.concatenate([rows.cosines(asked), np.array([_cosine(asked, taste) for taste in others.values()])])
    shrunk = np.where(counts >= SUPPORT, cosines * counts / (counts + shrinkage), -np.inf)
    first = best(shrunk.astype(np.float32), np.isfinite(shrunk), n)
    if not len(first):
        return SimilarListeners((), _nobody(rows))
    return SimilarListeners(
        tuple(
            SimilarListener(rank, int(ids[i]), float(cosines[i]), int(counts[i]))
            for rank, i in enumerate(first.tolist(), start=1)
        )
    )


def would_like(
    rows: TrainedListeners,
    column: int,
    evidence: Ids,
    others: Mapping[int, Member],
    heard_by: Callable[[Sequence[int]], Mapping[int, Ids]],
    n: int,
) -> WouldLikes:
    """Who would like an artist: the ``n`` listeners whose score of it is highest, in the order of their match, as people read it.

    Args:
        rows: of the model.
        column: of the artist.
        evidence: (n,) artists that each row plays now; 0 for those who must not be in the list, as who plays this one.
        others: by id, the listeners who are folded in now.
        heard_by: the columns of the artists that a few listeners play, by their ids.
        n: rows at most.
    """
    scores = np.where(evidence >= SUPPORT, rows.scores(column), -np.inf)
    first = best(scores, np.isfinite(scores), n)
    heard = heard_by(rows.ids[first].tolist())
    found = [(float(scores[i]), int(rows.ids[i]), _favourite(rows, i, heard[int(rows.ids[i])])) for i in first.tolist()]
    for who, member in others.items():
        wants = column not in member.past.columns and column not in member.unwanted
        if wants and member.favourite is not None and _artists(member.taste) >= SUPPORT:
            found.append((float(member.likings(np.array([column]))[0] * member.favourite), who, member.favourite))
    found = sorted((one for one in found if one[0] > 0), key=lambda one: (-one[0], one[1]))[:n]
    matched = [(as_match(score / own) if own > 0 else 0, score, who) for score, who, own in found]
    if not matched:
        return WouldLikes((), _nobody(rows))
    return WouldLikes(
        tuple(
            WouldLike(rank, who, score, match)
            for rank, (match, score, who) in enumerate(
                sorted(matched, key=lambda one: (-one[0], -one[1], one[2])), start=1
            )
        )
    )


def _artists(taste: Taste) -> int:
    """How many artists a taste is made of."""
    return int(taste.wanted.sum())


def _favourite(rows: TrainedListeners, row: int, heard: Ids) -> float:
    """The score of a row's own favourites."""
    if not len(heard):
        return 0.0
    own = rows.model.artist_factors[heard] @ rows.factors[row] + (rows.model.info.rating_mean or 0.0)
    return float(np.quantile(own, FAVOURITE))


@once_per_model
def usual_cosine(model: Model) -> float | None:
    """The median cosine of two listeners whom a model learned from; None where it has not two of them."""
    if model.info.row_kind == "sessions" or len(model.row_ids) < 2:
        return None
    one, other = np.random.default_rng(0).integers(len(model.row_ids), size=(2, PAIRS))
    first, second = model.row_factors[one[one != other]], model.row_factors[other[one != other]]
    products = np.einsum("ij,ij->i", _tastes(model, first) @ model.gram, _tastes(model, second))
    return float(np.median(products / _lengths(model, first) / _lengths(model, second)))


def _tastes(model: Model, factors: Floats) -> Floats:
    """Row factors without the columns of biases."""
    return factors[:, : model.info.settings.factors]


def _lengths(model: Model, factors: Floats) -> Floats:
    """Of the tastes of rows (k,) in the metric YᵀY; 1 for a row of zeros."""
    gram, squares = model.gram.astype(np.float32), np.empty(len(factors), np.float32)
    for start in range(0, len(factors), BLOCK):
        block = _tastes(model, factors[start : start + BLOCK])
        squares[start : start + BLOCK] = np.einsum("ij,ij->i", block @ gram, block)
    return np.where(squares > 0, np.sqrt(np.maximum(squares, 0)), np.float32(1))


def _cosine(one: Taste, other: Taste) -> float:
    gram, x, y = one.model.gram, one.vector, other.vector
    length = np.sqrt((x @ gram @ x) * (y @ gram @ y))
    return float(x @ gram @ y / length) if length > 0 else 0.0


def _too_few_artists(count: int) -> str:
    have = {0: "no artist", 1: "one artist"}.get(count, f"{count} artists")
    return f"The model knows {have} of this listener, and it takes {SUPPORT} to say who is alike."


def _nobody(rows: TrainedListeners) -> str:
    info = rows.model.info
    if info.is_pack:
        why = (
            "The model came without the listeners it learned from, so only people of your own library can be compared."
        )
    elif info.row_kind == "sessions":
        why = "The model learned from sessions, so only people of your own library can be compared."
    else:
        return f"Nobody else in the library plays {SUPPORT} artists that say so."
    return f"{why} Import the history of another person, under another name."
