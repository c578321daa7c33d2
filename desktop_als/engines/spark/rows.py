"""Way one: our own row solver inside the executors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.engines.spark.session import Connection

Floats = npt.NDArray[np.float32]


class RowSolver:
    """Arguments and methods as of mllib.Mllib; any settings; a report after every epoch."""

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
        """The next one; None after ``settings.epochs``."""
        raise NotImplementedError

    def artists(self) -> Floats:
        """Y (m, d) as it is now."""
        raise NotImplementedError

    def write(self, listeners: str, artists: str) -> None:
        """Both sides as Parquet (id int, factors array of float)."""
        raise NotImplementedError
