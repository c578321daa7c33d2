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


def years(
    count: float = 4,
    artists: int = 400,
    genres: int = 25,
    loyalty: float = 1.0,
    crushes: float = 1.0,
    crush_days: float = 90.0,
    strays: float = 0.02,
    album: float = 0.5,
    seed: int = 0,
) -> TimedPlays:
    """Years of sessions, each in one genre, among artists that are loved for ever and others for some months.

    Args:
        count: years.
        loyalty, crushes: how much the lasting and the passing love of an artist weigh.
        crush_days: after which a passing love is down to 37 %.
        strays: how likely an artist of another genre is, beside one as loved of the session's.
        album: chance that an artist is followed by another song of theirs.
    """
    rng = np.random.default_rng(seed)
    genre = rng.integers(genres, size=artists)
    lasting = rng.pareto(1.5, artists) + 0.05
    begins = np.sort(rng.random((artists, 2)) * count * 365, axis=1)
    begins[:, 0] *= rng.random(artists)
    strength = rng.pareto(1.5, (artists, 2))
    played = []
    for day in np.flatnonzero(rng.random(int(count * 365)) < 0.75):
        age = day - begins
        passing = ((age >= 0) * strength * np.exp(-np.maximum(age, 0) / crush_days)).sum(axis=1)
        love = (begins[:, 0] <= day) * (loyalty * lasting + crushes * passing)
        if not love.any():
            continue
        of_genre = np.bincount(genre, love, minlength=genres)
        for _ in range(1 + rng.poisson(0.7)):
            chosen = rng.choice(genres, p=of_genre / of_genre.sum())
            chance = love * np.where(genre == chosen, 1.0, strays)
            songs = 1 + rng.geometric(0.12)
            picks = rng.choice(artists, size=songs, p=chance / chance.sum())
            changes = rng.random(songs) > album
            changes[0] = True
            played.append(picks[np.maximum.accumulate(np.where(changes, np.arange(songs), 0))])
    return in_sessions(played, days=0.6)
