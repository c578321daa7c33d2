"""One listener seen by a model: their vector, folded in from the plays the library holds now, and what each artist adds to a score.

The vector of a listener is the solution of their row for fixed artist factors, x = A⁻¹ Σ_j b_j y_j. So a score is a sum over
the artists they play, y_i·x = Σ_j b_j y_iᵀ A⁻¹ y_j, and each term is that artist's contribution (Hu, Koren, Volinsky 2008, §5).

A model of sessions knows of one history only what goes together, so how recently an artist was played is added (als.recency).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve

from desktop_als.als.fold_in import solve_row
from desktop_als.als.recency import recencies, weight_beside
from desktop_als.als.weighting import row_weights
from desktop_als.model.bundle import Ids, Model
from desktop_als.plays import History, TimedPlays

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
        columns: (s,) places of the played artists that the model knows.
        plays, last_played: (s,) of those.
        vector: x (d,) float64.
        influence: (d, s) float64; column j is b_j A⁻¹ y_j, so Y @ influence holds every contribution.
        recency: (s,) what an artist's score gains by how recently it was played; 0 without a history's recency.
    """

    model: Model
    columns: Ids
    plays: Ids
    last_played: Ids
    vector: Doubles
    influence: Doubles
    recency: Doubles

    @classmethod
    def of(cls, model: Model, history: History) -> Taste:
        """Fold a listener in. Without one artist that the model knows the vector is zero."""
        places = np.searchsorted(model.artist_ids, history.artist_ids)
        inside = places < len(model.artist_ids)
        known = np.zeros(len(places), dtype=bool)
        known[inside] = model.artist_ids[places[inside]] == history.artist_ids[inside]
        columns, plays, last = places[known], history.plays[known], history.last_played[known]
        info = model.info
        now = max(info.knows_up_to, int(last.max(initial=-1)))
        weights = row_weights(plays, last, now, info.settings, model.scale, columns)
        row = solve_row(model.artist_factors, model.gram, columns, weights, info.settings)
        influence = cho_solve((row.cholesky, True), row.heard.T) * row.pulls
        recency = np.zeros(len(columns))
        if history.recency is not None:
            recency = history.recency[known]
            recency = recency * weight_beside(row.heard @ row.x, recency)
        return cls(model, columns, plays, last, row.x, influence, recency)

    def scores(self) -> npt.NDArray[np.float32]:
        """Score of every artist (m,)."""
        scores: npt.NDArray[np.float32] = self.model.artist_factors @ self.vector.astype(np.float32)
        return scores

    def contributions(self, columns: Ids) -> Doubles:
        """What each played artist adds to the score of ``columns`` (k,): (k, s), rows sum to the scores."""
        parts: Doubles = self.model.artist_factors[columns].astype(np.float64) @ self.influence
        return parts
