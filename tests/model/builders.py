"""Small models made by hand, or rather by a seed."""

from __future__ import annotations

from typing import Any

import numpy as np

from desktop_als.als.settings import Settings
from desktop_als.model.bundle import EpochRecord, Model, ModelInfo
from desktop_als.plays import History

SETTINGS = Settings(factors=6, regularization=0.02, unobserved_weight=0.1)


def info(**changes: Any) -> ModelInfo:
    values: dict[str, Any] = {
        "name": "test",
        "title": "Balanced",
        "created_at": 1_760_000_000,
        "engine": "local",
        "settings": SETTINGS,
        "row_kind": "listeners",
        "rows": 9,
        "artists": 40,
        "observations": 120,
        "plays": 900,
        "weight_scale": 0.7,
        "knows_up_to": 1_759_000_000,
        "fingerprint": "abc",
        "seconds": 1.5,
        "epochs": (EpochRecord(1, 9.0, 5.0, 3.0, 1.0, 0.1),),
    }
    return ModelInfo(**(values | changes))


def model(artists: int = 40, seed: int = 3, **changes: Any) -> Model:
    rng = np.random.default_rng(seed)
    d = SETTINGS.factors
    return Model.assemble(
        info(artists=artists, **changes),
        rng.normal(size=(artists, d)).astype(np.float32),
        rng.normal(size=(9, d)).astype(np.float32),
        np.arange(artists, dtype=np.int64) * 3 + 1,
        np.arange(9, dtype=np.int64),
        rng.integers(1, 12, artists),
        tuple(f"Artist {i}" for i in range(artists)),
    )


def history(*pairs: tuple[int, int], last: int = -1) -> History:
    ids, plays = zip(*sorted(pairs), strict=True)
    return History(np.array(ids), np.array(plays), np.full(len(ids), last, dtype=np.int64))
