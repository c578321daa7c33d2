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
