"""One question about one listener, worked out for every artist: score, standing, and place in the list."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.candidates import CANDIDATE, CROWDED, Past, Standings, standings
from desktop_als.model.ordering import arrange
from desktop_als.model.steered_row import FAVOURITE
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import Steering


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """How all artists of a model stand with a question.

    Attributes:
        taste: the listener's.
        past: what they heard.
        scores: (m,), with what artists gain by having been played recently.
        favourite: the score that a match of 100 has.
        standing: (m,) see candidates.
        columns: (k,) of the list, in order.
    """

    query: RecommendQuery
    taste: Taste
    past: Past
    scores: Floats
    favourite: float
    standing: Standings
    columns: Ids

    @classmethod
    def of(cls, model: Model, history: History, query: RecommendQuery, steering: Steering) -> Ranking:
        """Work a question out.

        Raises:
            ModelError, TrainingError: as Taste.of.
        """
        taste, past = Taste.of(model, history, steering), Past.of(model, history)
        scores = taste.scores()
        bare = scores[taste.columns]
        scores[taste.columns] += taste.recency.astype(np.float32)
        # Artists that are new gain nothing, and are matched with what favourites score without their gain.
        own = (bare if query.heard == "new" else scores[taste.columns])[taste.wanted]
        favourite = float(np.quantile(own, FAVOURITE)) if len(own) else 0.0
        standing = standings(model, history, past, query, steering)
        columns = np.empty(0, np.int64)
        if len(own):
            arranged = arrange(model, scores, standing == CANDIDATE, past.ever_heard(model), query)
            standing[arranged.crowded], columns = CROWDED, arranged.rows
        return cls(query, taste, past, scores, favourite, standing, columns)

    @property
    def has_taste(self) -> bool:
        """Whether any artist in the row is wanted; without one there is no list."""
        return bool(self.taste.wanted.any())

    def match(self, score: float) -> int:
        """A score for people, 0 to 100."""
        return round(100 * min(1.0, max(0.0, score / self.favourite))) if self.favourite > 0 else 0

    def rank(self, column: int) -> int | None:
        """The place of an artist from 1, however long the list had to be; None when it is in none."""
        if not self.has_taste or self.standing[column] != CANDIDATE:
            return None
        columns, model = self.columns, self.taste.model
        if column not in columns:
            candidates = (self.standing == CANDIDATE) | (self.standing == CROWDED)
            everyone = replace(self.query, n=len(model.names))
            columns = arrange(model, self.scores, candidates, self.past.ever_heard(model), everyone).rows
        place = np.flatnonzero(columns == column)
        return int(place[0]) + 1 if len(place) else None
