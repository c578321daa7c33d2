"""Which settings are sought, and between which bounds.

The ridge counts observed pairs only (``Settings.frequency``), which did better than counting all pairs on every matrix tried.
Its strength is sought as the λ that ν = 1 would need for the same ridge on an average row, so that strength and exponent can be
sought apart.
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

STRENGTH: Bounds = (0.005, 1.0)
UNOBSERVED: Bounds = (0.005, 3.0)
EXPONENT: Bounds = (0.5, 1.2)
WEIGHTINGS: tuple[Weighting, ...] = ("log", "sqrt", "binary", "bm25")
HALF_LIVES: tuple[HalfLife, ...] = ("never", 90.0, 365.0, 1460.0)
"""Days."""


@dataclass(frozen=True, slots=True)
class Space:
    """Bounds of what is sought, for one matrix.

    Attributes:
        frequency: f of an average row for ν = 1: the geometric mean over listeners and artists.
    """

    frequency: float
    half_lives: tuple[HalfLife, ...]
    strength: Bounds = STRENGTH
    unobserved_weight: Bounds = UNOBSERVED
    frequency_exponent: Bounds = EXPONENT
    weightings: tuple[Weighting, ...] = WEIGHTINGS

    @classmethod
    def of(cls, plays: sp.csr_matrix, *, has_times: bool) -> Space:
        """All that can matter to a matrix that is not empty; a half-life only where there are times."""
        played = np.count_nonzero(np.bincount(plays.indices))
        frequency = np.sqrt((plays.nnz / plays.shape[0] + 1) * (plays.nnz / played + 1))
        return cls(float(frequency), HALF_LIVES if has_times else HALF_LIVES[:1])

    def around(self, settings: Settings) -> Space:
        """A smaller space for wider models: more factors want a stronger ridge, and little else."""
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
        return replace(
            base,
            regularization=place["strength"] * self.frequency ** (1 - place["frequency_exponent"]),
            artist_regularization=None,
            unobserved_weight=place["unobserved_weight"],
            frequency_exponent=place["frequency_exponent"],
            frequency="observed",
            weighting=place["weighting"],
            half_life=None if place["half_life"] == "never" else place["half_life"],
        )

    def place(self, settings: Settings) -> dict[str, Any]:
        """Where settings lie, or the nearest place within the bounds."""
        strength = settings.regularization * self.frequency ** (settings.frequency_exponent - 1)
        half_life = settings.half_life or "never"
        return {
            "strength": _within(strength, self.strength),
            "unobserved_weight": _within(settings.unobserved_weight, self.unobserved_weight),
            "frequency_exponent": _within(settings.frequency_exponent, self.frequency_exponent),
            "weighting": settings.weighting if settings.weighting in self.weightings else self.weightings[0],
            "half_life": half_life if half_life in self.half_lives else self.half_lives[0],
        }


def _within(value: float, bounds: Bounds) -> float:
    return min(max(value, bounds[0]), bounds[1])
