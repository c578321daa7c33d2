"""Which artists a list may hold, and why the others are hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.model.answers import HiddenReason, RecommendQuery
from desktop_als.model.bundle import Ids, Model
from desktop_als.model.lookup import Bools, columns_of, looked_up, places
from desktop_als.plays import UNKNOWN, History
from desktop_als.steering import Opinion, Steering

DAY = 86_400

ENOUGH_RATERS = 10
"""Artists whom fewer have rated are not foretold to be liked: a few high ratings are soon met by chance, and would lead every
list. On invented ratings the first 20 truly deserve 4.44 of 5 stars without this limit, 4.70 with 5, 4.76 with 10, 4.80 with 20.
"""

REASONS: tuple[HiddenReason, ...] = ("known", "resting", "rule", "snoozed", "disliked", "banned", "crowded")
"""Of several reasons the last one is told: what was said of an artist goes before what is known of it."""

CROWDED, CANDIDATE, BESIDE = len(REASONS) - 1, len(REASONS), len(REASONS) + 1

Doubles = npt.NDArray[np.float64]
Standings = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """What a listener did with artists of a model.

    Attributes:
        columns: (h,) ascending places of the artists that the listener played or rated.
        plays, last_played, ratings: (h,) of those; 0, UNKNOWN and NaN where there is none.
    """

    columns: Ids
    plays: Ids
    last_played: Ids
    ratings: Doubles

    @classmethod
    def of(cls, model: Model, history: History) -> Past:
        """All that the model knows of a history."""
        stars = np.full(len(history.artist_ids), np.nan) if history.ratings is None else history.ratings
        columns, known = places(model, history.artist_ids)
        did = (history.plays[known] != 0) | ~np.isnan(stars[known])
        return cls(columns[did], *(of[known][did] for of in (history.plays, history.last_played, stars)))

    def at(self, columns: Ids) -> tuple[Ids, Ids, Doubles]:
        """Plays, last play and rating of each of ``columns`` (k,)."""
        return (
            looked_up(columns, self.columns, self.plays, 0),
            looked_up(columns, self.columns, self.last_played, UNKNOWN),
            looked_up(columns, self.columns, self.ratings, np.nan),
        )

    def ever_heard(self, model: Model) -> Bools:
        """Where (m,) an artist was heard at all."""
        heard = np.zeros(len(model.names), dtype=bool)
        heard[self.columns] = True
        return heard

    def enough(self, query: RecommendQuery) -> Bools:
        """Which (h,) are heard as a question means it. A rating tells of hearing, and without a date it may have been now."""
        enough = self._often(query)
        if query.heard_days is not None:
            enough &= (self.last_played < 0) | (self._age() <= query.heard_days * DAY)
        return enough

    def forgotten(self, query: RecommendQuery) -> Bools:
        """Which (h,) are forgotten as a question means it."""
        return self._often(query) & (self.last_played >= 0) & (self._age() > query.forgotten_days * DAY)

    def _often(self, query: RecommendQuery) -> Bools:
        often: Bools = (np.abs(self.plays) >= query.heard_plays) | ~np.isnan(self.ratings)
        return often

    def _age(self) -> Ids:
        age: Ids = self.last_played.max(initial=UNKNOWN) - self.last_played
        return age


def standings(model: Model, history: History, past: Past, query: RecommendQuery, steering: Steering) -> Standings:
    """How every artist (m,) stands with a list: a place in :data:`REASONS`, CANDIDATE, or BESIDE what is asked for."""
    standing = np.full(len(model.names), CANDIDATE, np.uint8)
    if query.heard == "dormant":
        standing.fill(BESIDE)
        standing[past.columns[past.forgotten(query)]] = CANDIDATE
    else:
        standing[~told_by_enough(model)] = BESIDE
        standing[past.columns[~np.isnan(past.ratings)]] = CANDIDATE

    def hide(reason: HiddenReason, columns: Ids) -> None:
        asked = columns[standing[columns] != BESIDE]
        standing[asked] = REASONS.index(reason)

    if query.heard == "new":
        hide("known", np.concatenate((past.columns[past.enough(query)], columns_of(model, history.known))))
    if query.heard != "dormant":
        hide("resting", columns_of(model, steering.resting))
    hide("rule", columns_of(model, history.unwanted))
    hide("snoozed", columns_of(model, steering.artists(Opinion.SNOOZED)))
    hide("disliked", columns_of(model, steering.artists(Opinion.DISLIKED)))
    hide("banned", columns_of(model, steering.artists(Opinion.BANNED)))
    return standing


def told_by_enough(model: Model) -> Bools:
    """Where (m,) the model can tell whether an artist is liked.

    Of ratings, where enough have rated it; in a small circle, half as many as have rated the best known one.
    """
    if model.info.rating_mean is None:
        return np.ones(len(model.names), dtype=bool)
    enough: Bools = model.support >= min(ENOUGH_RATERS, int(model.support.max()) // 2)
    return enough
