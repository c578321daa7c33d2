"""Why an artist scores what it scores: every contribution to it, and what becomes of it without one of them."""

from __future__ import annotations

from functools import partial

import numpy as np

from desktop_als.model.answers import Contribution, Explanation, PullTest, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.model.ranking import Ranking
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Steering


def explain(model: Model, history: History, artist_id: int, steering: Steering = NEUTRAL) -> Explanation | None:
    """All contributions to the score of one artist, or None when the model does not know it.

    Raises:
        ModelError, TrainingError: as Taste.of.
    """
    column = model.column(artist_id)
    if column is None:
        return None
    taste = Taste.of(model, history, steering)
    (score,), (parts,) = taste.exact(np.array([column]))
    order = np.argsort(-parts, kind="stable")
    contributions = tuple(map(partial(named, model), taste.columns[order].tolist(), parts[order].tolist()))
    gain = float(taste.recency[taste.columns == column].sum())
    return Explanation(artist_id, model.names[column], float(score), contributions, gain, float(taste.general[column]))


def pull_test(
    model: Model, history: History, query: RecommendQuery, steering: Steering, artist_id: int, without: int
) -> PullTest | None:
    """What becomes of one artist in the list without another one; None when the model does not know both.

    Raises:
        ModelError, TrainingError: as Taste.of.
    """
    column, pulled = model.column(artist_id), model.column(without)
    if column is None or pulled is None:
        return None
    now = Ranking.of(model, history, query, steering)
    then = Ranking.of(model, history, query, steering.weighing(without, 0))
    (score,), (parts,) = now.taste.exact(np.array([column]))
    (score_without,), _ = then.taste.exact(np.array([column]))
    part = named(model, pulled, float(parts[now.taste.columns == pulled].sum()))
    return PullTest(artist_id, part, float(score), now.rank(column), float(score_without), then.rank(column))


def named(model: Model, column: int, contribution: float) -> Contribution:
    """What the artist of a column adds."""
    return Contribution(int(model.artist_ids[column]), model.names[column], contribution)
