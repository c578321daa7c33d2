"""An invented community of six genres, and Mira, who plays two of them, a sitting each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop_als.als.settings import RowChoice
from desktop_als.workspace import Workspace
from tests.library.making import bring, count_batch, play_batch

GENRES, ARTISTS = 6, 30
DAY = 86_400
OFTEN, SELDOM = 0, 3
"""The genres of Mira: two of three sittings are of the first."""


def name(genre: int, place: int) -> str:
    return f"{'ABCDEF'[genre]}{place:02d}"


def genre_of(artist: str) -> int:
    return "ABCDEF".index(artist[0])


def community(seed: int = 1, listeners: int = 240) -> list[tuple[str, str, int]]:
    """A listener plays mostly one genre."""
    rng = np.random.default_rng(seed)
    fame = 1 / (np.arange(ARTISTS) + 4.0)
    rows = []
    for listener in range(listeners):
        home, other = rng.choice(GENRES, 2, replace=False)
        for genre, count in ((home, 12), (other, 2)):
            places = rng.choice(ARTISTS, count, replace=False, p=fame / fame.sum()).tolist()
            rows += [(f"listener {listener}", name(genre, place), int(rng.integers(2, 60))) for place in places]
    return rows


def sittings(count: int = 120, seed: int = 2) -> list[tuple[int, str, str]]:
    """Mira's plays: every day a sitting of six songs of one genre, out of the first 20 artists of it."""
    rng = np.random.default_rng(seed)
    plays = []
    for day in range(count):
        genre = SELDOM if day % 3 == 2 else OFTEN
        for place, artist in enumerate(rng.choice(20, 6, replace=False).tolist()):
            plays.append((day * DAY + place * 240, name(genre, artist), f"Song {artist % 3} of {name(genre, artist)}"))
    return plays


def train(workspace: Workspace, rows: RowChoice = "listeners") -> None:
    run = workspace.training(replace(workspace.preset("quick", rows), factors=12, epochs=10, seed=3), rows=rows)
    for _ in run:
        pass
    run.save()


def build(folder: Path) -> None:
    """A library of the community and of Mira, and a model of its listeners."""
    with Workspace.open(folder) as workspace:
        bring(workspace._library, count_batch(community()), form="totals", listener=None, community="Invented")
        bring(workspace._library, play_batch(sittings()), listener="Mira")
        workspace._library_changed()
        train(workspace)
