"""The use cases of packs: give a model to another machine without any listener, and use one that came from there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from desktop_als.communities.catalogue import data_set_of
from desktop_als.errors import LibraryError, PackError
from desktop_als.evaluation.ratings import RatingsEvaluation
from desktop_als.evaluation.reports import Evaluation
from desktop_als.history import FORMATS
from desktop_als.library import Library
from desktop_als.library.packs import LAYER, enter, known_of_own, standing_packs
from desktop_als.model import pack_file
from desktop_als.model.bundle import Model, ModelInfo
from desktop_als.model.pack import PackData, PackManifest, packed, unpacked
from desktop_als.plays import UNKNOWN
from desktop_als.progress import CancelToken, Progress, ProgressSink, ignore_progress
from desktop_als.workspace import evaluating
from desktop_als.workspace.communities import Coverage
from desktop_als.workspace.models import Models, new_name

STEP = "pack"
LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack says of itself, how large it is in bytes, and how much of one's own plays it knows.

    ``coverage`` is None where no library was asked.
    """

    manifest: PackManifest
    size: int
    coverage: Coverage | None = None

    @property
    def title(self) -> str:
        """As the person called it who made it."""
        return self.manifest.title

    @property
    def artists(self) -> int:
        """How many are in it."""
        return self.manifest.artists

    @property
    def listeners(self) -> int:
        """How many people it learned from. None of them is in it."""
        return self.manifest.listeners

    @property
    def data(self) -> tuple[PackData, ...]:
        """The communities it learned from, with their licences."""
        return self.manifest.data


class Packs:
    """The packs of a workspace. Adding one is a step that can be undone; with it goes its model."""

    def __init__(
        self,
        library: Library,
        models: Models,
        model_in_use: Callable[[], Model],
        writing: threading.Lock,
        changed: Callable[[], None],
    ) -> None:
        """``model_in_use`` gives the model as names are now; ``changed`` is told when the library is not as it was."""
        self._library, self._models = library, models
        self._model_in_use, self._changed = model_in_use, changed
        self._writing = writing
        with suppress(LibraryError):  # tried again with the next step
            self.tidy()

    def make(
        self,
        path: Path,
        title: str,
        *,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> PackInfo:
        """Write a pack of the model in use to ``path``, in place of a file of that name.

        Raises:
            ModelError: there is no model.
            PackError: the model is none to give away (see model.pack), the title is empty or too long, or the file cannot be
                written; what was at ``path`` is untouched.
            Cancelled: ``cancel`` was raised; likewise.
        """
        cancel = cancel or CancelToken()
        if not 0 < len(title.strip()) <= LONGEST_TITLE or not title.isprintable():
            raise PackError(f"Give the pack a title of 1 to {LONGEST_TITLE} letters.")
        progress(Progress("Choosing the artists", 0, 2))
        model = self._model_in_use()
        found = evaluating.kept(self._models.folder_of(model.info.name))
        evaluation: dict[str, Any] | None = None if found is None else msgspec.to_builtins(found)
        made = packed(model, title.strip(), _data(model.info), evaluation)
        cancel.check()
        progress(Progress(f"Writing {path.name}", 1, 2))
        manifest = pack_file.write(made, path)
        progress(Progress(f"Writing {path.name}", 2, 2))
        return PackInfo(manifest, path.stat().st_size)

    def look(self, path: Path) -> PackInfo:
        """What a pack holds, and how much of one's own plays it knows. Nothing is changed.

        Raises:
            PackError: it is no pack, is damaged, or a newer version of this program made it.
        """
        found = pack_file.read(path)
        with self._library.reading() as cursor:
            plays, plays_known, artists, artists_known = known_of_own(cursor, found.names)
        last = found.manifest.knows_up_to
        year = None if last == UNKNOWN else datetime.fromtimestamp(last, UTC).year
        coverage = Coverage(found.manifest.title, plays, plays_known, artists, artists_known, year)
        return PackInfo(found.manifest, path.stat().st_size, coverage)

    def add(
        self, path: Path, *, cancel: CancelToken | None = None, progress: ProgressSink = ignore_progress
    ) -> ModelInfo:
        """Make a pack a model of this workspace, and use it. Artists that are not in the library are entered, in one step.

        Raises:
            PackError: as of :meth:`look`. Nothing was changed.
            ModelError: there is no room for the model. Nothing was changed.
            LibraryError: the library cannot be written; it is as it was.
            Cancelled: ``cancel`` was raised; likewise.
        """
        cancel = cancel or CancelToken()
        progress(Progress(f"Reading {path.name}", 0, 3))
        found = pack_file.read(path)
        name = new_name(time.time())
        with self._writing:
            try:
                progress(Progress("Finding its artists", 1, 3))
                with self._library.changing(STEP, found.manifest.title, LAYER) as cursor:
                    cancel.check()
                    model = unpacked(found, name, enter(cursor, found.names, name))
                    cancel.check()
                    progress(Progress("Saving", 2, 3))
                    self._models.keep(model)
                    if evaluation := _evaluation(found.manifest.evaluation):
                        evaluating.keep(evaluation, self._models.folder_of(name))
            except BaseException:
                self._models.remove(name)
                raise
            try:
                self._models.use(name)
            finally:
                self._changed()
        progress(Progress("Saving", 3, 3))
        return model.info

    def tidy(self) -> None:
        """Remove the models of packs whose step was taken back: the artists that they know are gone.

        Raises:
            LibraryError: the library cannot be read.
        """
        packs = {info.name for info in self._models.infos() if info.is_pack}
        if not packs:
            return
        with self._library.reading() as cursor:
            standing = standing_packs(cursor)
        for name in packs - standing:
            self._models.remove(name)


def _data(model: ModelInfo) -> tuple[PackData, ...]:
    """The communities that a model learned from, by name."""
    formats = {known.id: known.licence for known in FORMATS}
    found = []
    for name, format_id in sorted(model.communities.items()):
        known = data_set_of(format_id)
        found.append(PackData(name, known.licence if known else formats.get(format_id)))
    return tuple(found)


def _evaluation(told: dict[str, Any] | None) -> Evaluation | RatingsEvaluation | None:
    """What a manifest says of the model, or None where that makes no sense."""
    with suppress(msgspec.ValidationError):
        return msgspec.convert(told, Evaluation)
    with suppress(msgspec.ValidationError):
        return msgspec.convert(told, RatingsEvaluation)
    return None
