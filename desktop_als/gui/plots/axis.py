"""An axis with few, round ticks and short numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph as pg

TICKS = 4


class FewTicks(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """``write`` turns a value into its text; ``whole`` keeps ticks on whole numbers."""

    def __init__(self, side: str, write: Callable[[float], str], *, whole: bool = False) -> None:
        super().__init__(side)
        self._write, self._whole = write, whole

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:  # noqa: ARG002
        """One level of ticks, nowhere finer."""
        return [(round_step((maxVal - minVal) / TICKS, whole=self._whole), 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
        """The texts of the ticks."""
        return [self._write(value * scale) for value in values]


def round_step(least: float, *, whole: bool) -> float:
    """The smallest of 1, 2, 2.5, 5, 10, 20, … (times a power of ten) that is not below ``least``; 2.5 only for fractions."""
    if not least > 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(least))
    factors = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    step = next(factor * unit for factor in factors if factor * unit >= least * (1 - 1e-9))
    return max(1.0, step) if whole else step
