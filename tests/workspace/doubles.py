"""An invented community in which some artists are spelled in two ways, and some names are two artists."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from desktop_als.plays import CountBatch
from desktop_als.workspace import Workspace
from tests.library.making import bring, count_batch

SYLLABLES = [a + b + c for a in "bdfgklmnprstvz" for b in "aeiou" for c in ("", "n", "r", "s", "l", "m")]


@dataclass
class Doubles:
    """What was planted: pairs of a wrong spelling and its name, pairs of names that only look alike, names of two artists."""

    batch: CountBatch
    slips: set[tuple[str, str]] = field(default_factory=set)
    strangers: set[tuple[str, str]] = field(default_factory=set)
    namesakes: set[str] = field(default_factory=set)


def doubles(
    seed: int = 5, genres: int = 8, artists: int = 40, listeners: int = 400, planted: int = 20, namesakes: int = 8
) -> Doubles:
    """A community of ``genres`` with ``artists`` each; a listener plays mostly one genre, and there what suits their mood."""
    rng = np.random.default_rng(seed)
    size = genres * artists
    names = _names(rng, size)
    appeal, mood = 1 / (np.arange(artists) + 4.0), rng.random((genres, artists))
    plays: dict[tuple[int, int], int] = {}
    for listener in range(listeners):
        home, other = rng.choice(genres, 2, replace=False)
        for genre, count in ((home, 14), (other, 4)):
            liking = appeal * np.exp(-15 * (mood[genre] - rng.random()) ** 2)
            for place in rng.choice(artists, count, replace=False, p=liking / liking.sum()):
                plays[listener, genre * artists + int(place)] = int(rng.integers(3, 60))
    found = Doubles(count_batch([]))
    chosen = rng.permutation([genre * artists + place for genre in range(genres) for place in range(artists // 2)])
    slips, strangers, twice = (chosen[:planted], chosen[planted : 2 * planted], chosen[2 * planted :])
    spelled = list(names)
    wrong = {int(artist): _slip(rng, names[artist]) for artist in slips}
    found.slips = {(spelling, names[artist]) for artist, spelling in wrong.items()}
    for artist in strangers.tolist():  # someone of another genre, called almost like them
        stranger = (artist + size // 2) % size
        spelled[stranger] = _slip(rng, names[artist])
        found.strangers.add((spelled[stranger], names[artist]))
    shared = [
        int(artist) for artist in twice if spelled[(artist + size // 2) % size] == names[(artist + size // 2) % size]
    ]
    for artist in [artist for artist in shared if artist < size // 2][:namesakes]:
        spelled[artist + size // 2] = names[artist]
        found.namesakes.add(names[artist])
    rows: dict[tuple[str, str], int] = {}
    for (listener, artist), count in plays.items():
        name = wrong[artist] if artist in wrong and rng.random() < 0.15 else spelled[artist]
        rows[str(listener), name] = rows.get((str(listener), name), 0) + count
    found.batch = count_batch([(who, name, count) for (who, name), count in rows.items()])
    return found


def trained(workspace: Workspace, planted: Doubles) -> None:
    """Import the community and train a small model."""
    from dataclasses import replace

    bring(workspace._library, planted.batch, form="totals", listener=None, community="Invented")
    workspace._library_changed()
    train(workspace, replace(workspace.preset("quick"), factors=16, epochs=12, seed=3))


def train(workspace: Workspace, settings) -> None:
    run = workspace.training(settings)
    for _ in run:
        pass
    run.save()


def _names(rng: np.random.Generator, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        words = ("".join(rng.choice(SYLLABLES, rng.integers(2, 4))).title() for _ in range(rng.choice([1, 2, 2])))
        names[" ".join(words)] = None
    return list(names)


def _slip(rng: np.random.Generator, name: str) -> str:
    """The name with a letter exchanged, doubled or left out, or with an article or a sign."""
    place = int(rng.integers(1, len(name) - 1))
    return (
        f"The {name}",
        f"{name}!",
        name[:place] + name[place] + name[place:],
        name[:place] + name[place + 1 :],
        name[:place] + "x" + name[place + 1 :],
    )[int(rng.integers(5))]
