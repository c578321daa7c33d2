"""The folder that this computer and the cluster both see: pairs go there as Parquet, factors come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import scipy.sparse as sp

from desktop_als.als.factors import Factors
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.progress import CancelToken

PAIRS, LISTENERS, ARTISTS = "pairs", "listeners", "artists"
"""Folders of Parquet files inside: (row int, artist int, weight float), and twice (id int, factors array of float)."""


class Exchange:
    """One training's folder. It is removed by :meth:`remove`.

    Raises:
        TrainingError: it cannot be written from here.
    """

    def __init__(self, cluster: Cluster, scratch: Path) -> None:
        """``scratch`` is where it is made when ``cluster.exchange`` names none."""
        raise NotImplementedError

    def address(self, name: str) -> str:
        """What the cluster calls a folder inside."""
        raise NotImplementedError

    def write_pairs(self, weights: sp.csr_matrix, cancel: CancelToken) -> None:
        """Weights, CSR float32 (rows, artists), as Parquet in :data:`PAIRS`."""
        raise NotImplementedError

    def read_factors(self, rows: int, artists: int) -> Factors:
        """What a solver wrote; rows and artists that are missing there are 0.

        Raises:
            TrainingError: it cannot be read, or holds a number that is not finite.
        """
        raise NotImplementedError

    def bring_up(self, connection: Any) -> None:
        """Where the cluster's folder is an address only Spark can write to: copy what lies here there."""
        raise NotImplementedError

    def bring_down(self, connection: Any) -> None:
        """And what lies there here."""
        raise NotImplementedError

    def remove(self) -> None:
        """Forget all of it."""
        raise NotImplementedError
