"""The use case "radio": a queue from artists, tracks, listeners and moods."""

from __future__ import annotations

from collections.abc import Callable

from desktop_als.library import Library
from desktop_als.model.bundle import Model
from desktop_als.model.radio import RadioQueue, Seed, Station
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.moods import MoodsOf
from desktop_als.workspace.steering import Steerings


class Radio:
    """Queues by the model in use. Every method raises ModelError without a model."""

    def __init__(
        self,
        library: Library,
        model_in_use: Callable[[], Model],
        histories: Histories,
        steerings: Steerings,
        moods: MoodsOf,
        standing_id: Callable[[int], int],
    ) -> None:
        """``standing_id`` is of the artist that another is credited to."""
        self._library, self._model_in_use = library, model_in_use
        self._histories, self._steerings = histories, steerings
        self._moods, self._standing_id = moods, standing_id

    def queue(self, station: Station, n: int = 30) -> RadioQueue:
        """The next ``n`` of a station, none that it has heard.

        Raises:
            NotFoundError: no seed is known to the model; the sentence says which and what to do.
        """
        raise NotImplementedError

    def names(self, seeds: tuple[Seed, ...]) -> tuple[str, ...]:
        """What people call the seeds."""
        raise NotImplementedError
