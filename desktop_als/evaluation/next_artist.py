"""The ways to guess which artist a listener plays next, from the sessions that trained and from what was played since."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_als.als.interactions import Interactions
from desktop_als.als.recency import recencies, weight_beside
from desktop_als.als.settings import Settings
from desktop_als.evaluation.baselines import Floats, by_chance, item_cosine
from desktop_als.evaluation.contest import trained
from desktop_als.evaluation.sittings import Sittings
from desktop_als.plays import Ints
from desktop_als.progress import CancelToken, ignore_progress

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


LISTED = "ALS + recency"
"""The method of the app's list."""

SIMPLE = ("popularity", "recency")
"""The methods that look at no other artist than the one they judge."""


class Guesser:
    """Every method, once it has learned from the first sessions."""

    def __init__(self, matrix: Interactions, settings: Settings, cancel: CancelToken) -> None:
        self._chance = by_chance(settings.seed)
        self._cosine = item_cosine(matrix)
        self._als = trained(matrix, settings, cancel, ignore_progress)

    def scores(self, moment: Moment) -> dict[str, Floats]:
        """Of each method (g, m): the higher, the likelier next."""
        shape = moment.heard.plays.shape
        cosine, als = self._cosine(moment.heard), self._als(moment.heard)
        return {
            "random": self._chance(moment.heard),
            "popularity": np.broadcast_to(moment.plays.astype(np.float32), shape),
            "recency": np.broadcast_to(moment.recency.astype(np.float32), shape),
            "item cosine": cosine,
            "ALS": als,
            "item cosine + recency": _with_recency(cosine, moment),
            LISTED: _with_recency(als, moment),
        }


def _with_recency(scores: Floats, moment: Moment) -> Floats:
    """Half and half, as in als.recency, over the artists played before."""
    played = moment.plays > 0
    weights = np.array([weight_beside(row[played], moment.recency[played]) for row in scores])
    return (scores + weights[:, None] * moment.recency).astype(np.float32)
