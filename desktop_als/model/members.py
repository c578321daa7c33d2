"""One of several listeners who are asked together: their taste, what they know, and what must not be shown to them.

Everybody's scores are measured by their own favourites, so that nobody counts more for scoring higher: a liking of 1 is what
a match of 100 is in recommendations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_als.model.bundle import Ids, Model
from desktop_als.model.candidates import Past
from desktop_als.model.lookup import columns_of
from desktop_als.model.steered_row import FAVOURITE
from desktop_als.model.taste import Taste
from desktop_als.plays import Doubles, History
from desktop_als.steering import NEUTRAL, Opinion, Steering

NOT_SHOWN = (Opinion.DISLIKED, Opinion.BANNED, Opinion.SNOOZED)


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A listener in a model.

    Attributes:
        past: whom they play or rate.
        known: columns of these and of who is in their collection.
        unwanted: columns of who must not be shown.
        favourite: the score of their favourites; None when nothing counts for their taste, or it scores nothing.
    """

    taste: Taste
    past: Past
    known: Ids
    unwanted: Ids
    favourite: float | None

    @classmethod
    def of(cls, model: Model, history: History, steering: Steering = NEUTRAL) -> Member:
        """Fold a listener in, as they steer.

        Raises:
            ModelError, TrainingError: as Taste.of.
        """
        taste, past = Taste.of(model, history, steering), Past.of(model, history)
        known = np.union1d(past.columns, columns_of(model, history.known))
        said = history.unwanted.union(*(steering.artists(opinion) for opinion in NOT_SHOWN))
        return cls(taste, past, known, columns_of(model, said), _favourite(taste))

    def likings(self, columns: Ids) -> Doubles:
        """What they make of artists (k,), 1 for a favourite; 0 where the model says nothing of them."""
        if self.favourite is None:
            return np.zeros(len(columns))
        return _scores(self.taste, columns) / self.favourite

    def plays(self, columns: Ids) -> list[int]:
        """How often they played artists (k,)."""
        plays: list[int] = self.past.at(columns)[0].tolist()
        return plays


def as_match(liking: float) -> int:
    """A liking for people, 0 to 100."""
    return round(100 * min(1.0, max(0.0, liking)))


def _favourite(taste: Taste) -> float | None:
    own = taste.columns[taste.wanted]
    score = float(np.quantile(_scores(taste, own), FAVOURITE)) if len(own) else 0.0
    return score if score > 0 else None


def _scores(taste: Taste, columns: Ids) -> Doubles:
    scores: Doubles = taste.model.taste_factors[columns].astype(np.float64) @ taste.vector + taste.general[columns]
    return scores
