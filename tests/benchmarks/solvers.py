"""Implicit ALS by this project and by the package `implicit`, on the same weights and the same objective."""

from __future__ import annotations

import importlib
import runpy
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from desktop_als.als.factors import Factors
from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.progress import CancelToken

GENERATOR = Path("../shared/tools/scale_up.py")


class Lap(NamedTuple):
    """Seconds of an epoch: on the clock, and of the processor shared out among the threads, which other work disturbs less."""

    clock: float
    processor: float


Watch = Callable[[Factors], bool]
"""Looks at the factors after an epoch, off the clock; False ends the training."""


def hkv(factors: int, epochs: int, threads: int, **others: Any) -> Settings:
    """The objective of Hu, Koren and Volinsky as `implicit` has it."""
    return Settings(
        factors=factors,
        epochs=epochs,
        threads=threads,
        objective="hkv",
        unobserved_weight=1.0,
        frequency_exponent=0.0,
        regularization=0.01,
        **others,
    )


def ours(matrix: Interactions, settings: Settings, watch: Watch | None = None) -> tuple[Factors, list[Lap]]:
    trainer = Trainer(matrix, settings, CancelToken())
    laps, began = [], time.process_time()
    for report in trainer:
        laps.append(Lap(report.seconds, (time.process_time() - began) / settings.threads))
        if watch and not watch(trainer.factors):
            break
        began = time.process_time()
    return trainer.factors, laps


class _Enough(Exception):
    pass


def implicit(
    weights: sp.csr_matrix, settings: Settings, watch: Watch | None = None, start: Factors | None = None
) -> tuple[Factors, list[Lap]]:
    """With its default of 3 conjugate-gradient steps; from given factors with exact row solves."""
    model = importlib.import_module("implicit.als").AlternatingLeastSquares(
        factors=settings.factors,
        regularization=settings.regularization,
        iterations=settings.epochs,
        num_threads=settings.threads,
        random_state=settings.seed,
        use_gpu=False,
        use_cg=start is None,
    )
    if start:
        model.user_factors, model.item_factors = start.listeners.copy(), start.artists.copy()
    confidence = weights.copy()
    confidence.data += 1  # its matrix holds 1 + w
    laps: list[Lap] = []
    began = time.process_time()

    def finished(epoch: int, elapsed: float, *_: object) -> None:
        nonlocal began
        laps.append(Lap(elapsed, (time.process_time() - began) / settings.threads))
        if watch and not watch(Factors(model.user_factors, model.item_factors)):
            raise _Enough
        began = time.process_time()

    with threadpool_limits(limits=1, user_api="blas"), suppress(_Enough):
        model.fit(confidence, show_progress=False, callback=finished)
    return Factors(model.user_factors, model.item_factors), laps


def has_implicit() -> bool:
    try:
        importlib.import_module("implicit.als")
    except ImportError:
        return False
    return True


def grown(copies: int, generator: Path = GENERATOR) -> sp.csr_matrix:
    """Synthetic data in the shape of Last.fm-360K at 190 copies."""
    indptr, indices, data, shape, _ = runpy.run_path(str(generator))["grow"](copies)
    return sp.csr_matrix((data.astype(np.float32), indices, indptr.astype(np.int32)), shape=tuple(shape))


def invented(listeners: int = 4000, artists: int = 2500, seed: int = 1) -> sp.csr_matrix:
    """Heavy-tailed popularity, 3 to 300 artists a listener, and tastes: a listener hears mostly artists of one kind."""
    rng = np.random.default_rng(seed)
    lengths = np.clip(rng.lognormal(3, 1, listeners), 3, 300).astype(int)
    who = np.repeat(np.arange(listeners), lengths)
    popular = (artists * rng.random(len(who)) ** 3).astype(int)
    kin = popular - popular % 10 + rng.integers(0, 10, listeners)[who]
    what = np.where(rng.random(len(who)) < 0.7, np.minimum(kin, artists - 1), popular)
    plays = sp.csr_matrix((rng.geometric(0.05, len(who)).astype(np.float32), (who, what)), shape=(listeners, artists))
    plays.sum_duplicates()
    return plays[:, np.unique(plays.indices)]


def untimed(plays: sp.csr_matrix) -> Interactions:
    rows, artists = plays.shape
    never = np.broadcast_to(np.int64(-1), plays.nnz)
    return Interactions(plays, never, np.arange(rows), np.arange(artists), "listeners", -1)
