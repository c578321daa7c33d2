"""In what order the candidates of a list stand: by their scores, as well known as the listener wants them, and not too much alike.

Adventure. With a from 0 to 1, artists are ordered by

    place · (listeners + 5)^(2a − 1),  the lowest first,

where place is that of their score: at .5 the order of the scores, at 1 half as many listeners make up for twice the place, at 0
twice as many do. Scores of plays, of sessions and of ratings spread differently; places are the same for all. As a rises, the mean
of log(listeners + 5) over the first n can only fall, for any n: they minimise Σ log place + (2a − 1) Σ log(listeners + 5). Below
some five listeners, how many there are is chance. An artist that the listener has heard is as familiar as one with
:data:`HEARD` times as many listeners.

On 150 listeners of HetRec (median listeners of the first 100, for a = 0, .1, … 1), new: 90 84 79 71 57 42 31 21 14 10 7, falling
for every single listener, while the mean score goes from .23 over .25 to .20. Any: 93 84 77 69 58 44 33 20 12 7 4, with a share
never heard of .55 .55 .55 .55 .56 .57 .61 .71 .83 .92 .97.

Variety is maximal marginal relevance (Carbonell and Goldstein 1998): one by one the candidate of the best balance between its place
and its largest cosine to those above it. On 60 listeners of HetRec, for a variety of 0, .2, .5, .7 and 1, two of the first 100 have
a mean cosine of .14, .12, .06, .04 and .02, and all a mean score of .25, .25, .20, .15 and .09.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.clusters import clusters
from desktop_als.model.lookup import Bools
from desktop_als.model.per_model import once_per_model

CHANCE = 5
HEARD = 12.0
"""With 30 the familiar end is what the listener plays most, known or not; with 3 the share never heard does not rise steadily."""

DEEP = 10_000
"""Places that adventure, variety and clusters look at, if the list is not longer. An artist beyond is no choice, but any artist."""

VARIED = 200
"""First rows that variety chooses; behind them the candidates stay in order."""

POOL = 600
"""First candidates that it chooses from, so that a row is never far from taste."""


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """The columns of a list, in order, and of those that were passed over because their cluster had its share."""

    rows: Ids
    crowded: Ids


def arrange(model: Model, scores: Floats, candidates: Bools, heard: Bools, query: RecommendQuery) -> Arranged:
    """The first ``query.n`` of the candidates. The first k of them are the same for any n from k on.

    Args:
        scores, candidates, heard: (m,) of every artist; heard at all, whether or not it counts as heard in this list.
    """
    plain = query.variety == 0 and query.of_cluster is None
    rows = _first(model, scores, candidates, heard, query.adventure, query.n if plain else max(query.n, DEEP))
    crowded = np.empty(0, np.int64)
    if query.of_cluster is not None:
        fits = _places_in_groups(clusters(model)[rows]) < query.of_cluster
        last = int(np.searchsorted(np.cumsum(fits), query.n))
        rows, crowded = rows[fits], rows[:last][~fits[:last]]
    if query.variety > 0 and len(rows):
        first = _varied(model, rows[:POOL], min(query.n, VARIED), query.variety)
        rows = np.concatenate((first, rows[~np.isin(rows, first)]))
    return Arranged(rows[: query.n], crowded)


def _first(model: Model, scores: Floats, candidates: Bools, heard: Bools, adventure: float, count: int) -> Ids:
    """The first ``count`` candidates, as familiar or adventurous as wanted."""
    if adventure == 0.5:
        return best(scores, candidates, count)
    high = best(scores, candidates, max(count, DEEP))
    near = high[:DEEP]
    familiar = _familiarity(model)[near] + np.log(HEARD) * heard[near]
    order = np.argsort(np.log(np.arange(1, len(near) + 1)) + (2 * adventure - 1) * familiar, kind="stable")
    return np.concatenate((near[order], high[DEEP:]))[:count]


def best(scores: Floats, candidates: Bools, count: int) -> Ids:
    """The ``count`` candidates of the highest scores. Ties fall to the artist that came into the library first."""
    own = np.where(candidates, scores, -np.inf)
    count = min(count, int(np.count_nonzero(candidates)))
    if count == 0:
        return np.empty(0, np.int64)
    columns = np.flatnonzero(own >= np.partition(own, len(own) - count)[len(own) - count])
    return columns[np.argsort(-own[columns], kind="stable")[:count]]


@once_per_model
def _familiarity(model: Model) -> Floats:
    """log(listeners + 5) of every artist (m,)."""
    return np.log(model.support + CHANCE).astype(np.float32)


def _places_in_groups(groups: npt.NDArray[np.int32]) -> Ids:
    """How many before it (k,) are of the same group."""
    order = np.argsort(groups, kind="stable")
    begins = np.flatnonzero(np.diff(groups[order], prepend=-1))
    places = np.empty(len(groups), np.int64)
    places[order] = np.arange(len(groups)) - np.repeat(begins, np.diff(begins, append=len(groups)))
    return places


def _varied(model: Model, pool: Ids, count: int, variety: float) -> Ids:
    """``count`` of the ``pool`` (k,), which is in order, chosen one by one."""
    directions = model.taste_factors[pool] / model.lengths[pool, None]
    balance = (1 - variety) * (1 - np.log(np.arange(1, len(pool) + 1)) / np.log(len(pool) + 1))
    nearest = np.full(len(pool), -1.0)
    chosen = np.zeros(min(count, len(pool)), np.int64)
    for place in range(1, len(chosen)):
        np.maximum(nearest, directions @ directions[chosen[place - 1]], out=nearest)
        nearest[chosen[place - 1]] = np.inf
        chosen[place] = np.argmax(balance - variety * nearest)
    return pool[chosen]
