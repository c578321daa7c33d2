"""The folder that this computer and the cluster both see: pairs go there as Parquet, factors come back."""

from __future__ import annotations

import re
import shutil
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import scipy.sparse as sp

from desktop_als.als.factors import Factors
from desktop_als.engines.spark import parquet
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.engines.spark.hadoop import RemoteFolder
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken

PAIRS, LISTENERS, ARTISTS = "pairs", "listeners", "artists"
"""Folders of Parquet files inside: (row int, artist int, weight float), and twice (id int, factors array of float)."""

_FILE = re.compile(r"file:(//)?(/(?=[a-z]:))?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # two letters and more: a disk of Windows has one
_PATTERN = re.compile(r"[][{}*?\\]")
"""Spark takes an address with one of these for a pattern."""


class Exchange:
    """One training's folder, with a name of its own so that nothing of another is touched. It is removed by :meth:`remove`.

    Where the cluster's folder has an address that only Spark can reach, the files lie here on this computer, and
    :meth:`bring_up` and :meth:`bring_down` copy them.

    Raises:
        TrainingError: it cannot be written from here.
    """

    def __init__(self, cluster: Cluster, scratch: Path) -> None:
        """``scratch`` is where it is made when ``cluster.exchange`` names none."""
        name = f"desktop-als-{uuid.uuid4().hex}"
        shared = _shared_folder(cluster.exchange)
        self._remote: RemoteFolder | None = None
        if cluster.exchange and shared is None:
            self._remote = RemoteFolder(f"{cluster.exchange.rstrip('/')}/{name}")
        self._here = (shared or scratch).absolute() / name
        if self._remote is None and _PATTERN.search(self._here.as_posix()):
            raise TrainingError(
                f"Spark cannot use the folder {self._here.parent}: its name has one of the signs []{{}}*?\\. "
                "Choose another exchange folder."
            )
        with _explained("written", self._here.parent):
            if shared is None:
                scratch.mkdir(parents=True, exist_ok=True)
            self._here.mkdir()
            if shared is not None:
                # The executors may be another person: what they may do in the shared folder they may do in here.
                self._here.chmod(stat.S_IMODE(shared.stat().st_mode))

    def address(self, name: str) -> str:
        """What the cluster calls a folder inside."""
        if self._remote is not None:
            return f"{self._remote.address}/{name}"
        # Not Path.as_uri: Hadoop takes %20 for three signs.
        return f"file:///{(self._here / name).as_posix().lstrip('/')}"

    def write_pairs(self, weights: sp.csr_matrix, cancel: CancelToken) -> None:
        """Weights, CSR float32 (rows, artists), as Parquet in :data:`PAIRS`.

        Raises:
            TrainingError: there is no room, or the folder is not ours to write to.
            Cancelled: after at most one file of a million pairs more.
        """
        with _explained("written", self._here.parent):
            parquet.write_pairs(weights, self._here / PAIRS, cancel)

    def read_factors(self, rows: int, artists: int) -> Factors:
        """What a solver wrote; rows and artists that are missing there are 0.

        Raises:
            TrainingError: it cannot be read, or holds a number that is not finite.
        """
        with _explained("read", self._here.parent):
            X = parquet.read_factors(self._here / LISTENERS, rows)
            Y = parquet.read_factors(self._here / ARTISTS, artists)
        if X is None or Y is None or X.shape[1] != Y.shape[1]:
            raise TrainingError(_damaged("factors of one side are missing"))
        return Factors(X, Y)

    def bring_up(self, connection: Any) -> None:
        """Where the cluster's folder is an address only Spark can write to: copy the pairs that lie here there.

        Raises:
            TrainingError: Spark cannot write there.
        """
        if self._remote is not None:
            self._remote.open(connection)
            self._remote.copy_up(self._here / PAIRS, PAIRS)

    def bring_down(self, connection: Any) -> None:
        """And the factors that lie there here.

        Raises:
            TrainingError: Spark cannot read there, or there is no room here.
        """
        if self._remote is not None:
            self._remote.open(connection)
            with _explained("written", self._here.parent):
                for name in (LISTENERS, ARTISTS):
                    self._remote.copy_down(name, self._here / name)

    def remove(self) -> None:
        """Forget all of it. Before the connection is closed: what lies at an address of Spark's is removed through it."""
        if self._remote is not None:
            self._remote.remove()
        shutil.rmtree(self._here, ignore_errors=True)  # follows no links


def _shared_folder(exchange: str) -> Path | None:
    """The folder of this computer that ``exchange`` names; None for an address that only Spark understands, and for ""."""
    path = _FILE.sub("", exchange, count=1) if _FILE.match(exchange) else exchange
    return Path(path) if path and not _SCHEME.match(path) else None


@contextmanager
def _explained(done: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TrainingError(
            f"The exchange folder {folder} cannot be {done} "
            f"({error.strerror or error}). The library and the models stay as they were; make room there, "
            "or choose another folder."
        ) from error
    except ValueError as error:
        raise TrainingError(_damaged(str(error))) from error


def _damaged(reason: str) -> str:
    return (
        f"What the cluster wrote cannot be used ({reason}). The library and the models stay as they were; train again, "
        "and should it happen again, with another exchange folder."
    )
