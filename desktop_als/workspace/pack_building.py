"""The use case "build a pack": a dump of any size, read once, becomes a pack; nothing of its listeners stays on the disk.

A library of its own is made beside the pack, with the totals that have enough support (see library.condensing), trained and
removed. Memory is bounded by the totals that are kept, not by the dump.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_als.errors import HistoryError, PackError
from desktop_als.history import Part, find_parts, read
from desktop_als.library import Library, SourceInfo, Support, condense
from desktop_als.model.pack import LEAST_LISTENERS
from desktop_als.plays import Batch, RowLog
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace.packs import PackInfo
from desktop_als.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PackPlan:
    """How a pack is to be built.

    Attributes:
        title: None for the name of the data.
        least_listeners, least_artists: support that artists and listeners need to be learned from.
        factors, epochs, seed: of the training; None for what the preset takes.
    """

    title: str | None = None
    least_listeners: int = LEAST_LISTENERS
    least_artists: int = 5
    factors: int | None = None
    epochs: int | None = None
    seed: int | None = None


def build_pack(
    dumps: Sequence[Path],
    path: Path,
    plan: PackPlan | None = None,
    *,
    cancel: CancelToken | None = None,
    progress: ProgressSink = ignore_progress,
) -> PackInfo:
    """Read the dumps, which together are one community, train on them, and write the pack to ``path``.

    Raises:
        HistoryError: a file cannot be read, or tells of one person only.
        TrainingError: nothing with enough support is in them.
        PackError, LibraryError, ModelError: the disk is full or cannot be written. Nothing stays of the work.
        Cancelled: ``cancel`` was raised; likewise.
    """
    cancel, plan = cancel or CancelToken(), plan or PackPlan()
    progress(Progress("Looking at the files"))
    parts = _communities(dumps, cancel)
    name = ", ".join(dict.fromkeys(part.format.title for part in parts))
    with _scratch(path) as folder:
        _fill(folder, parts, name, plan, cancel, progress)
        with Workspace.open(folder) as workspace:
            _train(workspace, plan, cancel, progress)
            return workspace.packs.make(path, plan.title or name, cancel=cancel, progress=progress)


def _communities(dumps: Sequence[Path], cancel: CancelToken) -> list[Part]:
    parts: list[Part] = []
    for drop in find_parts(dumps, cancel):
        if drop.problem:
            raise HistoryError(drop.problem)
        parts += drop.parts
    own = next((part for part in parts if not part.format.community), None)
    if own or not parts:
        what = f"{own.path} is the history of one person" if own else "Nothing to read was found"
        raise HistoryError(f"{what}. A pack is built from the dump of a community.")
    return parts


def _fill(
    folder: Path, parts: Sequence[Part], name: str, plan: PackPlan, cancel: CancelToken, progress: ProgressSink
) -> None:
    log, total, done = RowLog(), sum(part.size for part in parts), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(Progress("Reading the dump", done, total))

    def batches() -> Iterator[Batch]:
        for part in parts:
            yield from read(part, log, cancel, advance)

    support = Support(plan.least_listeners, plan.least_artists)
    info = SourceInfo(name, parts[0].format.id, community=name)
    with Library.open(folder) as library, library.importing(name) as session:
        session.add(info, condense(batches(), folder, support, log, cancel, progress), cancel, log=log)


def _train(workspace: Workspace, plan: PackPlan, cancel: CancelToken, progress: ProgressSink) -> None:
    said: dict[str, Any] = {"factors": plan.factors, "epochs": plan.epochs, "seed": plan.seed}
    chosen = {name: value for name, value in said.items() if value is not None}
    settings = replace(workspace.preset("balanced", "listeners"), **chosen)
    run = workspace.training(settings, rows="listeners", cancel=cancel, progress=progress)
    for _ in run:
        cancel.check()
    run.save()
    cancel.check()


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A folder beside the pack, on its disk, gone at the end; what a killed process left of it goes at the beginning."""
    folder = path.with_name(path.name + ".part-library")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        yield folder
    except OSError as error:
        raise PackError(f"{path.parent} cannot be written ({error.strerror or error}). Nothing was changed.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
