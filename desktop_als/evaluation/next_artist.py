"""The ways to guess which artist a listener plays next, from the sessions that trained and from what was played since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.recency import recencies, weight_beside
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.evaluation.folding import fold_in_rows, gram_of
from desktop_als.evaluation.sittings import Sittings
from desktop_als.plays import Ints
from desktop_als.progress import CancelToken

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The guesses that a session asks for, one for each of its g artists, and what is known before each.

    Attributes:
        targets: (g,) the artists of the session in the order of their first play there: what is to be guessed.
        plays, recency: (m,) of each artist before the session.
        heard: (g, m) what a guess may go by: the whole history for the first, then the session so far.
    """

    targets: Ints
    plays: Ints
    recency: Doubles
    heard: Interactions

    @classmethod
    def of(cls, sittings: Sittings, session: int) -> Moment:
        """What a later session asks."""
        now = sittings.plays_of(session)
        before = slice(0, now.start)
        _, first = np.unique(sittings.columns[now], return_index=True)
        first.sort()
        # Guess g goes by the plays of the session that come before the first play of its artist.
        row = np.concatenate([np.zeros(now.start, np.int64), np.repeat(np.arange(1, len(first)), first[1:])])
        play = np.concatenate([np.arange(now.start), *(np.arange(end) + now.start for end in first[1:])])
        m = len(sittings.artist_ids)
        columns, played_at = sittings.columns[before], sittings.played_at[before]
        return cls(
            targets=sittings.columns[now][first],
            plays=np.bincount(columns, minlength=m),
            recency=recencies(columns, played_at, int(sittings.played_at[now.start]), m),
            heard=sittings.rows(row, sittings.columns[play], sittings.played_at[play], len(first)),
        )

    def wanted(self) -> sp.csr_matrix:
        """(g, m) one where the target is."""
        g, m = self.heard.plays.shape
        return sp.csr_matrix((np.ones(g), self.targets, np.arange(g + 1)), shape=(g, m))


class ItemCosine:
    """Σ_j log(1 + n_j) cos(i, j) over what was heard; an artist is the vector of the sessions that play it."""

    def __init__(self, matrix: Interactions) -> None:
        sessions = matrix.plays.sign()
        length = np.sqrt(np.asarray(sessions.sum(axis=0)).ravel())
        self._directions = (sessions @ sp.diags_array(1 / np.maximum(length, 1))).tocsr()

    def scores(self, heard: Interactions) -> Floats:
        """(g, m)."""
        near: Floats = (heard.plays.log1p() @ self._directions.T @ self._directions).toarray().astype(np.float32)
        return near


class Als:
    """The model that the app trains; what was heard is folded in as a session is."""

    def __init__(self, matrix: Interactions, settings: Settings, cancel: CancelToken) -> None:
        trainer = Trainer(matrix, settings, cancel)
        for _ in trainer:
            pass
        self._settings, self._scale = settings, trainer.scale
        self._artists = trainer.factors.artists
        self._gram = gram_of(self._artists)

    def scores(self, heard: Interactions) -> Floats:
        """(g, m)."""
        return fold_in_rows(self._artists, self._gram, heard, self._settings, self._scale) @ self._artists.T


class Guesser:
    """Every method, once it has learned from the first sessions."""

    def __init__(self, matrix: Interactions, settings: Settings, cancel: CancelToken) -> None:
        self._random = np.random.default_rng(settings.seed)
        self._cosine = ItemCosine(matrix)
        self._als = Als(matrix, settings, cancel)

    def scores(self, moment: Moment) -> dict[str, Floats]:
        """Of each method (g, m): the higher, the likelier next."""
        shape = moment.heard.plays.shape
        cosine, als = self._cosine.scores(moment.heard), self._als.scores(moment.heard)
        return {
            "random": self._random.random(shape, dtype=np.float32),
            "popularity": np.broadcast_to(moment.plays.astype(np.float32), shape),
            "recency": np.broadcast_to(moment.recency.astype(np.float32), shape),
            "item cosine": cosine,
            "ALS": als,
            "item cosine + recency": _with_recency(cosine, moment),
            "ALS + recency": _with_recency(als, moment),
        }


def _with_recency(scores: Floats, moment: Moment) -> Floats:
    played = moment.plays > 0
    weights = np.array([weight_beside(row[played], moment.recency[played]) for row in scores])
    return (scores + weights[:, None] * moment.recency).astype(np.float32)
