"""One listener seen by a model: their vector, folded in from the plays the library holds now, and what each artist adds to a score.

The vector of a listener is the solution of their row for fixed artist factors, x = A⁻¹ Σ_j b_j y_j. So a score is a sum over
the artists they play, y_i·x = Σ_j b_j y_iᵀ A⁻¹ y_j, and each term is that artist's contribution (Hu, Koren, Volinsky 2008, §5).

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
from desktop_als.als.weighting import row_weights
from desktop_als.model.bundle import Ids, Model
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
        columns: (s,) places of the played (or rated) artists that the model knows.
        plays, last_played, ratings: (s,) of those; ratings None with a model of plays.
        general: (m,) what every artist scores whatever the listener's taste: mean and biases of ratings, else 0.
        vector: x (d,) float64.
        influence: (d, s) float64; column j is b_j A⁻¹ y_j, so Y @ influence holds every contribution.
        recency: (s,) what an artist's score gains by how recently it was played; 0 without a history's recency.
    """

    model: Model
    columns: Ids
    plays: Ids
    last_played: Ids
    ratings: Doubles | None
    general: Doubles
    vector: Doubles
    influence: Doubles
    recency: Doubles

    @classmethod
    def of(cls, model: Model, history: History, steering: Steering = NEUTRAL) -> Taste:
        """Fold a listener in. Without one artist that the model knows the vector is zero."""
        mean = model.info.rating_mean
        return cls._of_plays(model, history) if mean is None else cls._of_ratings(model, history, mean)

    @classmethod
    def _of_plays(cls, model: Model, history: History) -> Taste:
        columns, known = _known(model, history, history.plays != 0)
        plays, last = history.plays[known], history.last_played[known]
        info = model.info
        now = max(info.knows_up_to, int(last.max(initial=-1)))
        weights = row_weights(plays, last, now, info.settings, model.scale, columns)
        row = solve_row(model.artist_factors, model.gram, columns, weights, info.settings, info.artists)
        recency = np.zeros(len(columns))
        if history.recency is not None:
            recency = history.recency[known]
            recency = recency * weight_beside(row.heard @ row.x, recency)
        general = np.broadcast_to(0.0, len(model.names))
        return cls(model, columns, plays, last, None, general, row.x, _influence(row), recency)

    @classmethod
    def _of_ratings(cls, model: Model, history: History, mean: float) -> Taste:
        given = np.full(len(history.artist_ids), np.nan) if history.ratings is None else history.ratings
        columns, known = _known(model, history, ~np.isnan(given))
        ratings = given[known]
        row = solve_ratings(model.artist_factors, columns, ratings, mean, model.info.settings, model.info.artists)
        vector, bias = row.x[:-1], row.x[-1]
        general = mean + bias + model.artist_factors[:, -1].astype(np.float64)
        influence, none = _influence(row)[:-1], np.zeros(len(columns))
        return cls(
            model, columns, history.plays[known], history.last_played[known], ratings, general, vector, influence, none
        )

    def scores(self) -> npt.NDArray[np.float32]:
        """Score of every artist (m,)."""
        scores: npt.NDArray[np.float32] = self.model.taste_factors @ self.vector.astype(np.float32)
        scores += self.general
        return scores

    def contributions(self, columns: Ids) -> Doubles:
        """What each played (or rated) artist adds to the score of ``columns`` (k,).

        Returns:
            (k, s); rows sum, with ``general``, to the scores.
        """
        parts: Doubles = self.model.taste_factors[columns].astype(np.float64) @ self.influence
        return parts


def _known(model: Model, history: History, counts: npt.NDArray[np.bool_]) -> tuple[Ids, npt.NDArray[np.bool_]]:
    """The places in the model of those artists of a history that count and that it knows, and which these are."""
    places = np.searchsorted(model.artist_ids, history.artist_ids)
    inside = places < len(model.artist_ids)
    known = np.zeros(len(places), dtype=bool)
    known[inside] = model.artist_ids[places[inside]] == history.artist_ids[inside]
    known &= counts
    return places[known], known


def _influence(row: FoldedRow) -> Doubles:
    influence: Doubles = cho_solve((row.cholesky, True), row.heard.T) * row.pulls
    return influence
