"""A model seen through merges that were made after it was trained.

A merged-away spelling has factors of its own in the model, and would be recommended as if it were unknown. So its row is taken
out; the artist whom its plays are credited to keeps its own row, or takes over the one with more listeners, which says more.
YᵀY stays as it was trained, for listeners are folded in against all artists of the training.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from desktop_als.model.bundle import Ids, Model
from desktop_als.plays import UNKNOWN, Doubles, History, TimedPlays

Credits = Mapping[int, Sequence[int]]
"""To whom each merged-away artist is credited, by library ids."""


def credited_model(model: Model, credited: Credits, names: Mapping[int, str]) -> Model:
    """The model without merged-away artists, under the ``names`` of those who took over a row; itself if it knows none.

    Those of a "feat." have tastes of their own, so nobody takes over its row.
    """
    gone = np.flatnonzero(np.isin(model.artist_ids, np.fromiter(credited, np.int64, len(credited))))
    if not len(gone):
        return model
    ids = model.artist_ids.copy()
    for column in gone.tolist():
        ends = credited[int(ids[column])]
        ids[column] = ends[0] if len(ends) == 1 else UNKNOWN
    stands = np.ones(len(ids), bool)
    stands[gone] = False
    # By id, then the most listeners, then the artist's own row: the first of each id is kept.
    order = np.lexsort((~stands, -model.support, ids))
    order = order[ids[order] != UNKNOWN]
    order = order[np.append(True, np.diff(ids[order]) != 0)] if len(order) else order
    return replace(
        model,
        artist_factors=model.artist_factors[order],
        artist_ids=ids[order],
        support=model.support[order],
        names=tuple(names.get(int(ids[i]), model.names[i]) for i in order),
        lengths=model.lengths[order],
    )


def credited_history(history: History, credited: Credits) -> History:
    """The history as it is once ``credited`` holds: plays add up, the newest time stands, ratings are averaged."""
    source, ids = _credited(history.artist_ids, credited)
    artists, place = np.unique(ids, return_inverse=True)
    plays = np.bincount(place, history.plays[source], len(artists)).astype(np.int64)
    last = np.full(len(artists), UNKNOWN)
    np.maximum.at(last, place, history.last_played[source])
    return History(
        artists,
        plays,
        last,
        _mean(history.ratings, source, place, len(artists)),
        unwanted=history.unwanted,
        known=history.known,
    )


def credited_plays(plays: TimedPlays, credited: Credits) -> TimedPlays:
    """The plays as they are once ``credited`` holds."""
    source, ids = _credited(plays.artist_ids, credited)
    return TimedPlays(ids, plays.played_at[source])


def _credited(artist_ids: Ids, credited: Credits) -> tuple[Ids, Ids]:
    """The places in ``artist_ids``, once for each who is credited, and whose they are."""
    pairs = [
        (place, end) for place, artist in enumerate(artist_ids.tolist()) for end in credited.get(artist, (artist,))
    ]
    source, ids = np.array(pairs, np.int64).reshape(-1, 2).T
    return source, ids


def _mean(ratings: Doubles | None, source: Ids, place: Ids, size: int) -> Doubles | None:
    if ratings is None:
        return None
    given = ~np.isnan(ratings[source])
    sums = np.bincount(place[given], ratings[source][given], size)
    counts = np.bincount(place[given], minlength=size)
    with np.errstate(invalid="ignore"):
        mean: Doubles = sums / counts
    return mean
