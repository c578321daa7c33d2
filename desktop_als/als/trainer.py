"""Training as an iterator: the caller owns the loop, so plots, checkpoints, early stop and cancel need no hooks.

Each half-epoch holds one side still, turns both sides into the eigenbasis of its Gram matrix and improves every row of the other
(see als.kernels). An epoch reads the factors of the last one and writes into a second set, so the last finished epoch stays whole
whatever happens, and nothing large is allocated on the way.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import ThreadpoolController

from desktop_als.als.factors import Factors
from desktop_als.als.half_epoch import Crew, Side, eigenbasis
from desktop_als.als.initialise import initialise
from desktop_als.als.interactions import Interactions
from desktop_als.als.objective import gram
from desktop_als.als.settings import Settings
from desktop_als.als.weighting import weigh
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EpochReport:
    """A finished epoch: the objective at its end (see als.objective) and how long it took."""

    epoch: int  # 1, 2, …
    observed: float
    unobserved: float
    regularization: float
    seconds: float
    rows_per_second: float  # of both sides together

    @property
    def loss(self) -> float:
        """The whole objective."""
        return self.observed + self.unobserved + self.regularization


class Trainer:
    """``for report in Trainer(interactions, settings, cancel): …`` trains ``settings.epochs`` epochs.

    One thread at a time. While an epoch runs, the BLAS of the whole process works with one thread.

    Attributes:
        factors: the state of the last finished epoch, before the first one the start; kept through errors and cancel.
            The next epoch but one writes into the same arrays: copy what must outlive it.
        scale: what weights were multiplied by, for fold-ins (see als.weighting.Weights).

    Raises:
        TrainingError: at once, when there is nothing to learn from; while iterating, when the numbers leave float32's range.
        Cancelled: while iterating, some milliseconds after ``cancel``; on a large matrix also at once.
    """

    def __init__(
        self,
        interactions: Interactions,
        settings: Settings,
        cancel: CancelToken,
        progress: ProgressSink = ignore_progress,
        start: Factors | None = None,
    ) -> None:
        weights = weigh(interactions, settings)
        n, m = weights.matrix.shape
        cancel.check()
        self.scale = weights.scale
        self.factors = start or initialise(n, m, settings.factors, settings.seed)
        cancel.check()
        self._spare = Factors.empty(n, m, settings.factors)
        self._listeners = Side(weights.matrix, settings, "listeners")
        self._artists = Side(weights.matrix.T.tocsr(), settings, "artists")
        cancel.check()
        self._crew = Crew(settings.threads or os.cpu_count() or 1, (self._listeners, self._artists), settings, cancel)
        self._settings = settings
        self._progress = progress
        self._blas = ThreadpoolController()
        with self._one_blas_thread():
            self._artist_gram = gram(self.factors.artists)
        self._finished = 0

    def __iter__(self) -> Iterator[EpochReport]:
        return self

    def __next__(self) -> EpochReport:
        if self._finished == self._settings.epochs:
            raise StopIteration
        with self._one_blas_thread():
            return self._run_epoch()

    def _one_blas_thread(self) -> AbstractContextManager[object]:
        # Threads of BLAS spin while they wait: beside another load, products of 0.1 s were seen to take seconds.
        return cast("AbstractContextManager[object]", self._blas.limit(limits=1, user_api="blas"))

    def _run_epoch(self) -> EpochReport:
        began = time.perf_counter()
        unobserved_weight = np.float32(self._settings.unobserved_weight)
        old, new = self.factors, self._spare

        values, basis = eigenbasis(self._finite(self._artist_gram))
        self._crew.turn(old.artists, basis, new.artists)
        listeners = self._crew.solve(
            self._listeners,
            new.artists,
            unobserved_weight * values,
            old.listeners,
            basis,
            new.listeners,
            self._tell(0.0),
        )
        values, basis = eigenbasis(self._finite(listeners.gram))
        self._crew.turn(new.listeners, basis, new.listeners)
        artists = self._crew.solve(
            self._artists, new.listeners, unobserved_weight * values, new.artists, basis, new.artists, self._tell(0.5)
        )
        self._artist_gram = self._finite(artists.gram)

        self.factors, self._spare = new, old
        self._finished += 1
        seconds = time.perf_counter() - began
        return EpochReport(
            epoch=self._finished,
            observed=artists.observed,
            unobserved=self._settings.unobserved_weight * float(values @ np.diagonal(artists.gram)),
            regularization=listeners.regularization + artists.regularization,
            seconds=seconds,
            rows_per_second=(len(new.listeners) + len(new.artists)) / seconds,
        )

    def _tell(self, offset: float) -> Callable[[float], None]:
        total = self._settings.epochs
        step = f"Epoch {self._finished + 1} of {total}"

        def tell(share: float) -> None:
            self._progress(Progress(step, done=self._finished + offset + share / 2, total=total))

        return tell

    def _finite(self, gram: Doubles) -> Doubles:
        if np.isfinite(gram).all():  # sums of squares: one bad factor shows
            return gram
        raise TrainingError(
            f"The numbers grew without bound in epoch {self._finished + 1}, so training ended. "
            "Train again with more regularization."
        )


def warm_up() -> None:
    """Compile the kernels, or load them from disk, by training on a matrix of two plays."""
    few = np.arange(2)
    interactions = Interactions(
        plays=sp.csr_matrix(np.eye(2, dtype=np.float32)),
        last_played=np.full(2, -1),
        row_ids=few,
        artist_ids=few,
        row_kind="listeners",
        knows_up_to=-1,
    )
    for _ in Trainer(interactions, Settings(factors=2, epochs=1, threads=1), CancelToken()):
        pass
