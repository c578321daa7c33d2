"""Invented years of one listener, with habits that the methods of the report card can find."""

from __future__ import annotations

import numpy as np

from desktop_als.plays import TimedPlays

DAY = 86_400
BEGIN = 1_400_000_000


def moods(sessions: int = 200, artists: int = 40, seed: int = 0) -> TimedPlays:
    """Two moods of equally loved artists: a session keeps to one. Only the session so far tells which."""
    rng = np.random.default_rng(seed)
    half = artists // 2
    played = [rng.permutation(half)[:6] + half * rng.integers(2) for _ in range(sessions)]
    return in_sessions(played)


def phases(sessions: int = 300, artists: int = 120, length: int = 30, seed: int = 0) -> TimedPlays:
    """Every month other artists, six of which are in each session of the month; over all, no artist is played more."""
    rng = np.random.default_rng(seed)
    played = []
    for _ in range(sessions // length):
        favourites = rng.permutation(artists)[:12]
        played += [rng.permutation(favourites)[:6] for _ in range(length)]
    return in_sessions(played)


def in_sessions(played: list[np.ndarray], days: float = 1.0) -> TimedPlays:
    """One session every ``days``, a song every four minutes."""
    artists = np.concatenate(played)
    within = np.concatenate([np.arange(len(session)) for session in played])
    session = np.repeat(np.arange(len(played)), [len(one) for one in played])
    return TimedPlays(artists.astype(np.int64) + 1, (BEGIN + session * days * DAY + within * 240).astype(np.int64))


def years(count: float = 10, artists: int = 600, seed: int = 0) -> TimedPlays:
    """A life with music: a dozen genres, artists loved in bursts that fade in months, some for ever, moods by the session."""
    rng = np.random.default_rng(seed)
    genres = 12
    genre = rng.integers(genres, size=artists)
    loyalty = rng.pareto(1.2, artists) + 0.05
    bursts = rng.poisson(1.5, artists) + 1
    begins = [np.sort(rng.random(n)) * count * 365 for n in bursts]
    strength = [rng.pareto(1.1, n) * 8 for n in bursts]
    days = np.flatnonzero(rng.random(int(count * 365)) < 0.75)
    played = []
    for day in days:
        loved = np.array(
            [
                (where <= day) @ (power * np.exp(-np.maximum(day - where, 0) / 60.0))
                for where, power in zip(begins, strength, strict=True)
            ]
        )
        known = np.array([where[0] <= day for where in begins])
        wish = known * (0.35 * loyalty + loved)
        if not known.any():
            continue
        for _ in range(1 + rng.poisson(0.7)):
            of_genre = np.bincount(genre, wish, minlength=genres)
            first = rng.choice(genres, p=of_genre / of_genre.sum())
            near = np.where(genre == first, 1.0, 0.04)
            length = 1 + rng.geometric(0.12)
            session, now = [], -1
            for _ in range(length):
                if now < 0 or rng.random() < 0.35:
                    chance = wish * near
                    now = int(rng.choice(artists, p=chance / chance.sum()))
                session.append(now)
            played.append(np.array(session))
    return in_sessions(played, days=0.6)
