"""What an epoch comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HalfEpoch:
    """What solving one side tells: the parts of the objective at its end; regularization is that of the solved side alone."""

    observed: float
    unobserved: float
    regularization: float


@dataclass(frozen=True, slots=True)
class EpochReport:
    """A finished epoch: the objective at its end (see als.objective) and how long it took."""

    epoch: int  # 1, 2, …
    observed: float
    unobserved: float
    regularization: float
    seconds: float
    rows_per_second: float  # of both sides together

    @property
    def loss(self) -> float:
        """The whole objective."""
        return self.observed + self.unobserved + self.regularization
