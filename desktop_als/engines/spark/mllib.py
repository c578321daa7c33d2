"""Way two: Spark's own ALS (pyspark.ml.recommendation), for comparison and for clusters whose workers have no numba."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.engines.spark.session import Connection

Floats = npt.NDArray[np.float32]


def nearest(settings: Settings) -> Settings:
    """What Spark's ALS can do that is nearest to ``settings``: the "hkv" objective with α₀ = 1, ν = 1, plain steps.

    Raises:
        TrainingError: ratings are asked for with settings that it cannot do.
    """
    raise NotImplementedError


class Mllib:
    """Solves with ``ALS.fit``. All epochs are one call; the only report is that of the last.

    Args:
        connection: open.
        pairs: address of the Parquet pairs (row int, artist int, weight float), weighed with ``settings``.
        shape: rows and artists.
        settings: as :func:`nearest` gives them.
        tell: hears the epochs done, with fractions.
    """

    def __init__(
        self,
        connection: Connection,
        pairs: str,
        shape: tuple[int, int],
        settings: Settings,
        tell: Callable[[float], None],
    ) -> None:
        raise NotImplementedError

    def epoch(self) -> EpochReport | None:
        """The report of the last epoch, once."""
        raise NotImplementedError

    def artists(self) -> Floats:
        """Y (m, d)."""
        raise NotImplementedError

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float)."""
        raise NotImplementedError
