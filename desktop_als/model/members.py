"""One of several listeners who are asked together: their taste, what they know, and what must not be shown to them.

Everybody's scores are measured by their own favourites, so that nobody counts more for scoring higher: a liking of 1 is what
the top tenth of what they play scores, as for the match of recommendations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.bundle import Ids, Model
from desktop_als.model.taste import Taste
from desktop_als.plays import Doubles, History
from desktop_als.steering import NEUTRAL, Opinion, Steering

FAVOURITES = 0.9
"""The quantile of their scores at which a listener's own artists are favourites."""

NOT_SHOWN = (Opinion.DISLIKED, Opinion.BANNED, Opinion.SNOOZED)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A listener in a model.

    Attributes:
        heard: (k,) ascending columns of whom they play or rate; ``plays`` (k,) of those.
        known: columns of ``heard`` and of who is in their collection.
        unwanted: columns of who must not be shown.
        favourite: the score of their favourites; None when the model knows no artist of theirs, or they score nothing.
    """

    taste: Taste
    heard: Ids
    plays: Ids
    known: Ids
    unwanted: Ids
    favourite: float | None

    @classmethod
    def of(cls, model: Model, history: History, steering: Steering = NEUTRAL) -> Member:
        """Fold a listener in, as they steer."""
        taste = Taste.of(model, history, steering)
        columns, here = places(model, history.artist_ids)
        plays = history.plays[here]
        counts = plays > 0
        if history.ratings is not None:
            counts |= ~np.isnan(history.ratings[here])
        heard = columns[counts]
        said = frozenset().union(*(steering.artists(opinion) for opinion in NOT_SHOWN))
        return cls(
            taste,
            heard,
            plays[counts],
            np.union1d(heard, _columns(model, history.known)),
            _columns(model, history.unwanted | said),
            favourite_score(taste, heard),
        )

    def plays_of(self, columns: Ids) -> Ids:
        """Their plays of these artists (k,)."""
        if not len(self.heard):
            return np.zeros(len(columns), np.int64)
        place = np.minimum(np.searchsorted(self.heard, columns), len(self.heard) - 1)
        return np.where(self.heard[place] == columns, self.plays[place], 0)

    def likings(self, columns: Ids) -> Doubles:
        """What they make of artists (k,), 1 for a favourite; 0 where the model says nothing of them."""
        if self.favourite is None:
            return np.zeros(len(columns))
        return scores_of(self.taste, columns) / self.favourite


def favourite_score(taste: Taste, heard: Ids) -> float | None:
    """What the favourites among the ``heard`` columns (k,) score; None where that measures nothing."""
    if not len(heard) or not taste.vector.any():
        return None
    score = float(np.quantile(scores_of(taste, heard), FAVOURITES))
    return score if score > 0 else None


def scores_of(taste: Taste, columns: Ids) -> Doubles:
    """Scores (k,) of a few artists, in float64."""
    factors = taste.model.taste_factors[columns].astype(np.float64)
    scores: Doubles = factors @ taste.vector + taste.general[columns]
    return scores


def as_match(liking: float) -> int:
    """A liking for people, 0 to 100."""
    return round(100 * min(1.0, max(0.0, liking)))


def places(model: Model, artist_ids: Ids) -> tuple[Ids, npt.NDArray[np.bool_]]:
    """The columns of those artists (k,) whom the model knows, and which these are."""
    columns = np.searchsorted(model.artist_ids, artist_ids)
    columns[columns == len(model.artist_ids)] = 0
    here = model.artist_ids[columns] == artist_ids
    return columns[here], here


def _columns(model: Model, artist_ids: frozenset[int]) -> Ids:
    return places(model, np.fromiter(artist_ids, np.int64))[0]
