"""The use case "tracks": which tracks of an artist people play, and tracks to hear next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_als.library import Library
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.steering import Steering
from desktop_als.workspace.asking import Asking
from desktop_als.workspace.histories import Histories


@dataclass(frozen=True, slots=True)
class TrackPlays:
    """A track of an artist: plays and listeners in the library, and ``yours``, the plays of the listener that was asked for."""

    track_id: int
    title: str
    plays: int
    listeners: int
    yours: int = 0


@dataclass(frozen=True, slots=True)
class TrackRecommendation:
    """One track to hear next.

    Attributes:
        score: its artist's score times ``share``, the part of the artist's listeners who play this track. So the
            contributions to the artist's score, times ``share``, sum to it.
        match: 0 to 100, as of artists.
        yours: this listener's plays of the track.
    """

    rank: int
    track_id: int
    title: str
    artist_id: int
    artist: str
    score: float
    match: int
    share: float
    listeners: int
    yours: int


@dataclass(frozen=True, slots=True)
class TrackRecommendations:
    """The list, and a sentence when it is empty or short."""

    rows: tuple[TrackRecommendation, ...]
    note: str | None = None


class Tracks:
    """Tracks as the library's plays know them; :meth:`recommend` raises ModelError without a model."""

    def __init__(
        self, library: Library, model_in_use: Callable[[], Model], asking: Asking, histories: Histories
    ) -> None:
        self._library, self._model_in_use = library, model_in_use
        self._asking, self._histories = asking, histories

    def of_artist(self, artist_id: int, listener_id: int | None = None, limit: int = 200) -> list[TrackPlays]:
        """The tracks of an artist, by how many listeners, then by how many plays."""
        raise NotImplementedError

    def best_of(self, artist_ids: Sequence[int], each: int = 1) -> dict[int, tuple[TrackPlays, ...]]:
        """The tracks of artists that most people play, for playlists; artists without any are missing."""
        raise NotImplementedError

    def recommend(
        self,
        listener_id: int,
        query: RecommendQuery | None = None,
        each: int = 2,
        steering: Steering | None = None,
    ) -> TrackRecommendations:
        """Tracks to hear next, at most ``each`` of one artist; with ``heard="new"``, tracks never played, of any artist."""
        raise NotImplementedError
