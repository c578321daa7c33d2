"""Which artists are alike: the cosine of their factors in the full space, among artists with enough listeners to say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desktop_als.als.interactions import RowKind
from desktop_als.model.bundle import Model


@dataclass(frozen=True, slots=True)
class SimilarQuery:
    """``n`` rows at most; ``support``: artists of fewer listeners (or sessions) are left out, for chance would place them."""

    n: int = 50
    support: int = 5


@dataclass(frozen=True, slots=True)
class SimilarArtist:
    """``similarity`` is a cosine, -1 to 1; ``evidence`` counts the listeners (or sessions) of the neighbour."""

    rank: int
    artist_id: int
    artist: str
    similarity: float
    evidence: int


@dataclass(frozen=True, slots=True)
class SimilarArtists:
    """The neighbours, nearest first, or none and a sentence why."""

    rows: tuple[SimilarArtist, ...]
    note: str | None = None


def similar(model: Model, artist_id: int, name: str, query: SimilarQuery) -> SimilarArtists:
    """The nearest artists to one. "Not enough listeners" is an answer."""
    column = model.column(artist_id)
    if column is None:
        return SimilarArtists((), f"The model does not know {name} yet. Train it again to include it.")
    kind = "sessions" if model.info.row_kind == "sessions" else "listeners"
    if model.support[column] < query.support:
        return SimilarArtists((), _too_few(name, int(model.support[column]), model.info.row_kind, query.support))
    cosines = model.taste_factors @ (model.taste_factors[column] / model.lengths[column])
    cosines /= model.lengths
    cosines[model.support < query.support] = -np.inf
    cosines[column] = -np.inf
    count = min(query.n, int(np.isfinite(cosines).sum()))
    if not count:
        return SimilarArtists(
            (), f"No other artist has {query.support} {kind} or more, so nothing can be compared yet."
        )
    best = np.argpartition(-cosines, count - 1)[:count]
    best = best[np.lexsort((best, -cosines[best]))]
    return SimilarArtists(
        tuple(
            SimilarArtist(rank, int(model.artist_ids[i]), model.names[i], float(cosines[i]), int(model.support[i]))
            for rank, i in enumerate(best, start=1)
        )
    )


def _too_few(name: str, support: int, kind: RowKind, limit: int) -> str:
    one = support == 1
    match kind:
        case "sessions":
            have = f"sessions: {name} is in {support} {'session' if one else 'sessions'}"
        case "listeners":
            have = f"listeners: {support} {'listener plays' if one else 'listeners play'} {name}"
        case "ratings":
            have = f"listeners: {support} {'listener rates' if one else 'listeners rate'} {name}"
    return f"Not enough {have}, and it takes {limit} to say what is similar."
