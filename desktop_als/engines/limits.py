"""Which resource of a machine or a cluster runs out first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_als.engines.costs import LARGEST_PIECE, Cost, Machines

Resource = Literal["memory", "driver", "block", "processor", "network"]

PATIENCE = 3600.0
"""Seconds that an epoch may take: a training of a dozen then takes half a day."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a resource is used, of what there is: bytes, or of processor and network seconds an epoch."""

    resource: Resource
    used: float
    there_is: float

    @property
    def share(self) -> float:
        """1 where it is full."""
        return self.used / self.there_is


def limits(cost: Cost, machines: Machines, flops: float | None) -> tuple[Limit, ...]:
    """All resources that the training uses, the fullest first.

    ``flops`` are operations a second of one core, as measured; None leaves the processor out.
    """
    found = (
        Limit("memory", cost.memory, machines.memory),
        Limit("driver", cost.driver, machines.driver),
        Limit("block", cost.largest, LARGEST_PIECE),
        Limit("processor", cost.work / (flops * machines.all_cores) if flops else 0.0, PATIENCE),
        Limit("network", machines.sending(cost.moved), PATIENCE),
    )
    return tuple(sorted((limit for limit in found if limit.used), key=lambda limit: -limit.share))
