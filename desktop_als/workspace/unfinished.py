"""What a training that is under way keeps on the disk, so that it goes on after the process was killed.

run.json     what was asked for, and the finished epochs
best-3.npy   Y of the best epoch, where held-out rows choose one; written before the run.json that speaks of it
trainer/     the solver's own state, which it records itself (als.checkpoint)

The folder is there from the start of a training until its model is saved.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from desktop_als.als.settings import RowChoice, Settings
from desktop_als.errors import TrainingError
from desktop_als.model.bundle import EpochRecord
from desktop_als.paths import write_atomically, written_beside

FORMAT_VERSION = 1
RUN, TRAINER = "run.json", "trainer"

DAMAGED = "The interrupted training cannot be read and was removed. Your models are as they were; train again."


@dataclass(frozen=True, slots=True)
class Run:
    """A training as ``run.json`` has it.

    Attributes:
        title, settings, rows: what was asked for.
        fingerprint: of the library when training began.
        epochs: the finished ones.
        best_epoch, best_ndcg: of the artists kept; best_epoch is None when nothing is held out.
        seconds: of work so far.
        saved_at: Unix seconds.
    """

    title: str
    settings: Settings
    rows: RowChoice
    fingerprint: str
    epochs: tuple[EpochRecord, ...] = ()
    best_epoch: int | None = None
    best_ndcg: float = 0.0
    seconds: float = 0.0
    saved_at: int = 0
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A training that was cut off.

    Attributes:
        epochs: the finished ones of at most ``settings.epochs``.
        interrupted_at: Unix seconds of the last sign of it.
        library_changed: it cannot be resumed, for its matrix is no more.
    """

    title: str
    settings: Settings
    rows: RowChoice
    epochs: tuple[EpochRecord, ...]
    best_epoch: int | None
    interrupted_at: int
    library_changed: bool

    @classmethod
    def of(cls, run: Run, fingerprint: str) -> Interrupted:
        """What people are told of ``run``, with the library's ``fingerprint`` of now."""
        changed = run.fingerprint != fingerprint
        return cls(run.title, run.settings, run.rows, run.epochs, run.best_epoch, run.saved_at, changed)


class Unfinished:
    """The folder of the training under way, one for each workspace.

    A training does not fail because this folder cannot be written: it goes on, and :attr:`failure` says so.

    Attributes:
        under_way: a training of this process writes here.
        failure: a sentence, once something could not be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._best_kept: int | None = None
        self.under_way = False
        self.failure: str | None = None

    @property
    def trainer_folder(self) -> Path:
        """Where the solver keeps its state."""
        return self._folder / TRAINER

    def begin(self, run: Run) -> None:
        """Replace what is there by a new training."""
        self.discard()
        self.take_up(run)
        self.keep(run, None)

    def take_up(self, run: Run) -> None:
        """Go on with what was kept of a training."""
        self.under_way, self.failure, self._best_kept = True, None, run.best_epoch

    def keep(self, run: Run, best: npt.NDArray[np.float32] | None) -> None:
        """Note how far the training is; ``best`` (m, d) are the artists of its best epoch."""
        if self.failure is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if best is not None and run.best_epoch != self._best_kept:
                with written_beside(self._file_of(run.best_epoch)) as beside, beside.open("wb") as file:
                    np.save(file, best)
            saved = replace(run, saved_at=int(time.time()))
            write_atomically(self._folder / RUN, msgspec.json.encode(saved))
            if run.best_epoch != self._best_kept:
                self._file_of(self._best_kept).unlink(missing_ok=True)
                self._best_kept = run.best_epoch
        except OSError as error:
            self.failure = (
                f"The training's state could not be kept ({error.strerror}). "
                "Training went on, but had it been interrupted, it could not have been resumed."
            )
            with suppress(OSError):  # a record that falls behind the solver's state would mislead
                (self._folder / RUN).unlink(missing_ok=True)

    def resumable(self, fingerprint: str) -> Run:
        """The interrupted training, if it can go on with the library of that fingerprint.

        Raises:
            TrainingError: there is none, the library has changed since, or it cannot be read.
        """
        run = self.interrupted()
        if run is None:
            raise TrainingError("No training was interrupted, so there is nothing to resume. Start a new one.")
        if run.fingerprint != fingerprint:
            raise TrainingError("The library has changed since the training was interrupted. Start a new one.")
        return run

    def interrupted(self) -> Run | None:
        """What a training left that is not under way, or None.

        Raises:
            TrainingError: it is damaged, or of another version; it is removed.
        """
        if self.under_way:
            return None
        try:
            run = msgspec.json.decode((self._folder / RUN).read_bytes(), type=Run)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError, TrainingError) as error:
            self.discard()
            raise TrainingError(DAMAGED) from error
        if run.format_version != FORMAT_VERSION:
            self.discard()
            raise TrainingError(DAMAGED)
        return run

    def read_best(self, epoch: int, shape: tuple[int, int]) -> npt.NDArray[np.float32]:
        """The artists (m, d) of the best epoch.

        Raises:
            TrainingError: they are damaged; all is removed.
        """
        try:
            best = np.load(self._file_of(epoch), allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            self.discard()
            raise TrainingError(DAMAGED) from error
        if best.shape != shape or best.dtype != np.float32 or not np.isfinite(best).all():
            self.discard()
            raise TrainingError(DAMAGED)
        return np.ascontiguousarray(best)

    def discard(self) -> None:
        """Forget the training: it is saved, or nobody wants it."""
        self.under_way = False
        with suppress(OSError):  # first, so that what a killed removal leaves is no training any more
            (self._folder / RUN).unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file_of(self, best_epoch: int | None) -> Path:
        return self._folder / f"best-{best_epoch}.npy"
