"""Fetch a file of any size so that it can be gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_als.communities.catalogue import DataSet
from desktop_als.progress import CancelToken, ProgressSink


@dataclass(frozen=True, slots=True)
class Download:
    """What lies here of a data set."""

    folder: Path
    name: str

    @property
    def finished(self) -> bool:
        """Whether all of it is here."""
        return False

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return 0

    def discard(self) -> None:
        """Delete it."""


def download(wanted: DataSet, folder: Path, cancel: CancelToken, progress: ProgressSink) -> Path:
    """Fetch a data set."""
    raise NotImplementedError
