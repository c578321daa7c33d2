"""A listener's row as they steer it: which artists are in it, and what each one counts.

What is said joins the row as more entries of it, so that a fold-in stays one least-squares problem and its reasons still add up.

Plays. A like weighs at least as much as a favourite (the 90th percentile of the listener's weights). A dislike is an entry of
preference 0. It takes twice the weight to move taste as far, for its error is the score that the artist has, and that of a like
what the score lacks of 1. On HetRec, when a listener judges the fifth artist of their list, the ten artists nearest to it go from
place 86 to 72 by a like and to 105 by a dislike (medians of 60 listeners). Being overlooked is a quarter of a dislike. For a
listener without plays a favourite weighs as much as an average entry of the training.

Ratings. A like is an entry of the best rating that the listener gives, a dislike one of the worst. Who gave few ratings may not
have used the scale, so they are at least as far out as the best and the worst artist are rated in general. Each counts as one
rating, being overlooked a quarter of one. Ratings have no age: the half-life does not change them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from desktop_als.als.weighting import row_weights
from desktop_als.model.bundle import Ids, Model
from desktop_als.model.lookup import Bools, Number, ids_of, looked_up, places
from desktop_als.plays import UNKNOWN, History
from desktop_als.steering import Opinion, Steering

Doubles = npt.NDArray[np.float64]

FAVOURITE = 0.9
"""The quantile of a listener's weights (or scores) from which on an artist is a favourite."""

DISLIKE = 2.0
"""What a dislike weighs, of a favourite."""

OVERLOOKED = 0.25
"""What having been shown often in vain counts, of a dislike."""


@dataclass(frozen=True, slots=True, eq=False)
class SteeredRow:
    """The s artists of a row, and what is known and said of each.

    Attributes:
        columns: places in the model, each once.
        plays, last_played, ratings, recency: of the history; 0, UNKNOWN, NaN and 0 where it has none.
        liked, disliked, overlooked: what was said; one at most is True.
        own: what the listener lets each artist count, above 0.
    """

    columns: Ids
    plays: Ids
    last_played: Ids
    ratings: Doubles
    recency: Doubles
    liked: Bools
    disliked: Bools
    overlooked: Bools
    own: Doubles


def steered_row(model: Model, history: History, steering: Steering) -> SteeredRow:
    """The artists that the model knows and that are played (or rated), liked, disliked or overlooked, but for those of weight 0."""
    nothing = np.zeros(len(history.artist_ids))
    stars = nothing + np.nan if history.ratings is None else history.ratings
    recency = nothing if history.recency is None else history.recency
    heard = history.plays != 0 if model.info.rating_mean is None else ~np.isnan(stars)
    ids = history.artist_ids[heard]
    liked, disliked, overlooked = (
        ids_of(said)
        for said in (steering.artists(Opinion.LIKED), steering.artists(Opinion.DISLIKED), steering.overlooked)
    )
    overlooked = np.setdiff1d(
        overlooked, np.concatenate((history.artist_ids[history.plays != 0], ids, liked, disliked))
    )
    if len(liked) or len(disliked) or len(overlooked):
        ids = np.unique(np.concatenate((ids, liked, disliked, overlooked)))
    own = _own_weights(ids, steering)
    columns, known = places(model, ids)
    counts = own[known] > 0
    columns, ids, own = columns[counts], ids[known][counts], own[known][counts]

    def of_history(values: npt.NDArray[Number], missing: float) -> npt.NDArray[Number]:
        return looked_up(ids, history.artist_ids, values, missing)

    return SteeredRow(
        columns,
        of_history(history.plays, 0),
        of_history(history.last_played, UNKNOWN),
        of_history(stars, np.nan),
        of_history(recency, 0),
        np.isin(ids, liked),
        np.isin(ids, disliked),
        np.isin(ids, overlooked),
        own,
    )


def steered_weights(model: Model, row: SteeredRow, steering: Steering) -> Doubles:
    """Weights (s,) of a row of plays on the scale of the training, below zero for a dislike (als.fold_in.solve_row)."""
    weights, played = np.zeros(len(row.columns)), row.plays != 0
    weights[played] = _weights_of_plays(model, row, played, steering.half_life)
    pull, size = weights[weights > 0], np.abs(weights)
    favourite = np.quantile(pull, FAVOURITE) if len(pull) else model.info.settings.confidence
    dislike = DISLIKE * favourite
    weights = np.where(row.liked, np.maximum(size, favourite), weights)
    weights = np.where(row.disliked, -np.maximum(size, dislike), weights)
    weights = np.where(row.overlooked, -OVERLOOKED * dislike, weights)
    return weights * (row.own * steering.strength)


def steered_ratings(model: Model, row: SteeredRow, steering: Steering, mean: float) -> tuple[Doubles, Doubles]:
    """Ratings (s,) of a row, and the weights (s,) of their squared errors."""
    biases = model.artist_factors[:, -1]
    best, worst = mean + float(biases.max(initial=0)), mean + float(biases.min(initial=0))
    best, worst = np.fmax.reduce(row.ratings, initial=best), np.fmin.reduce(row.ratings, initial=worst)
    ratings = np.where(row.liked, best, np.where(row.disliked | row.overlooked, worst, row.ratings))
    weights = np.where(row.overlooked, OVERLOOKED, 1.0)
    return ratings, weights * (row.own * steering.strength)


def _own_weights(ids: Ids, steering: Steering) -> Doubles:
    """What the listener lets each of ``ids`` (k,) count."""
    said = sorted((artist, max(0.0, weight)) for artist, weight in steering.weights.items())
    artists, weights = np.array([artist for artist, _ in said], np.int64), np.array([weight for _, weight in said])
    return looked_up(ids, artists, weights, 1)


def _weights_of_plays(model: Model, row: SteeredRow, played: Bools, half_life: float | None) -> Doubles:
    """Weights of what is ``played``, by the training's half-life or another one.

    Another one moves weight between the artists of the row and leaves their mean: so it would be after training with it, which
    keeps the mean of all weights. Ages then count from the listener's newest play; from a later moment they would only shrink all
    weights alike.
    """
    info, scale = model.info, model.scale
    plays, last, columns = row.plays[played], row.last_played[played], row.columns[played]
    newest = int(last.max(initial=UNKNOWN))
    now = max(info.knows_up_to, newest)
    weights = row_weights(plays, last, now, info.settings, scale, columns).astype(np.float64)
    if half_life is None or not len(plays):
        return weights
    settings = replace(info.settings, half_life=half_life)
    other = row_weights(plays, last, newest, settings, scale, columns).astype(np.float64)
    other *= np.abs(weights).mean() / np.abs(other).mean()
    return other
