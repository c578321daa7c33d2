"""Which artists are alike: the cosine of their factors in the full space, among artists with enough listeners to say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    kind = model.info.row_kind
    if model.support[column] < query.support:
        return SimilarArtists((), _too_few(name, int(model.support[column]), kind, query.support))
    cosines = model.artist_factors @ (model.artist_factors[column] / model.lengths[column])
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


def _too_few(name: str, support: int, kind: str, limit: int) -> str:
    if kind == "sessions":
        have = f"{name} is in {support} {'session' if support == 1 else 'sessions'}"
    else:
        have = f"{support} {'listener plays' if support == 1 else 'listeners play'} {name}"
    return f"Not enough {kind}: {have}, and it takes {limit} to say what is similar."
