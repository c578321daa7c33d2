"""What a listener tries out and has not kept yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop_als.steering import Steering


@dataclass(frozen=True, slots=True)
class Draft:
    """It lies over what was said, and changes nothing but lists until it is kept.

    Attributes:
        weights: of artists, by id, where they are tried out.
        tuning: half-life and strength, or None while they are not touched.
    """

    weights: Mapping[int, float] = field(default_factory=dict)
    tuning: tuple[float | None, float] | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing is tried out."""
        return not self.weights and self.tuning is None

    def over(self, kept: Steering) -> Steering:
        """How the listener would steer."""
        steering = kept
        for artist_id, weight in self.weights.items():
            steering = steering.weighing(artist_id, weight)
        if self.tuning is not None:
            steering = replace(steering, half_life=self.tuning[0], strength=self.tuning[1])
        return steering

    def weighing(self, artist_id: int, weight: float, kept: Steering) -> Draft:
        """The same with another weight of one artist; what is as it was kept is not tried out."""
        weights = {each: tried for each, tried in self.weights.items() if each != artist_id}
        if weight != kept.weights.get(artist_id, 1.0):
            weights[artist_id] = weight
        return replace(self, weights=weights)

    def tuned(self, half_life: float | None, strength: float, kept: Steering) -> Draft:
        """The same with another half-life and strength."""
        tuning = (half_life, strength)
        return replace(self, tuning=None if tuning == (kept.half_life, kept.strength) else tuning)


NO_DRAFT = Draft()
