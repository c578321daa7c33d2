"""Which settings are sought, and between which bounds.

The strength of the ridge is sought as the λ that ν = 1 would need for the same ridge on an average row, so that strength and
exponent can be sought apart. What f counts is not sought (``Settings.frequency``): the presets know.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import scipy.sparse as sp

from desktop_als.als.settings import Frequency, Settings, Weighting

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

Bounds = tuple[float, float]
HalfLife = float | Literal["never"]

STRENGTH: dict[Frequency, Bounds] = {"observed": (0.005, 1.0), "all": (0.0005, 0.1)}
UNOBSERVED: Bounds = (0.005, 3.0)
EXPONENT: Bounds = (0.5, 1.2)
WEIGHTINGS: tuple[Weighting, ...] = ("log", "sqrt", "binary", "bm25")
HALF_LIVES: tuple[HalfLife, ...] = ("never", 90.0, 365.0, 1460.0)
"""Days."""


@dataclass(frozen=True, slots=True)
class Space:
    """Bounds of what is sought, for one matrix.

    Attributes:
        rows, artists: of the matrix.
        length, support: entries of an average row, and of an average artist that has any.
    """

    rows: int
    artists: int
    length: float
    support: float
    half_lives: tuple[HalfLife, ...]
    strength: Bounds
    unobserved_weight: Bounds = UNOBSERVED
    frequency_exponent: Bounds = EXPONENT
    weightings: tuple[Weighting, ...] = WEIGHTINGS

    @classmethod
    def of(cls, plays: sp.csr_matrix, frequency: Frequency, *, has_times: bool) -> Space:
        """All that can matter to a matrix that is not empty; a half-life only where there are times."""
        rows, artists = plays.shape
        played = np.count_nonzero(np.bincount(plays.indices))
        half_lives = HALF_LIVES if has_times else HALF_LIVES[:1]
        return cls(rows, artists, plays.nnz / rows, plays.nnz / played, half_lives, STRENGTH[frequency])

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
        settings = replace(
            base,
            regularization=place["strength"],
            artist_regularization=None,
            unobserved_weight=place["unobserved_weight"],
            frequency_exponent=place["frequency_exponent"],
            weighting=place["weighting"],
            half_life=None if place["half_life"] == "never" else place["half_life"],
        )
        return replace(settings, regularization=place["strength"] / self._gain(settings))

    def place(self, settings: Settings) -> dict[str, Any]:
        """Where settings lie, or the nearest place within the bounds."""
        half_life = settings.half_life or "never"
        return {
            "strength": _within(settings.regularization * self._gain(settings), self.strength),
            "unobserved_weight": _within(settings.unobserved_weight, self.unobserved_weight),
            "frequency_exponent": _within(settings.frequency_exponent, self.frequency_exponent),
            "weighting": settings.weighting if settings.weighting in self.weightings else self.weightings[0],
            "half_life": half_life if half_life in self.half_lives else self.half_lives[0],
        }

    def holds(self, settings: Settings) -> bool:
        """Whether they lie within the bounds."""
        nearest = self.settings(settings, self.place(settings))
        return (nearest.weighting, nearest.half_life) == (settings.weighting, settings.half_life) and bool(
            np.allclose(
                (nearest.regularization, nearest.unobserved_weight, nearest.frequency_exponent),
                (settings.regularization, settings.unobserved_weight, settings.frequency_exponent),
                atol=0,
            )
        )

    def _gain(self, settings: Settings) -> float:
        """How much weaker ν = 1 would have to be: the ridge of an average row ÷ what it would be with it."""
        return self._ridge(settings) / self._ridge(replace(settings, frequency_exponent=1.0))

    def _ridge(self, settings: Settings) -> float:
        """The geometric mean over an average listener and an average artist."""
        listener = settings.ridge(np.array([self.length]), self.artists, "listeners")
        artist = settings.ridge(np.array([self.support]), self.rows, "artists")
        return float(np.sqrt(listener * artist).item())


def _within(value: float, bounds: Bounds) -> float:
    return min(max(value, bounds[0]), bounds[1])
