"""An invented community: artists in groups, some with very many listeners, and people who keep to a few groups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from desktop_als.model.bundle import Model
from desktop_als.plays import History
from tests.model.builders import SETTINGS, info

GROUPS, ARTISTS, FACTORS = 24, 3_000, 16


def community(seed: int = 5) -> Model:
    """Better known artists have longer factors, as training makes them."""
    rng = np.random.default_rng(seed)
    support = np.minimum(1 + rng.pareto(0.9, ARTISTS) * 2, 2_000).astype(np.int64)
    middles = rng.normal(size=(GROUPS, FACTORS))
    taste = middles[np.arange(ARTISTS) % GROUPS] + rng.normal(size=(ARTISTS, FACTORS))
    taste *= np.log1p(support)[:, None] / (8 * np.sqrt(FACTORS))
    return Model.assemble(
        info(artists=ARTISTS, rows=2_000, settings=replace(SETTINGS, factors=FACTORS)),
        taste.astype(np.float32),
        np.empty((0, FACTORS), np.float32),
        np.arange(ARTISTS, dtype=np.int64) * 2 + 1,
        np.empty(0, np.int64),
        support,
        tuple(f"Invented Artist {number}" for number in range(ARTISTS)),
    )


def people(model: Model, count: int, heard: int = 60, seed: int = 6) -> list[History]:
    """Who play artists of three groups each, the better known the likelier."""
    rng = np.random.default_rng(seed)
    everyone = []
    for _ in range(count):
        mine = np.isin(np.arange(ARTISTS) % GROUPS, rng.choice(GROUPS, 3, replace=False))
        likely = np.where(mine, model.support, 0)
        columns = np.sort(rng.choice(ARTISTS, heard, replace=False, p=likely / likely.sum()))
        plays = np.minimum(1 + rng.pareto(1.0, heard) * 4, 500).astype(np.int64)
        everyone.append(History(model.artist_ids[columns], plays, np.full(heard, -1)))
    return everyone
