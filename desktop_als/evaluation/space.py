"""Which settings are sought, and between which bounds.

The regularization is sought as the strength of the ridge on an average row, r = λ √(f̄_u f̄_i) with f of als.objective: only the
product of both sides' ridges matters to the scores, and its good values hardly depend on the other settings or on the matrix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import scipy.sparse as sp

from desktop_als.als.settings import Settings, Weighting

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

Bounds = tuple[float, float]
HalfLife = float | Literal["never"]

STRENGTH: Bounds = (0.1, 30.0)
UNOBSERVED: Bounds = (0.003, 1.5)
EXPONENT: Bounds = (0.3, 1.2)
WEIGHTINGS: tuple[Weighting, ...] = ("log", "sqrt", "binary", "bm25")
HALF_LIVES: tuple[HalfLife, ...] = ("never", 90.0, 365.0, 1460.0)
"""Days."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A matrix in numbers: its size, and how many entries an average row, and an average artist that has any, hold."""

    rows: int
    artists: int
    row_length: float
    support: float

    @classmethod
    def of(cls, plays: sp.csr_matrix) -> Shape:
        """The shape of a matrix that is not empty."""
        rows, artists = plays.shape
        present = np.count_nonzero(np.bincount(plays.indices, minlength=artists))
        return cls(rows, artists, plays.nnz / rows, plays.nnz / present)

    def ridge(self, settings: Settings) -> float:
        """r, the geometric mean of an average listener's and an average artist's ridge."""
        both = self.row_length, self.support
        listener, artist = np.array([[both[0]], [both[1]]])
        return float(
            np.sqrt(
                settings.ridge(listener, self.artists, "listeners") * settings.ridge(artist, self.rows, "artists")
            ).item()
        )


@dataclass(frozen=True, slots=True)
class Space:
    """Bounds of what is sought, for one matrix."""

    shape: Shape
    half_lives: tuple[HalfLife, ...]
    strength: Bounds = STRENGTH
    unobserved_weight: Bounds = UNOBSERVED
    frequency_exponent: Bounds = EXPONENT
    weightings: tuple[Weighting, ...] = WEIGHTINGS

    @classmethod
    def of(cls, plays: sp.csr_matrix, *, has_times: bool) -> Space:
        """All that can matter; a half-life only where there are times."""
        return cls(Shape.of(plays), HALF_LIVES if has_times else HALF_LIVES[:1])

    def around(self, settings: Settings) -> Space:
        """A smaller space around settings of this one, for wider models: more factors want a stronger ridge, and little else."""
        place = self.place(settings)

        def near(name: str, below: float, above: float) -> Bounds:
            low, high = getattr(self, name)
            return max(low, place[name] * below), min(high, place[name] * above)

        return replace(
            self,
            half_lives=(place["half_life"],),
            strength=near("strength", 0.6, 4.0),
            unobserved_weight=near("unobserved_weight", 0.5, 2.0),
            frequency_exponent=near("frequency_exponent", 0.85, 1.15),
            weightings=(place["weighting"],),
        )

    def distributions(self) -> dict[str, BaseDistribution]:
        """For optuna."""
        from optuna.distributions import CategoricalDistribution, FloatDistribution  # noqa: PLC0415 - see tuning

        return {
            "strength": FloatDistribution(*self.strength, log=True),
            "unobserved_weight": FloatDistribution(*self.unobserved_weight, log=True),
            "frequency_exponent": FloatDistribution(*self.frequency_exponent),
            "weighting": CategoricalDistribution(self.weightings),
            "half_life": CategoricalDistribution(self.half_lives),
        }

    def settings(self, base: Settings, place: dict[str, Any]) -> Settings:
        """The settings at a place; what is not sought is as in ``base``."""
        unit = replace(
            base,
            regularization=1.0,
            artist_regularization=None,
            unobserved_weight=place["unobserved_weight"],
            frequency_exponent=place["frequency_exponent"],
            weighting=place["weighting"],
            half_life=None if place["half_life"] == "never" else place["half_life"],
        )
        return replace(unit, regularization=place["strength"] / self.shape.ridge(unit))

    def place(self, settings: Settings) -> dict[str, Any]:
        """Where settings lie, or the nearest place within the bounds."""
        half_life = settings.half_life or "never"
        return {
            "strength": _within(self.shape.ridge(settings), self.strength),
            "unobserved_weight": _within(settings.unobserved_weight, self.unobserved_weight),
            "frequency_exponent": _within(settings.frequency_exponent, self.frequency_exponent),
            "weighting": settings.weighting if settings.weighting in self.weightings else self.weightings[0],
            "half_life": half_life if half_life in self.half_lives else self.half_lives[0],
        }


def _within(value: float, bounds: Bounds) -> float:
    return min(max(value, bounds[0]), bounds[1])
