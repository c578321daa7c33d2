"""Which plays of a listener go together: clusters of their sessions, or of their artists where sessions say too little.

A session is the sum of its artists' unit factors, each by the logarithm of its plays there and by its inverse document frequency:
an artist of every session says nothing. Chance, which clusters must beat, is the same artists dealt to sessions of the same
lengths: if what is played in one sitting goes together no more than that, there is one cluster.

Artists alone cannot be dealt. There, chance is a normal distribution with their mean and covariance, as in SigClust (Liu et al.
2008), in the few directions of most of their spread: in all of them, 50 artists would always look like one group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from desktop_als.als.interactions import session_starts
from desktop_als.als.weighting import inverse_document_frequency
from desktop_als.model.bundle import Ids
from desktop_als.model.k_means import Floats, clusters_of, unit
from desktop_als.progress import CancelToken

FEWEST_ARTISTS = 3
"""Of a session that clusters are made from. The others go to the cluster they are nearest to."""

FEWEST_SESSIONS = 20
"""Of so many artists each; with less, artists are clustered."""

FEWEST_MEMBERS = 5
"""Sessions or artists of a cluster, on average."""

MOST_CLUSTERS = 8

LEAST_GAIN = 0.02
"""Of mean cosine, by a further cluster of sessions. Of years of plays chance explains nothing, and any cut would be significant."""

DIRECTIONS = 4
"""In which artists are compared. With 8, listeners of 50 artists nearly all have one mood; with all, all of them."""

SAMPLE = 600
"""Sessions, or artists, from which the clusters are made; the others go to the nearest."""


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What one listener played.

    Attributes:
        vectors: (a, d) unit factors of their artists; zeros for those that the model does not know.
        plays: (a,) all plays of each.
        places: (p,) of each play that has a time, the place of its artist, oldest first.
        session: (p,) the session of each of these plays, from 0.
    """

    vectors: Floats
    plays: Ids
    places: Ids
    session: Ids

    @classmethod
    def of(cls, vectors: Floats, plays: Ids, places: Ids, played_at: Ids) -> Played:
        """``played_at`` (p,) are Unix seconds, ascending."""
        begins = np.zeros(len(places), np.int64)
        begins[session_starts(played_at)] = 1
        return cls(vectors, plays, places, np.cumsum(begins) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The cluster of each timed play (p,), the one that each artist is nearest to (a,), and whether sessions were clustered."""

    of_play: Ids
    of_artist: Ids
    by_session: bool


def grouped(played: Played, cancel: CancelToken) -> Grouping:
    """Cluster what was played. At least one artist must have a vector.

    Raises:
        Cancelled: some milliseconds after ``cancel``.
    """
    table = _SessionTable.of(played)
    telling = np.flatnonzero(np.diff(table.starts) >= FEWEST_ARTISTS)
    if len(telling) < FEWEST_SESSIONS:
        of_artist = _nearest(played.vectors, _centres_of_artists(played, cancel))
        return Grouping(of_artist[played.places], of_artist, by_session=False)
    centres = _centres_of_sessions(table, telling, cancel)
    of_session = _nearest(table.vectors(), centres)
    return Grouping(of_session[played.session], _nearest(played.vectors, centres), by_session=True)


@dataclass(frozen=True, slots=True, eq=False)
class _SessionTable:
    """Sessions and the artists in them that the model knows, each pair once.

    Attributes:
        starts: (s + 1,) the first entry of each session, then e.
        artists: (e,) places in ``factors``.
        weights: (e,) what they count.
        factors: (a, d).
    """

    starts: Ids
    artists: Ids
    weights: Floats
    factors: Floats

    @classmethod
    def of(cls, played: Played) -> _SessionTable:
        known = np.asarray(played.vectors.any(axis=1))
        counted = known[played.places]
        a, sessions = len(known), int(played.session.max(initial=-1)) + 1
        pairs, times = np.unique(played.session[counted] * a + played.places[counted], return_counts=True)
        artists = pairs % a
        idf = inverse_document_frequency(np.bincount(artists, minlength=a), sessions)
        weights = np.log1p(times).astype(np.float32) * idf[artists]
        return cls(np.searchsorted(pairs, np.arange(sessions + 1) * a), artists, weights, played.vectors)

    def vectors(self) -> Floats:
        """(s, d) unit vectors; zeros where the model knows no artist."""
        shape = len(self.starts) - 1, len(self.factors)
        matrix = sp.csr_matrix((self.weights, self.artists, self.starts), shape=shape)
        return unit(matrix @ self.factors)

    def some(self, sessions: Ids) -> _SessionTable:
        """Of ``sessions`` alone."""
        lengths = np.diff(self.starts)[sessions]
        ends = np.cumsum(lengths)
        entries = np.arange(lengths.sum()) + np.repeat(self.starts[sessions] - (ends - lengths), lengths)
        return _SessionTable(np.append(0, ends), self.artists[entries], self.weights[entries], self.factors)

    def dealt(self, random: np.random.Generator) -> _SessionTable:
        """The same artists in other sessions."""
        order = random.permutation(len(self.artists))
        return _SessionTable(self.starts, self.artists[order], self.weights[order], self.factors)


def _centres_of_sessions(table: _SessionTable, telling: Ids, cancel: CancelToken) -> Floats:
    sample = telling
    if len(telling) > SAMPLE:
        sample = np.sort(np.random.default_rng(0).choice(telling, SAMPLE, replace=False))
    judged = table.some(sample)
    return clusters_of(
        judged.vectors(),
        np.ones(len(sample), np.float32),
        lambda random: judged.dealt(random).vectors(),
        min(MOST_CLUSTERS, len(sample) // FEWEST_MEMBERS),
        LEAST_GAIN,
        cancel,
    ).centres


def _centres_of_artists(played: Played, cancel: CancelToken) -> Floats:
    known = np.flatnonzero(played.vectors.any(axis=1))
    sample = np.sort(known[np.argsort(-played.plays[known], kind="stable")[:SAMPLE]])
    weights = np.log1p(played.plays[sample]).astype(np.float32)
    vectors = _flattened(played.vectors[sample], weights)
    mean, spread = _moments(vectors, weights)

    def normal(random: np.random.Generator) -> Floats:
        return unit(mean + random.standard_normal((len(sample), len(sample)), np.float32) @ spread)

    most = max(1, min(MOST_CLUSTERS, len(sample) // FEWEST_MEMBERS))
    found = clusters_of(vectors, weights, normal, most, LEAST_GAIN, cancel)
    chosen = (found.labels[:, None] == np.arange(len(found.centres))).astype(np.float32)
    return unit((chosen * weights[:, None]).T @ played.vectors[sample])


def _flattened(vectors: Floats, weights: Floats) -> Floats:
    """Unit vectors in the directions of the mean of others (n, d) and of most of their spread."""
    mean, spread = _moments(vectors, weights)
    axes = np.linalg.svd(spread, full_matrices=False)[2][:DIRECTIONS].T
    beside = mean - axes @ (mean @ axes)
    return unit(vectors @ np.column_stack([axes, unit(beside[None])[0]]))


def _moments(vectors: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The mean (d,), and S (n, d) of which SᵀS is the covariance."""
    share = weights / weights.sum()
    mean: Floats = share @ vectors
    return mean, (vectors - mean) * np.sqrt(share)[:, None]


def _nearest(vectors: Floats, centres: Floats) -> Ids:
    """The centre that each vector is nearest to; the one that most are nearest to for zeros."""
    nearest: Ids = (vectors @ centres.T).argmax(axis=1)
    told = vectors.any(axis=1)
    if told.any():
        nearest[~told] = np.bincount(nearest[told]).argmax()
    return nearest
