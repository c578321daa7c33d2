"""What the seeds of a radio are called, and where a model sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop_als.errors import NotFoundError
from desktop_als.library import Library
from desktop_als.library.steering import listener_name
from desktop_als.library.track_names import TrackName, track_name
from desktop_als.model.agreement import Direction
from desktop_als.model.bundle import Model
from desktop_als.model.radio import Seed
from desktop_als.model.taste import Taste
from desktop_als.plays import History
from desktop_als.steering import Steering
from desktop_als.workspace.histories import Histories
from desktop_als.workspace.moods import MoodsOf
from desktop_als.workspace.steering import Steerings


class Seeds:
    """Artists, tracks, listeners and moods as places to start from."""

    def __init__(
        self,
        library: Library,
        histories: Histories,
        steerings: Steerings,
        moods: MoodsOf,
        standing_id: Callable[[int], int],
    ) -> None:
        self._library, self._histories, self._steerings = library, histories, steerings
        self._moods, self._standing_id = moods, standing_id

    def name(self, seed: Seed) -> str:
        """What people call a seed.

        Raises:
            NotFoundError: it left the library, or there is no such mood now.
        """
        match seed.kind:
            case "artist":
                found = self._library.artist_names([seed.id])
                if seed.id not in found:
                    raise NotFoundError("This artist is no longer in the library.")
                return found[seed.id]
            case "track":
                track = self._track(seed.id)
                return f"{track.artist} – {track.title}"
            case "listener":
                return self._listener(seed.id)
            case "mood":
                told = ", ".join(self._moods.mood(seed.id, seed.mood or 0).artists[:2])
                return f"{self._listener(seed.id)}: {told}"

    def title(self, track_id: int) -> str:
        """The title of a track; NotFoundError when it left the library."""
        return self._track(track_id).title

    def direction(self, model: Model, seed: Seed) -> Direction | None:
        """Where a seed points; None when the model knows none of its artists.

        Raises:
            NotFoundError: it left the library, or there is no such mood now.
        """
        match seed.kind:
            case "artist":
                return self._toward(model, seed.id)
            case "track":
                return self._toward(model, self._track(seed.id).artist_id)
            case "listener":
                return _of_taste(model, self._histories.of(model, seed.id), self._steerings.of(seed.id))
            case "mood":  # also one that is left out of the taste, which its weights would silence
                steering = replace(self._steerings.of(seed.id), weights={})
                return _of_taste(model, self._moods.history(seed.id, seed.mood or 0), steering)

    def _toward(self, model: Model, artist_id: int) -> Direction | None:
        column = model.column(self._standing_id(artist_id))
        return None if column is None else Direction.of_artist(model, column)

    def _track(self, track_id: int) -> TrackName:
        with self._library.reading() as cursor:
            found = track_name(cursor, track_id)
        if found is None:
            raise NotFoundError("This track is no longer in the library.")
        return found

    def _listener(self, listener_id: int) -> str:
        with self._library.reading() as cursor:
            name = listener_name(cursor, listener_id)
        if name is None:
            raise NotFoundError("This listener is no longer in the library.")
        return name


def _of_taste(model: Model, history: History, steering: Steering) -> Direction | None:
    taste = Taste.of(model, history, steering)
    return Direction(taste.vector) if taste.vector.any() else None
