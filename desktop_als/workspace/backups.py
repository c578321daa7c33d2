"""The use case "backup": everything in one file, and back from it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desktop_als.errors import BackupError, LibraryError
from desktop_als.library import LIBRARY_FILE, BackupInfo, Library, Totals, backup
from desktop_als.library.rules import rules
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace.former import MODELS, FormerLibraries

Mode = Literal["replace", "merge"]

_BESIDE = ("mappings.json", MODELS, "tuning")
"""What a backup holds beside the library, where it is there."""

_MAKING, _RESTORING = "backup.part", "restore.part"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore, or would come: the library before and after it, and the new sources.

    ``layers`` and ``contradicted`` count, by layer, what was decided in the backup and came along, or did not because the library
    says otherwise; of a merge only.
    """

    mode: Mode
    dry_run: bool
    backup: BackupInfo
    before: Totals
    after: Totals
    sources: int
    layers: dict[str, int] = field(default_factory=dict)
    contradicted: dict[str, int] = field(default_factory=dict)


class Backups:
    """Backups of one workspace; one at a time, from any thread."""

    def __init__(self, library: Library, folder: Path, writing: threading.Lock, changed: Callable[[], None]) -> None:
        self._library = library
        self._folder = folder
        self._writing = writing
        self._changed = changed
        self._former = FormerLibraries(folder)
        self._alone = threading.Lock()
        for name in (_MAKING, _RESTORING):  # left by a process that was killed; nobody else is here
            shutil.rmtree(folder / name, ignore_errors=True)
        with suppress(BackupError):  # tried again with the next step
            self.tidy()

    def make(
        self, path: Path, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> BackupInfo:
        """Write a backup to ``path``, in place of a file of that name; imports and all else may go on meanwhile.

        Raises:
            BackupError: there is no room, it cannot be written, or ``path`` lies in the workspace; what was there is untouched.
            LibraryError: the library cannot be read.
            Cancelled: ``cancel`` was raised; likewise.
        """
        cancel = cancel or CancelToken()
        if path.resolve().is_relative_to(self._folder.resolve()):
            raise BackupError(
                f"{path} lies in the folder of the library, and would be lost with it. Choose another folder."
            )
        files = _files_beside(self._folder)
        with self._alone, self._scratch(_MAKING) as scratch:
            _check_room(self._folder, "for the backup", self._library_size())
            meter = _Meter(progress, "Copying the library", 1)
            self._library.snapshot(scratch / LIBRARY_FILE, cancel, meter.share)
            with Library.open(scratch) as copy:
                totals = copy.totals()
            files = {LIBRARY_FILE: scratch / LIBRARY_FILE, **files}
            meter = _Meter(progress, f"Writing {path.name}", sum(file.stat().st_size for file in files.values()))
            _check_room(path.parent, "for the backup", int(meter.total))
            return backup.write(path, totals, files, cancel, meter.bytes)

    def look(self, path: Path) -> BackupInfo:
        """What a backup says of itself.

        Raises:
            BackupError: it is no backup, is damaged, or a newer version of this program made it.
        """
        return backup.read_info(path)

    def restore(
        self,
        path: Path,
        mode: Mode,
        *,
        dry_run: bool = False,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> Restored:
        """Give up the library for that of a backup, or add what it lacks. Either is one step, which can be taken back.

        Replacing brings the models of the backup and sets those of the library aside; what is kept of columns and of tuning is
        added where there is none. A dry run does all the work, tells what would come, and keeps nothing of it.

        Raises:
            BackupError: it is no backup, is damaged, of a newer version, or there is no room. Nothing was changed.
            LibraryError: the library cannot be written; it is as it was.
            Cancelled: ``cancel`` was raised; likewise.
        """
        cancel = cancel or CancelToken()
        with self._alone, self._writing, self._scratch(_RESTORING) as scratch:
            meter = _Meter(progress, f"Reading {path.name}", backup.read_info(path).size)
            info = backup.unpack(path, scratch, cancel, meter.bytes)
            totals = _open_once(scratch, path)
            meter = _Meter(progress, "Comparing" if dry_run else "Restoring", 1)
            try:
                if mode == "merge":
                    merged = self._library.merge(
                        scratch / LIBRARY_FILE, path.name, cancel, meter.share, dry_run=dry_run
                    )
                    result = Restored(
                        mode,
                        dry_run,
                        info,
                        merged.before,
                        merged.after,
                        merged.sources,
                        merged.layers.came,
                        merged.layers.contradicted,
                    )
                else:
                    result = Restored(mode, dry_run, info, self._library.totals(), totals, totals.sources)
                    if not dry_run:
                        self._replace(scratch, path.name, cancel, meter)
            finally:
                if not dry_run:
                    self._changed()
            if not dry_run:
                with suppress(OSError):  # the library is in place, and can do without
                    _add_missing(scratch, self._folder)
            return result

    def tidy(self) -> None:
        """After a restore, or the undo of one: bring the models to where they belong.

        Raises:
            BackupError: a folder cannot be written.
        """
        with _models_later():
            self._former.tidy(self._library.kept_folders())

    def _replace(self, scratch: Path, label: str, cancel: CancelToken, meter: _Meter) -> None:
        incoming = scratch / LIBRARY_FILE
        _check_room(self._folder, "for the restore", self._library_size() + incoming.stat().st_size)
        made = scratch / "former"
        made.mkdir()
        self._library.snapshot(made / LIBRARY_FILE, cancel, lambda share: meter.share(share / 2))
        kept = self._former.add(made, scratch / MODELS)
        try:
            self._library.replace(incoming, label, kept, cancel, lambda share: meter.share(0.5 + share / 2))
            if kept not in self._library.kept_folders():
                with _models_later():
                    self._former.hand_over(kept)
        finally:
            self.tidy()

    def _library_size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.glob(f"{LIBRARY_FILE}*"))

    @contextmanager
    def _scratch(self, name: str) -> Iterator[Path]:
        """A folder of the workspace, gone at the end."""
        folder = self._folder / name
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            yield folder
        except OSError as error:
            raise BackupError(
                f"{error.filename or folder} failed: {error.strerror or error}. Nothing was changed."
            ) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _check_room(folder: Path, purpose: str, size: int) -> None:
    if (room := shutil.disk_usage(folder).free) < size:
        raise BackupError(backup.no_room(purpose, size, room))


@contextmanager
def _models_later() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            f"The library is in place, its models are not yet ({error.strerror}). They follow when it is opened again."
        ) from error


