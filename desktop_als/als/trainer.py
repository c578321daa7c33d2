"""Training as an iterator: the caller owns the loop, so plots, checkpoints, early stop and cancel need no hooks.

Each half-epoch holds one side still, turns both sides into the eigenbasis of its Gram matrix and improves every row of the other
(see als.kernels) where it lies: there is one set of factors, and nothing large is allocated on the way. As a row changes only for
the better, the factors are good at any moment, whatever happens.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import cast

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import ThreadpoolController

from desktop_als.als.checkpoint import Checkpoint, State
from desktop_als.als.columns import by_columns
from desktop_als.als.factors import Factors
from desktop_als.als.half_epoch import Crew, Side
from desktop_als.als.initialise import free_coordinates, initialise
from desktop_als.als.interactions import Interactions
from desktop_als.als.reports import EpochReport, HalfEpoch
from desktop_als.als.settings import Settings
from desktop_als.als.table import Table
from desktop_als.als.weighting import Weights, prepared
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress

Floats = npt.NDArray[np.float32]

UNRELAXED = 2
"""First epochs that go no further than the solution: relaxed from the start, training was slower to begin with."""


class Trainer:
    """``for report in Trainer(matrix, settings, cancel): …`` trains ``settings.epochs`` epochs.

    One thread at a time. While an epoch runs, the BLAS of the whole process works with one thread.

    Args:
        matrix: rows or columns without entries are allowed; their factors become 0. On a large one, a caller who weighs it
            (als.weighting.prepared) and lets go of the plays saves their memory.
        start: factors to begin with instead of random ones; copied.
        checkpoint: where to record the training as it goes. One that fits, with the same matrix and settings but for
            the threads, is gone on from, to the same factors as if nothing had happened.

    Attributes:
        scale: of the weights, for fold-ins (see als.weighting); of ratings the default one.
        rating_mean: what was taken off every rating; None for plays.
        reports: of all finished epochs, also those of before an interruption.

    Raises:
        TrainingError: at once, when there is nothing to learn from; while iterating, when the numbers leave float32's range.
        Cancelled: while iterating, some milliseconds after ``cancel``; on a large matrix also at once.
    """

    def __init__(
        self,
        matrix: Interactions | Weights,
        settings: Settings,
        cancel: CancelToken,
        progress: ProgressSink = ignore_progress,
        start: Factors | None = None,
        checkpoint: Checkpoint | None = None,
    ) -> None:
        weights = matrix if isinstance(matrix, Weights) else prepared(matrix, settings, cancel)
        n, m = weights.matrix.shape
        self.scale, self.rating_mean = weights.scale, weights.mean
        self.reports: list[EpochReport] = []
        self._settings, self._progress, self._cancel = settings, progress, cancel
        self._blas = ThreadpoolController()
        cancel.check()
        begin = start or initialise(n, m, settings, cancel)
        with self._one_blas_thread():
            self._X, self._Y = Table(begin.listeners), Table(begin.artists)
        del begin  # its room is needed for the matrix by columns
        cancel.check()
        rows = Side(weights.matrix, settings, "listeners")
        columns = Side(by_columns(weights.matrix, cancel), settings, "artists")
        self._sides: tuple[Side, ...] = rows, columns
        cancel.check()
        self._free = free_coordinates(self._X.d, settings)
        self._half: HalfEpoch | None = None
        self._seconds = 0.0
        self._crew = Crew(settings.threads or os.cpu_count() or 1, (rows, columns), settings, cancel)
        self._recorder = None if checkpoint is None else checkpoint.recorder(weights.matrix, settings, start is None)
        if self._recorder and (kept := self._recorder.kept):
            self.reports, self._half, self._seconds = list(kept.reports), kept.half, kept.seconds
            self._X, self._Y = kept.X, kept.Y

    @property
    def artists(self) -> Floats:
        """Y (m, d) as it is now, not a copy, in the basis of the moment: enough for whatever folds listeners in."""
        self._Y.settle()
        return self._Y.values[:, : self._Y.d]

    @property
    def factors(self) -> Factors:
        """Both sides as they are now, finite also after an error or cancel, in one basis; a copy."""
        with self._one_blas_thread():
            return Factors(self._X.in_basis(self._Y.basis), self._Y.in_basis(self._Y.basis))

    def __iter__(self) -> Iterator[EpochReport]:
        return self

    def __next__(self) -> EpochReport:
        if len(self.reports) >= self._settings.epochs:
            self.close()
            self._sides = ()  # their room may be needed for copies of the factors
            raise StopIteration
        try:
            with self._one_blas_thread():
                self.reports.append(self._run_epoch())
        except BaseException:
            self.close()
            raise
        return self.reports[-1]

    def close(self) -> None:
        """Wait for the checkpoint that is being written. For those who leave the loop early; else it happens by itself."""
        if self._recorder:
            self._recorder.finish()

    def _one_blas_thread(self) -> AbstractContextManager[object]:
        # Threads of BLAS spin while they wait: beside another load, products of 0.1 s were seen to take seconds.
        return cast("AbstractContextManager[object]", self._blas.limit(limits=1, user_api="blas"))

    def _run_epoch(self) -> EpochReport:
        rows, columns = self._sides
        if self._half is None:
            self._half = self._solve(rows, self._Y, self._X, self._free[0], 0.0)
            self._record()
        listeners = self._half
        artists = self._solve(columns, self._X, self._Y, self._free[1], 0.5)
        seconds = self._seconds
        report = EpochReport(
            epoch=len(self.reports) + 1,
            observed=artists.observed,
            unobserved=artists.unobserved,
            regularization=listeners.regularization + artists.regularization,
            seconds=seconds,
            rows_per_second=(len(self._X) + len(self._Y)) / max(seconds, 1e-9),
        )
        self._half, self._seconds = None, 0.0
        self._record(report)
        return report

    def _solve(self, side: Side, fixed: Table, solved: Table, free: Floats, offset: float) -> HalfEpoch:
        began = time.perf_counter()
        if self._recorder:
            self._recorder.release(solved)
        half = self._crew.solve(
            side, fixed, solved, free, self._tell(offset), relaxation_of(self._settings, len(self.reports))
        )
        self._seconds += time.perf_counter() - began
        return half

    def _record(self, *finished: EpochReport) -> None:
        if self._recorder:
            state = State(self._X, self._Y, (*self.reports, *finished), self._half, self._seconds)
            self._recorder.record(state)

    def _tell(self, offset: float) -> Callable[[float], None]:
        total, finished = self._settings.epochs, len(self.reports)
        step = f"Epoch {finished + 1} of {total}"

        def tell(share: float) -> None:
            self._progress(Progress(step, done=finished + offset + share / 2, total=total))

        return tell


def relaxation_of(settings: Settings, finished: int) -> float:
    """Of the epoch after so many: all the way while the first guesses are rough, and at the end, so that the last are solutions."""
    return settings.relaxation if UNRELAXED <= finished < settings.epochs - 1 else 1.0


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
