"""The use case "tune": look for settings that suit this library, and keep every trial."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from desktop_als.als.settings import Settings
from desktop_als.errors import DesktopAlsError, TrainingError
from desktop_als.evaluation.trials import Trial, Tuning
from desktop_als.library import Library
from desktop_als.progress import CancelToken, Progress, ProgressSink
from desktop_als.workspace.training import preset_for

FOLDER = "tuning"


class KeptTrials:
    """The trials on one state of the library: a JSON object a line, appended and flushed as each trial ends.

    A line that was cut off when the process died, or that another version wrote, is passed over.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._path = folder / FOLDER / f"{fingerprint}.jsonl"

    def read(self) -> Tuning:
        """All trials, oldest first."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except OSError:
            return Tuning()
        return Tuning(tuple(trial for trial in map(_trial, lines) if trial))

    def append(self, trial: Trial) -> None:
        """Keep one more.

        Raises:
            TrainingError: the disk is full or cannot be written.
        """
        line = json.dumps(asdict(trial), allow_nan=False).encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(b"\n" + line if file.tell() else line)  # whatever was cut off before it ends here
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise TrainingError(f"The trial could not be kept ({error.strerror}); those before it are.") from error


def _trial(line: bytes) -> Trial | None:
    try:
        fields = json.loads(line)
        settings = Settings(**fields.pop("settings"))
        return Trial(settings=settings, **{**fields, "history": tuple(fields["history"])})
    except (ValueError, TypeError, KeyError, AttributeError, DesktopAlsError):
        return None


def kept_trials(library: Library, folder: Path) -> KeptTrials:
    """The trials on the library as it is."""
    return KeptTrials(folder, library.fingerprint())


def tuned_settings(library: Library, folder: Path) -> Settings:
    """The best settings found for the library as it is.

    Raises:
        TrainingError: none were looked for yet.
    """
    best = kept_trials(library, folder).read().best
    if best is None:
        raise TrainingError("No settings were looked for yet, or the library has changed since. Tune first.")
    return best.settings


def tune(
    library: Library,
    folder: Path,
    minutes: float | None,
    trials: int | None,
    cancel: CancelToken,
    progress: ProgressSink,
    trial_done: Callable[[Trial], None],
) -> Tuning:
    """Go on looking for settings; see :func:`desktop_als.evaluation.tuning.tune`.

    Raises:
        TrainingError: the library is empty, too small or holds ratings; or a trial could not be kept.
        Cancelled: ``cancel`` was raised; finished trials are kept.
    """
    from desktop_als.evaluation import tuning  # noqa: PLC0415 - what it needs is loaded only when it is asked for

    budget = tuning.Budget(minutes, trials)
    progress(Progress("Reading the library"))
    kept = kept_trials(library, folder)
    base = preset_for(library, "balanced", "auto")
    interactions = library.interactions("auto", cancel)

    def keep(trial: Trial) -> None:
        kept.append(trial)
        trial_done(trial)

    return tuning.tune(
        interactions,
        base,
        budget,
        kept=kept.read().trials,
        cancel=cancel,
        progress=progress,
        trial_done=keep,
    )