def _open_once(folder: Path, path: Path) -> Totals:
    """Lift an unpacked library to this version, and look whether it can be read at all."""
    try:
        with Library.open(folder) as incoming, incoming.reading() as cursor:
            rules(cursor)  # what their conditions say is no column, so the database would not notice
            return incoming.totals()
    except (LibraryError, KeyError, TypeError, ValueError) as error:
        raise BackupError(f"The library in {path.name} could not be opened. Nothing was changed.") from error


def _files_beside(folder: Path) -> dict[str, Path]:
    """By their names in a backup."""
    found = [*(folder / name for name in _BESIDE if "." in name), *folder.glob("tuning/*"), *folder.glob("models/**/*")]
    return {
        str(file.relative_to(folder).as_posix()): file for file in found if file.is_file() and ".part" not in str(file)
    }


def _add_missing(scratch: Path, folder: Path) -> None:
    """Take over files that are not there yet, but models: these belong to one library."""
    for file in [scratch / "mappings.json", *scratch.glob("tuning/*")]:
        target = folder / file.relative_to(scratch)
        if file.is_file() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            file.rename(target)


class _Meter:
    """Turns bytes and shares into progress."""

    def __init__(self, progress: ProgressSink, step: str, total: float) -> None:
        self._progress, self._step, self.total = progress, step, total
        self._done = 0
        progress(Progress(step, 0, total))

    def bytes(self, count: int) -> None:
        self._done += count
        self._progress(Progress(self._step, self._done, self.total))

    def share(self, share: float) -> None:
        self._progress(Progress(self._step, share, 1))
