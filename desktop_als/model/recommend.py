"""What to hear next: the best scores of the artists that the question leaves in, each with the reasons that carry it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from desktop_als.model.answers import (
    Contribution,
    Explanation,
    Heard,
    HiddenArtist,
    HiddenReason,
    PullTest,
    Recommendation,
    Recommendations,
    RecommendQuery,
)
from desktop_als.model.bundle import Model
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import NEUTRAL, Steering

DORMANT_SECONDS = 180 * 86_400
"""An artist not played for this long before the listener's newest play is forgotten."""


ENOUGH_RATERS = 10
"""Artists whom fewer have rated are not foretold to be liked: a few high ratings are soon met by chance, and would lead every
list. On invented ratings the first 20 truly deserve 4.44 of 5 stars without this limit, 4.70 with 5, 4.76 with 10, 4.80 with 20.
"""


def recommend(model: Model, history: History, query: RecommendQuery, steering: Steering = NEUTRAL) -> Recommendations:
    """The best artists for a listener. Ties fall to the artist that came into the library first."""
    taste = Taste.of(model, history, steering)
    if not len(taste.columns):
        does = "plays" if taste.ratings is None else "rated"
        return Recommendations(
            (), {}, f"The model knows none of the artists this listener {does}. Train it again to include them."
        )
    # Artists that are new gain nothing, and are matched with what favourites score without their gain.
    gains = np.zeros(len(model.names)) if query.heard == "new" else _gains(taste)
    scores = taste.scores() + gains.astype(np.float32)
    allowed = _allowed(taste, query.heard)
    allowed[_columns(model, history.unwanted)] = False
    hidden: dict[HiddenReason, int] = {}
    if query.heard == "new":
        known = np.union1d(taste.columns, _columns(model, history.known))
        allowed[known] = False
        hidden["known"] = len(known)
    candidates = np.flatnonzero(allowed)
    best = _top(scores, candidates, query.n)
    plays = np.zeros(len(model.names), dtype=np.int64)
    plays[taste.columns] = taste.plays
    favourite = float(np.quantile(scores[taste.columns], 0.9))
    parts = taste.contributions(best)
    exact = parts.sum(axis=1) + taste.general[best] + gains[best]
    ratings: dict[int, float] = {}
    if taste.ratings is not None:
        ratings = dict(zip(taste.columns.tolist(), taste.ratings.tolist(), strict=True))
    rows = tuple(
        Recommendation(
            rank=rank,
            artist_id=int(model.artist_ids[column]),
            artist=model.names[column],
            score=float(exact[rank - 1]),
            match=_match(float(exact[rank - 1]), favourite),
            evidence=int(model.support[column]),
            plays=int(plays[column]),
            because=_reasons(taste, parts[rank - 1], int(column)),
            rating=ratings.get(int(column)),
        )
        for rank, column in enumerate(best, start=1)
    )
    return Recommendations(rows, hidden, None if rows else _empty(query.heard, taste))


def hidden(
    model: Model, history: History, query: RecommendQuery, steering: Steering = NEUTRAL
) -> tuple[HiddenArtist, ...]:
    """The artists that :func:`recommend` leaves out, best scores first."""
    raise NotImplementedError


def pull_test(
    model: Model, history: History, query: RecommendQuery, steering: Steering, artist_id: int, without: int
) -> PullTest | None:
    """What becomes of one artist in the list without another one; None when the model does not know both."""
    raise NotImplementedError


def explain(model: Model, history: History, artist_id: int, steering: Steering = NEUTRAL) -> Explanation | None:
    """All contributions to the score of one artist, or None when the model does not know it."""
    column = model.column(artist_id)
    if column is None:
        return None
    taste = Taste.of(model, history, steering)
    parts = taste.contributions(np.array([column]))[0]
    order = np.argsort(-parts, kind="stable")
    named = tuple(_named(model, int(taste.columns[j]), float(parts[j])) for j in order)
    gain, general = float(_gains(taste)[column]), float(taste.general[column])
    return Explanation(artist_id, model.names[column], float(parts.sum()) + gain + general, named, gain, general)


def _gains(taste: Taste) -> npt.NDArray[np.float64]:
    """What the score of every artist (m,) gains by how recently it was played."""
    gains = np.zeros(len(taste.model.names))
    gains[taste.columns] = taste.recency
    return gains


def _allowed(taste: Taste, heard: Heard) -> npt.NDArray[np.bool_]:
    size = len(taste.model.names)
    if heard != "dormant":
        allowed = np.ones(size, dtype=bool) if taste.ratings is None else _sure(taste.model)
        allowed[taste.columns] = heard == "any"
        return allowed
    forgotten = (taste.last_played >= 0) & (taste.last_played < taste.last_played.max() - DORMANT_SECONDS)
    allowed = np.zeros(size, dtype=bool)
    allowed[taste.columns[forgotten]] = True
    return allowed


def _columns(model: Model, artist_ids: Iterable[int]) -> npt.NDArray[np.int64]:
    """The columns of those artists whom the model knows."""
    found = [column for artist in artist_ids if (column := model.column(artist)) is not None]
    return np.array(found, dtype=np.int64)


def _sure(model: Model) -> npt.NDArray[np.bool_]:
    """Where (m,) an artist has enough raters; in a small circle, half as many as the best known one."""
    enough: npt.NDArray[np.bool_] = model.support >= min(ENOUGH_RATERS, int(model.support.max()) // 2)
    return enough


def _top(scores: npt.NDArray[np.float32], candidates: npt.NDArray[np.int64], n: int) -> npt.NDArray[np.int64]:
    if len(candidates) > n:
        candidates = np.sort(candidates[np.argpartition(-scores[candidates], n)[:n]])
    return candidates[np.argsort(-scores[candidates], kind="stable")]


def _match(score: float, favourite: float) -> int:
    return round(100 * min(1.0, max(0.0, score / favourite))) if favourite > 0 else 0


def _reasons(taste: Taste, parts: npt.NDArray[np.float64], column: int) -> tuple[Contribution, ...]:
    order = np.argsort(-parts, kind="stable")[:4]
    others = (j for j in order if taste.columns[j] != column and parts[j] > 0)
    return tuple(_named(taste.model, int(taste.columns[j]), float(parts[j])) for j in others)[:3]


def _named(model: Model, column: int, contribution: float) -> Contribution:
    return Contribution(int(model.artist_ids[column]), model.names[column], contribution)


def _empty(heard: Heard, taste: Taste) -> str:
    if heard == "dormant":
        if taste.ratings is not None:
            return "Nothing is forgotten: ratings do not tell when an artist was played last."
        return "Nothing is forgotten: every artist with a date was played in the last six months."
    if taste.ratings is None:
        why = "The model knows no artist beyond the ones this listener plays."
    else:
        why = "No artist beyond the ones this listener rated has enough ratings."
    return f"{why} Add a community or other people's files to discover more."
