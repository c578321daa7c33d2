"""A training on disk, so that one that was killed goes on from the last half-epoch that was recorded.

A side that was just solved is only read while the other is solved: meanwhile a thread writes it down, without a copy. The manifest
names the file of each side and is replaced once both belong together, so there is always one whole state or none.

manifest.json    the reports so far, the half-epoch, and what the state belongs to
X-7.npy, Y-6.npy the tables after 7 and 6 half-epochs: values, basis and Gram matrix, one after the other
"""

from __future__ import annotations

import os
import shutil
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
import numpy as np
import scipy.sparse as sp

from desktop_als.als.reports import EpochReport, HalfEpoch
from desktop_als.als.settings import Settings
from desktop_als.als.table import Table
from desktop_als.paths import write_atomically

FORMAT_VERSION = 1
MANIFEST = "manifest.json"

SHORTEST_PAUSE = 1.0
"""Seconds between two records at least: an epoch that takes less is sooner done again than written."""

WRITING_SHARE = 10
"""Between two records pass at least so many times the seconds that writing takes."""

BLOCK = 4096
"""Rows written at once."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a training stands: after ``2 · len(reports)`` half-epochs, and one more when ``half`` tells of it.

    ``seconds`` are those of the epoch under way.
    """

    X: Table
    Y: Table
    reports: tuple[EpochReport, ...]
    half: HalfEpoch | None
    seconds: float

    @property
    def halves(self) -> int:
        """Finished half-epochs."""
        return 2 * len(self.reports) + (self.half is not None)


class _Manifest(msgspec.Struct):
    belongs_to: str
    reports: tuple[EpochReport, ...]
    half: HalfEpoch | None
    seconds: float
    files: tuple[str, str]
    format_version: int = FORMAT_VERSION


class Checkpoint:
    """A folder for the state of one training."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem: str | None = None
        """Why nothing more is recorded, as a plain sentence. Training does not stop for it."""

    @property
    def exists(self) -> bool:
        """Whether a state was recorded."""
        return (self.folder / MANIFEST).is_file()

    def discard(self) -> None:
        """Forget the state."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def recorder(self, weights: sp.csr_matrix, settings: Settings, from_seed: bool) -> Recorder:
        """What records a training on this matrix; ``from_seed`` when its first factors follow from the settings."""
        identity = asdict(settings) | {"threads": 0, "from_seed": from_seed, "shape": weights.shape}
        sums = [zlib.crc32(np.ascontiguousarray(part).data) for part in (weights.indptr, weights.indices, weights.data)]
        return Recorder(self, f"{identity} {sums}")


class Recorder:
    """Writes states of one training in the background.

    Attributes:
        kept: the state that was recorded before, when it fits.
    """

    def __init__(self, checkpoint: Checkpoint, belongs_to: str) -> None:
        self._checkpoint = checkpoint
        self._folder = checkpoint.folder
        self._belongs_to = belongs_to
        self._written: dict[str, int] = {}
        self._writing: threading.Thread | None = None
        self._table: Table | None = None
        self._recorded_at = time.monotonic()
        self._took = 0.0
        self._is_due = False
        self.kept = self._read()
        if self.kept is None:  # files of another training will be written over: its manifest must not name them
            with suppress(OSError):
                (self._folder / MANIFEST).unlink(missing_ok=True)

    def record(self, state: State) -> None:
        """Write the side that was just solved, if it is time for it. Returns at once."""
        now = time.monotonic()
        if state.half is not None:  # both sides of an epoch or neither
            self._is_due = now - self._recorded_at >= max(SHORTEST_PAUSE, WRITING_SHARE * self._took)
        if not self._is_due or self._checkpoint.problem:
            return
        self.finish()
        self._recorded_at = now
        self._table = state.X if state.half is not None else state.Y
        self._writing = threading.Thread(target=self._write, args=(state,), name="checkpoint")
        self._writing.start()

    def release(self, table: Table) -> None:
        """Wait until ``table`` may be changed."""
        if table is self._table:
            self.finish()

    def finish(self) -> None:
        """Wait for what is being written."""
        if self._writing is not None:
            self._writing.join()
        self._writing = self._table = None

    def _write(self, state: State) -> None:
        began = time.monotonic()
        side, table = ("X", state.X) if state.half is not None else ("Y", state.Y)
        other, halves = "Y" if side == "X" else "X", state.halves
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _save(table, self._folder / f"{side}-{halves}.npy")
            self._written[side] = halves
            if self._written.get(other) == halves - 1:
                names = f"X-{self._written['X']}.npy", f"Y-{self._written['Y']}.npy"
                manifest = _Manifest(self._belongs_to, state.reports, state.half, state.seconds, names)
                write_atomically(self._folder / MANIFEST, msgspec.json.encode(manifest))
                self._sweep(names)
        except OSError as error:
            self._checkpoint.problem = (
                f"The training could not be recorded on the way ({error.strerror}); after a crash it would begin anew."
            )
        self._took = time.monotonic() - began

    def _sweep(self, names: tuple[str, str]) -> None:
        for file in self._folder.glob("[XY]-*.npy"):
            if file.name not in names:
                file.unlink(missing_ok=True)

    def _read(self) -> State | None:
        try:
            manifest = msgspec.json.decode((self._folder / MANIFEST).read_bytes(), type=_Manifest)
            if (manifest.format_version, manifest.belongs_to) != (FORMAT_VERSION, self._belongs_to):
                return None
            X, Y = (_load(self._folder / Path(name).name) for name in manifest.files)
        except (OSError, msgspec.MsgspecError, ValueError, EOFError):
            return None
        state = State(X, Y, manifest.reports, manifest.half, manifest.seconds)
        halves = state.halves
        self._written = {"X": halves - (manifest.half is None), "Y": halves - (manifest.half is not None)}
        return state


def _save(table: Table, file: Path) -> None:
    with file.open("wb") as out:
        values = table.values[:, : table.d]
        np.lib.format.write_array_header_1_0(out, {"descr": "<f4", "fortran_order": False, "shape": values.shape})
        for at in range(0, len(values), BLOCK):
            out.write(np.ascontiguousarray(values[at : at + BLOCK], "<f4").data)
        for matrix in (table.basis, table.gram):
            np.lib.format.write_array(out, matrix, allow_pickle=False)
        out.flush()
        os.fsync(out.fileno())


def _load(file: Path) -> Table:
    with file.open("rb") as source:
        values, basis, gram = (np.load(source, allow_pickle=False) for _ in range(3))
    table = Table(values)
    table.moved(basis, gram)
    return table
