"""What a training costs in memory, arithmetic and bytes moved, on one computer and on a cluster; formulas and measurements.

Needs no Spark. The formulas are those of als and of engines.spark; what they leave open was measured (resources/scale.json).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A matrix of (rows, artists) with so many stored observations, and the factors d asked for."""

    rows: int
    artists: int
    observations: int
    factors: int
