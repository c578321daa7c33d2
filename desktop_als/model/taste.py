"""One listener seen by a model: their vector, folded in from the plays the library holds now and from what they say beside them,
and what each artist adds to a score.

The vector of a listener is the solution of their row for fixed artist factors, x = A⁻¹ Σ_j b_j y_j. So a score is a sum over
the artists in the row, y_i·x = Σ_j b_j y_iᵀ A⁻¹ y_j, and each term is that artist's contribution (Hu, Koren, Volinsky 2008, §5).

A model of ratings has a mean and biases beside that (als.ratings): they are what an artist scores in general, and only what
x·y adds to them comes from single artists. A model of sessions knows of one history only what goes together, so how recently an
artist was played is added (als.recency).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve

from desktop_als.als.fold_in import FoldedRow, solve_row
from desktop_als.als.ratings import solve_ratings
from desktop_als.als.recency import recencies, weight_beside
from desktop_als.model.bundle import Floats, Ids, Model
from desktop_als.model.lookup import Bools, looked_up
from desktop_als.model.steered_row import SteeredRow, steered_ratings, steered_row, steered_weights
from desktop_als.plays import History, TimedPlays
from desktop_als.steering import NEUTRAL, Steering

Doubles = npt.NDArray[np.float64]


def with_recency(history: History, plays: TimedPlays) -> History:
    """The history of a listener with how recently, at its newest play, each artist was played."""
    both = np.isin(plays.artist_ids, history.artist_ids)  # an import may end between the two questions
    places, played_at = np.searchsorted(history.artist_ids, plays.artist_ids[both]), plays.played_at[both]
    now = int(played_at.max(initial=0))
    return replace(history, recency=recencies(places, played_at, now, len(history.artist_ids)))


@dataclass(frozen=True, slots=True, eq=False)
class Taste:
    """A listener folded into a model.

    Attributes:
        columns: (s,) places of the artists in the row: those that are played (or rated), liked, disliked or overlooked, that
            the model knows, and that count.
        plays, last_played, ratings: (s,) of those: 0, -1 and NaN where there is none; ratings None with a model of plays.
        wanted: (s,) bool, False for what is disliked.
        general: (m,) what every artist scores whatever the listener's taste: mean and biases of ratings, else 0.
        vector: x (d,) float64.
        recency: (s,) what an artist's score gains by how recently it was played; 0 without a history's recency.
        row: the system that x solves.
    """

    model: Model
    columns: Ids
    plays: Ids
    last_played: Ids
    ratings: Doubles | None
    wanted: Bools
    general: Doubles
    vector: Doubles
    recency: Doubles
    row: FoldedRow

    @classmethod
    def of(cls, model: Model, history: History, steering: Steering = NEUTRAL) -> Taste:
        """Fold a listener in. Without one artist that the model knows the vector is zero.

        Raises:
            ModelError, TrainingError: the system has no unique answer, or the plays are no counts.
        """
        row = steered_row(model, history, steering)
        mean = model.info.rating_mean
        return cls._of_plays(model, row, steering) if mean is None else cls._of_ratings(model, row, steering, mean)

    @classmethod
    def _of_plays(cls, model: Model, row: SteeredRow, steering: Steering) -> Taste:
        info, weights = model.info, steered_weights(model, row, steering)
        solved = solve_row(model.artist_factors, model.gram, row.columns, weights, info.settings, info.artists)
        wanted = ~np.signbit(weights)
        recency, played = np.zeros(len(row.columns)), wanted & (row.plays != 0)
        if row.recency[played].any():
            beside = row.recency[played]
            recency[played] = beside * weight_beside(solved.heard[played] @ solved.x, beside)
        general = np.broadcast_to(0.0, len(model.names))
        return cls(model, row.columns, row.plays, row.last_played, None, wanted, general, solved.x, recency, solved)

    @classmethod
    def _of_ratings(cls, model: Model, row: SteeredRow, steering: Steering, mean: float) -> Taste:
        ratings, weights = steered_ratings(model, row, steering, mean)
        settings, artists = model.info.settings, model.info.artists
        solved = solve_ratings(model.artist_factors, row.columns, ratings, mean, settings, artists, weights)
        vector, bias = solved.x[:-1], solved.x[-1]
        general = mean + bias + model.artist_factors[:, -1].astype(np.float64)
        wanted, none = ~(row.disliked | row.overlooked), np.zeros(len(row.columns))
        return cls(model, row.columns, row.plays, row.last_played, row.ratings, wanted, general, vector, none, solved)

    def scores(self) -> Floats:
        """Score of every artist (m,)."""
        scores: Floats = self.model.taste_factors @ self.vector.astype(np.float32)
        scores += self.general
        return scores

    def contributions(self, columns: Ids) -> Doubles:
        """What each artist of the row adds to the score of ``columns`` (k,).

        Returns:
            (k, s); rows sum, with ``general``, to the scores.
        """
        asked = np.zeros((len(self.row.cholesky), len(columns)))  # of ratings with a 0 for the listener's bias
        asked[: len(self.vector)] = self.model.taste_factors[columns].T
        toward = cho_solve((self.row.cholesky, True), asked, overwrite_b=True, check_finite=False)
        parts: Doubles = (toward.T @ self.row.heard.T) * self.row.pulls
        return parts

    def exact(self, columns: Ids) -> tuple[Doubles, Doubles]:
        """What ``columns`` (k,) score with their recency, float64, and the contributions (k, s) in it."""
        parts = self.contributions(columns)
        gains = looked_up(columns, self.columns, self.recency, 0)
        return parts.sum(axis=1) + self.general[columns] + gains, parts
