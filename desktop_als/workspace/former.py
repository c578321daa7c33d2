"""The libraries that gave way to a backup, kept beside with the models that learned from them.

before-restore/3/library.duckdb  the library as it was
before-restore/3/models          its models; models know artists by the numbers of their library, so they go and come with it
before-restore/3/incoming        the models of the backup, until they are in place

A folder is there, whole, before the library gives way, and what follows is done by :meth:`FormerLibraries.tidy`, again and
again until it is done: a process that is killed in between leaves the rest to the next one.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from desktop_als.library import KEPT_FOLDER

MODELS = "models"
_INCOMING, _LEAVING = "incoming", "leaving"


class FormerLibraries:
    """The kept ones of a workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / KEPT_FOLDER
        self._models = folder / MODELS

    def add(self, made: Path, models: Path) -> str:
        """Keep the folder ``made``, which holds a library, with the models to come; returns its name.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        models.mkdir(exist_ok=True)
        models.rename(made / _INCOMING)
        self._folder.mkdir(exist_ok=True)
        name = str(1 + max((int(kept.name) for kept in self._folder.iterdir() if kept.name.isdecimal()), default=0))
        made.rename(self._folder / name)
        return name

    def hand_over(self, name: str) -> None:
        """Take the models of the backup from a library that is not kept, for there was nothing in it.

        Raises:
            OSError: a folder cannot be written.
        """
        self._models.mkdir(exist_ok=True)
        for model in (self._folder / name / _INCOMING).iterdir():
            target = self._models / model.name
            if model.is_file():  # the choice of the one in use
                model.replace(target)
            elif not target.exists():
                model.rename(target)

    def tidy(self, needed: Collection[str]) -> None:
        """Bring models to where they belong, by the names of the libraries that can still come back; remove the others.

        Raises:
            OSError: a folder cannot be written.
        """
        if not self._folder.is_dir():
            return
        for kept in sorted(self._folder.iterdir()):
            incoming = (kept / _INCOMING).is_dir()
            if kept.name in needed:
                if incoming:
                    self._exchange(kept, _INCOMING, MODELS)
            else:
                if not incoming and (kept / MODELS).is_dir():  # it came back; otherwise the library never gave way
                    self._exchange(kept, MODELS, _LEAVING)
                shutil.rmtree(kept)

    def _exchange(self, kept: Path, coming: str, going: str) -> None:
        self._models.mkdir(exist_ok=True)
        if (kept / going).is_dir():
            self._models.rmdir()  # this was interrupted before
        else:
            self._models.rename(kept / going)
        (kept / coming).rename(self._models)
