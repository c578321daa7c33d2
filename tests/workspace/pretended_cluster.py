"""A cluster that is this computer: what engines.spark.trainer.SparkTrainer promises, without Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop_als.als.factors import Factors
from desktop_als.als.reports import EpochReport
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Weights
from desktop_als.engines.spark import session
from desktop_als.engines.spark import trainer as spark
from desktop_als.engines.spark.cluster import Cluster
from desktop_als.errors import TrainingError
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress

LOST = "An executor was lost and the cluster gave no other. Your library and your model are as they were; train again."
REFUSED = "Nothing answers at spark://10.0.0.7:7077. Look whether the master runs there."


@dataclass
class Pretended:
    """What tests set, and what they look at afterwards."""

    refuses: bool = False
    lost_in_epoch: int | None = None
    before_epoch: dict[int, Callable[[], None]] = field(default_factory=dict)
    trained: list[PretendedTrainer] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(trainer.open for trainer in self.trained)


class PretendedTrainer:
    def __init__(
        self,
        pretended: Pretended,
        weights: Weights,
        settings: Settings,
        cluster: Cluster,
        scratch: Path,
        cancel: CancelToken,
        progress: ProgressSink = ignore_progress,
    ) -> None:
        self.rows = weights.matrix.shape[0]
        self.settings, self.cluster = settings, cluster
        self.shows_epochs = cluster.solver == "rows"
        self.found_in_scratch = [path.name for path in scratch.iterdir()] if scratch.exists() else []
        scratch.mkdir(parents=True, exist_ok=True)
        (scratch / "pairs").write_bytes(b"much")
        self._pretended, self._cancel = pretended, cancel
        self._trainer = Trainer(weights, settings, cancel, progress)
        self.scale, self.rating_mean, self.reports = weights.scale, weights.mean, self._trainer.reports
        self.open, self.artists_of_epochs = True, list[Any]()
        if pretended.refuses:
            raise TrainingError(REFUSED)
        pretended.trained.append(self)

    @property
    def artists(self) -> Any:
        self._ask()
        self.artists_of_epochs.append(self._trainer.factors.artists)
        return self.artists_of_epochs[-1]

    @property
    def factors(self) -> Factors:
        self._ask()
        return self._trainer.factors

    def __iter__(self) -> Iterator[EpochReport]:
        return self

    def __next__(self) -> EpochReport:
        self._pretended.before_epoch.get(len(self.reports) + 1, lambda: None)()
        self._ask()
        if len(self.reports) + 1 == self._pretended.lost_in_epoch:
            raise TrainingError(LOST)
        if self.shows_epochs:
            return next(self._trainer)
        return list(self._trainer)[-1] if not self.reports else next(self._trainer)

    def close(self) -> None:
        self.open = False

    def _ask(self) -> None:
        """A cluster that was let go of, or a cancelled job, has no answer."""
        self._cancel.check()
        if not self.open:
            raise TrainingError("The cluster was let go of.")


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """Spark is there, and every cluster is this computer."""
    made = Pretended()
    monkeypatch.setattr(spark, "SparkTrainer", lambda *given: PretendedTrainer(made, *given))
    monkeypatch.setattr(session, "require_spark", lambda: None)
    return made
