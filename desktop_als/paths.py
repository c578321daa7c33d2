"""Where things lie on disk, and how a file is written so that a killed process leaves the old one or the new one, never half."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

APP_NAME = "desktop-als"


def default_workspace() -> Path:
    """Folder of the library and its models when ``--library`` names no other."""
    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False))


def cache_folder() -> Path:
    """Folder for what can be made again: compiled kernels."""
    return Path(platformdirs.user_cache_path(APP_NAME, appauthor=False))


def resource(name: str) -> Path:
    """The path of a file or folder of ``resources/``, in a checkout or installed."""
    package = Path(__file__).parent
    installed = package / "resources"
    return (installed if installed.is_dir() else package.parent / "resources") / name


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename into place.

    Raises:
        OSError: the disk is full or the folder cannot be written; the old file, if any, is untouched.
    """
    with written_beside(path) as beside:
        beside.write_bytes(data)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A path beside ``path``, to be written; then it is flushed to the disk and renamed into place.

    Raises:
        OSError: as of :func:`write_atomically`.
    """
    beside = path.with_name(path.name + ".part")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def written_at_once(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder``, to be filled; then it is flushed to the disk and renamed into place.

    Raises:
        OSError: ``folder`` is there already, the disk is full or cannot be written. Nothing half-written stays.
    """
    beside = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        yield beside
        for part in beside.iterdir():
            with part.open("rb") as file:
                os.fsync(file.fileno())
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
