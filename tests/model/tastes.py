"""An invented community of genres, as the factors that a training would give it, and listeners with planted tastes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_als.als.settings import Settings
from desktop_als.model.bundle import Model
from desktop_als.plays import History, TimedPlays
from tests.model.builders import info

MINUTE, DAY = 60, 86_400
BEGIN = 1_600_000_000


@dataclass(frozen=True)
class Community:
    """``genre_of`` (m,) of each column of the model; artist ids are columns + 1."""

    model: Model
    genre_of: np.ndarray

    def genre(self, artist_id: int) -> int:
        return int(self.genre_of[artist_id - 1])


def community(genres: int = 10, artists: int = 40, d: int = 32, spread: float = 0.8, seed: int = 0) -> Community:
    """``spread`` is the length of what is an artist's own, beside a genre of length 1."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(genres, d)) / np.sqrt(d)
    own = spread * rng.normal(size=(genres, artists, d)) / np.sqrt(d)
    fame = 1 / np.sqrt(np.arange(artists) + 1.0)
    factors = ((centres[:, None] + own) * fame[:, None]).reshape(-1, d).astype(np.float32)
    m = genres * artists
    model = Model.assemble(
        info(artists=m, settings=Settings(factors=d, regularization=0.002, unobserved_weight=0.02)),
        factors,
        np.zeros((0, d), np.float32),
        np.arange(m, dtype=np.int64) + 1,
        np.zeros(0, np.int64),
        np.tile(np.round(400 * fame).astype(np.int64), genres),
        tuple(f"Artist {i}" for i in range(m)),
    )
    return Community(model, np.repeat(np.arange(genres), artists))


@dataclass(frozen=True)
class Planted:
    """A history, its plays with times, and the taste that each session was of."""

    history: History
    timed: TimedPlays
    taste_of: np.ndarray
    session: np.ndarray


def listener(
    shares: Sequence[float],
    sessions: int = 200,
    strays: float = 0.1,
    artists: int = 40,
    genres: int = 10,
    length: int = 8,
    seed: int = 0,
) -> Planted:
    """Sessions, each of one taste; taste t is genre t. ``strays`` is the share of plays out of any genre."""
    rng = np.random.default_rng(seed)
    fame = 1 / (np.arange(artists) + 3.0)
    taste_of = rng.choice(len(shares), size=sessions, p=np.array(shares) / sum(shares))
    lengths = 3 + rng.poisson(length - 3, sessions)
    session = np.repeat(np.arange(sessions), lengths)
    stray = rng.random(len(session)) < strays
    genre = np.where(stray, rng.integers(genres, size=len(session)), taste_of[session])
    ids = genre * artists + rng.choice(artists, len(session), p=fame / fame.sum()) + 1
    within = np.arange(len(session)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    timed = TimedPlays(ids, BEGIN + session * DAY + within * 4 * MINUTE)
    return Planted(of_plays(timed), timed, taste_of, session)


def of_plays(timed: TimedPlays) -> History:
    ids, plays = np.unique(timed.artist_ids, return_counts=True)
    last = np.zeros(len(ids), np.int64)
    np.maximum.at(last, np.searchsorted(ids, timed.artist_ids), timed.played_at)
    return History(ids, plays, last)
