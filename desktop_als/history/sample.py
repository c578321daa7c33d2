"""The sample community: about 350,000 plays of invented listeners and invented artists, to try the app without an export.

How it is made, from one seed (NumPy ``Generator`` over PCG64), the same on every machine:

1. Artists belong to one of twelve scenes; the few first of a scene are far more popular than the rest (a power law). Inside
   its scene each has a mood between 0 and 1.
2. A listener has one to three scenes, a mood in each, and weights of the scenes at the first and the last day, between
   which taste drifts in a straight line. In each scene 40 artists are drawn for them by popularity and likeness of mood.
3. Listeners play in evening sessions of one scene, mostly the same few of their 40 artists, and now and then anything at
   all. Some tracks are skipped within half a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desktop_als.history.columns import ROWS_PER_BATCH
from desktop_als.history.formats import Format
from desktop_als.history.sample_names import SCENES, artist_names, listener_names, title
from desktop_als.plays import Ints, PlayBatch, Texts

SAMPLE_COMMUNITY = "Sample (invented)"
SAMPLE_FORMAT = Format("sample", "Sample community (invented)", community=True)

LISTENERS = 2_000
ARTISTS = 5_000
TRACKS = 14  # of each artist
_FAVOURITES = 40
_SCENES_EACH = 3
_FIRST = 1_577_836_800  # 2020-01-01
_DAYS = 5 * 365
_PLAYS_EACH = 178  # mean; heavy-tailed
_SESSION = 12
_SURPRISES = 0.07
_SKIPS = 0.06

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    names: Texts  # (ARTISTS,)
    scene: Ints  # (ARTISTS,)
    appeal: Floats  # (ARTISTS,) logarithm of popularity
    mood: Floats  # (ARTISTS,)
    titles: Texts  # (ARTISTS * TRACKS,)
    seconds: Ints  # (ARTISTS * TRACKS,) length of each track


@dataclass(frozen=True, slots=True)
class _Tastes:
    scenes: Ints  # (LISTENERS, 3)
    before: Floats  # (LISTENERS, 3) weight of each scene on the first day; 0 where the listener has fewer
    after: Floats  # (LISTENERS, 3) the same on the last day
    favourites: Ints  # (LISTENERS, 3, 40) artists, best first


def sample_batches(seed: int = 12) -> Iterator[PlayBatch]:
    """Plays of the sample community, by listener and time; equal for equal seeds."""
    rng = np.random.Generator(np.random.PCG64(seed))
    catalogue = _catalogue(rng)
    tastes = _tastes(rng, catalogue)
    names = _objects(listener_names(rng, LISTENERS))
    listener, session, day, second = _sessions(rng)
    artist = _choose_artists(rng, tastes, listener, session, day)
    track = artist * TRACKS + (TRACKS * rng.random(len(artist)) ** 1.6).astype(np.int64)
    skipped = rng.random(len(artist)) < _SKIPS
    heard = np.where(skipped, rng.integers(2, 30, len(artist)), catalogue.seconds[track])
    played_at = _FIRST + day[session] * 86_400 + second[session] + _since_session_began(heard + 2, session)
    for begin in range(0, len(artist), ROWS_PER_BATCH):
        chunk = slice(begin, begin + ROWS_PER_BATCH)
        size = len(artist[chunk])
        yield PlayBatch(
            row=np.arange(begin + 1, begin + 1 + size, dtype=np.int64),
            played_at=played_at[chunk],
            artist=catalogue.names[artist[chunk]],
            track=catalogue.titles[track[chunk]],
            album=np.full(size, None, dtype=object),
            ms_played=heard[chunk] * 1000,
            ending=np.zeros(size, dtype=np.uint8),
            private=np.zeros(size, dtype=bool),
            track_ref=np.full(size, None, dtype=object),
            listener=names[listener[session[chunk]]],
        )


def _catalogue(rng: np.random.Generator) -> _Catalogue:
    by_scene = artist_names(rng, ARTISTS)
    sizes = [len(scene) for scene in by_scene]
    rank = np.concatenate([np.arange(size) for size in sizes])
    return _Catalogue(
        names=_objects([name for scene in by_scene for name in scene]),
        scene=np.repeat(np.arange(len(SCENES)), sizes),
        appeal=-0.95 * np.log(rank + 3.0),
        mood=rng.random(ARTISTS),
        titles=_objects([title(artist, number) for artist in range(ARTISTS) for number in range(TRACKS)]),
        seconds=rng.integers(140, 330, ARTISTS * TRACKS),
    )


def _tastes(rng: np.random.Generator, catalogue: _Catalogue) -> _Tastes:
    shares = 1 / (np.arange(len(SCENES)) + 4.0)
    # Gumbel noise on logarithms of weights, largest first, draws without replacement in proportion to the weights.
    scenes = np.argsort(-(np.log(shares) + rng.gumbel(size=(LISTENERS, len(SCENES)))), axis=1)[:, :_SCENES_EACH]
    has = np.arange(_SCENES_EACH) < rng.choice([1, 2, 3], LISTENERS, p=[0.35, 0.4, 0.25])[:, None]
    mood = rng.random((LISTENERS, _SCENES_EACH))
    favourites = np.empty((LISTENERS, _SCENES_EACH, _FAVOURITES), dtype=np.int64)
    for scene in range(len(SCENES)):
        members = np.flatnonzero(catalogue.scene == scene)
        who = np.nonzero(scenes == scene)
        distance = mood[who][:, None] - catalogue.mood[members]
        liking = catalogue.appeal[members] - 12 * distance**2 + rng.gumbel(size=distance.shape)
        favourites[who] = members[np.argsort(-liking, axis=1)[:, :_FAVOURITES]]
    before, after = (has * rng.dirichlet(np.full(_SCENES_EACH, 1.2), LISTENERS) + 1e-9 * has for _ in range(2))
    return _Tastes(scenes, before, after, favourites)


def _sessions(rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints]:
    """Who listens in each session, the session of each play, and each session's day and second of the day."""
    plays = np.clip(rng.lognormal(np.log(_PLAYS_EACH) - 0.25, 0.7, LISTENERS), 25, 1500)
    listener = np.repeat(np.arange(LISTENERS), np.ceil(plays / _SESSION).astype(np.int64))
    first, last = np.sort(rng.integers(0, _DAYS, (2, LISTENERS)), axis=0)
    first = np.minimum(first, _DAYS - 200)
    span = np.maximum(last - first, 200)
    day = first[listener] + (span[listener] * rng.random(len(listener))).astype(np.int64)
    second = np.clip(rng.normal(19.5, 2.2, len(listener)), 7, 23) * 3600
    order = np.lexsort((second, day, listener))
    listener, day, second = listener[order], day[order], second[order].astype(np.int64)
    # One session an evening, or two would overlap.
    another = np.append(True, (np.diff(listener) != 0) | (np.diff(day) != 0))
    listener, day, second = listener[another], day[another], second[another]
    session = np.repeat(np.arange(len(listener)), 1 + rng.poisson(_SESSION - 1, len(listener)))
    return listener, session, day, second


def _choose_artists(rng: np.random.Generator, tastes: _Tastes, listener: Ints, session: Ints, day: Ints) -> Ints:
    """The artist of each play."""
    drifted = (day / _DAYS)[:, None]
    weights = (1 - drifted) * tastes.before[listener] + drifted * tastes.after[listener]
    reached = np.cumsum(weights, axis=1)
    slot = (reached < (rng.random(len(day)) * reached[:, -1])[:, None]).sum(axis=1)
    plays = len(session)
    choice = (_FAVOURITES * rng.random(plays) ** 2.2).astype(np.int64)
    artist = tastes.favourites[listener[session], slot[session], choice]
    return np.where(rng.random(plays) < _SURPRISES, rng.integers(0, ARTISTS, plays), artist)


def _since_session_began(seconds: Ints, session: Ints) -> Ints:
    """Seconds from the beginning of a play's session to that of the play."""
    began = np.cumsum(seconds) - seconds
    return began - began[np.searchsorted(session, session)]


def _objects(values: list[str]) -> Texts:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
