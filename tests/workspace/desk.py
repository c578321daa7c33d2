"""A desk at which a listener says things, with a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_als.library import Library
from desktop_als.steering import Steering
from desktop_als.workspace.steering import Steerings

DAY = 86_400
NOW = 1_800_000_000
ADA, BO = 1, 2
LUMEN, OTTO, COAST, HARBOUR = 1, 2, 3, 4


@dataclass
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """Steerings with a clock that tests set; ``overruled`` counts how often histories changed."""

    library: Library
    clock: Clock = field(default_factory=Clock)
    overruled: int = 0

    def __post_init__(self) -> None:
        self.steering = Steerings(self.library, self._count, self.clock)

    def _count(self) -> None:
        self.overruled += 1

    def undo(self) -> None:
        self.library.undo()
        self.steering.forget()

    def of(self) -> Steering:
        """What holds, read anew: the same as what was kept in memory."""
        kept = self.steering.of(ADA)
        assert kept == Steerings(self.library, clock=self.clock).of(ADA)
        return kept

    def labels(self) -> list[str]:
        return [step.label for step in self.library.steps() if step.kind == "steering"]

    def show(self, artists: list[int], days: int) -> None:
        for _ in range(days):
            self.steering.shown(ADA, artists)
            self.clock.now += DAY
