"""Actions on DataFrames: watched, told of, and what was kept on the cluster meanwhile is let go of at the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from desktop_als.engines.spark.opening import reading_of
from desktop_als.engines.spark.session import Connection
from desktop_als.progress import Progress, ProgressSink

T = TypeVar("T")


class Frames:
    """Every method that acts raises TrainingError and Cancelled as Connection.watch does.

    Attributes:
        step: what is going on, in words for people.
    """

    def __init__(self, connection: Connection, source: str, progress: ProgressSink) -> None:
        """``source`` is what the frames are read from, to be named where its files are no good."""
        self._connection, self._source, self._progress = connection, source, progress
        self._kept: list[Any] = []
        self.step = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for frame in self._kept:
            self.let_go(frame)

    def keep(self, frame: Any) -> Any:
        """A frame that the executors keep, in memory or on their disks, when it has been computed once."""
        self._kept.append(frame.persist())
        return frame

    def let_go(self, frame: Any) -> None:
        """Forget a frame that was kept, if it was. Frames that come from it and were kept stay."""
        with suppress(Exception):  # the session may be gone, and the frames with it
            frame.unpersist()

    def collect(self, frame: Any) -> list[Any]:
        """Its rows."""
        return self.act(frame.collect)

    def act(self, action: Callable[[], T]) -> T:
        """Run what asks the cluster to work."""

        def tell(share: float) -> None:
            self._progress(Progress(self.step, share, 1.0))

        tell(0.0)
        return self._connection.watch(reading_of(self._source, action), tell)
