"""The trained models of a workspace, a folder each, and which one is in use."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from desktop_als.errors import ModelError
from desktop_als.model import bundle
from desktop_als.model.bundle import Model, ModelInfo
from desktop_als.paths import write_atomically


def new_name(now: float) -> str:
    """For a model made at ``now`` (Unix seconds): names are in the order of time, to the millisecond."""
    return time.strftime("%Y-%m-%d-%H%M%S", time.localtime(now)) + f"-{round(now * 1000) % 1000:03d}"


class Models:
    """Safe to call from any thread; one for each workspace, while its library is open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._choice = folder / "in-use"
        self._lock = threading.Lock()
        self._loaded: Model | None = None
        for half in folder.glob("*.part"):  # left by a process that was killed while it saved; nobody else is here
            if half.is_dir():
                shutil.rmtree(half, ignore_errors=True)
            else:
                with suppress(OSError):
                    half.unlink()

    def infos(self) -> list[ModelInfo]:
        """The manifests that can be read, newest first."""
        found = []
        for manifest in sorted(self._folder.glob(f"*/{bundle.MANIFEST}"), reverse=True):
            try:
                found.append(bundle.read_info(manifest.parent))
            except ModelError:
                continue
        return found

    def name_in_use(self) -> str | None:
        """The chosen model's name; without a readable choice the newest one's."""
        try:
            name = self._choice.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        if name and Path(name).name == name and (self._folder / name / bundle.MANIFEST).is_file():
            return name
        infos = self.infos()
        return infos[0].name if infos else None

    def info_in_use(self) -> ModelInfo | None:
        """The manifest of the model in use, or None without one."""
        name = self.name_in_use()
        if name is None:
            return None
        if (loaded := self._loaded) is not None and loaded.info.name == name:
            return loaded.info
        try:
            return bundle.read_info(self._folder / name)
        except ModelError:
            return None

    def in_use(self) -> Model:
        """The model in use, read when first asked for.

        Raises:
            ModelError: there is none, or it cannot be read.
        """
        with self._lock:
            name = self.name_in_use()
            if name is None:
                raise ModelError("There is no trained model yet. Train one first.")
            if self._loaded is None or self._loaded.info.name != name:
                self._loaded = bundle.load(self._folder / name)
            return self._loaded

    def folder_of(self, name: str) -> Path:
        """Where the files of a model lie, and beside its own what was found out about it."""
        return self._folder / name

    def use(self, name: str) -> None:
        """Choose a model.

        Raises:
            ModelError: it cannot be read, or the choice cannot be written.
        """
        bundle.read_info(self._folder / name)
        self._choose(name)

    def keep(self, model: Model) -> None:
        """Save a model that is not used yet.

        Raises:
            ModelError: it could not be saved.
        """
        with self._lock:
            bundle.save(model, self._folder / model.info.name)

    def add(self, model: Model) -> None:
        """Save a model and use it.

        Raises:
            ModelError: it could not be saved; the model in use stays.
        """
        with self._lock:
            bundle.save(model, self._folder / model.info.name)
            self._choose(model.info.name)
            self._loaded = model

    def remove(self, name: str) -> None:
        """Delete a model, if it is there; another one is then in use."""
        with self._lock:
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def _choose(self, name: str) -> None:
        try:
            write_atomically(self._choice, name.encode())
        except OSError as error:
            raise ModelError(f"The choice of the model could not be saved ({error.strerror}).") from error
