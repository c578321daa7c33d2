"""The use case "tracks": which tracks of an artist people play, and tracks to hear next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from desktop_als.library import Library
from desktop_als.library.tracks import ANY, Familiarity, HeardTrack, tracks_of
from desktop_als.model.answers import Heard, Recommendation, RecommendQuery
from desktop_als.model.bundle import Model
from desktop_als.plays import UNKNOWN, History
from desktop_als.steering import Steering
from desktop_als.workspace.asking import Asking
from desktop_als.workspace.histories import Histories

DAY = 86_400

POOL = 400
"""Artists whose tracks are looked at: a track that everybody plays goes before one that few do, of an artist a little better."""

NONE_LEFT: dict[Heard, str] = {
    "new": "The library tells no track of these artists that this listener has not played.",
    "dormant": "No track is forgotten: those with a date were played lately.",
    "any": "The library tells no titles of what is played: add an export that names tracks.",
}


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
        score: its artist's score times ``share``, the part of the artist's listeners who play this track (of those whose
            plays name tracks). So the contributions to the artist's score, times ``share``, sum to it.
        match: 0 to 100, its artist's times ``share``.
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
        with self._library.reading() as cursor:
            return [_told(track) for track in tracks_of(cursor, [artist_id], limit, listener_id)]

    def best_of(self, artist_ids: Sequence[int], each: int = 1) -> dict[int, tuple[TrackPlays, ...]]:
        """The tracks of artists that most people play, for playlists; artists without any are missing."""
        found = self._by_artist(artist_ids, each)
        return {artist: tuple(map(_told, tracks)) for artist, tracks in found.items()}

    def recommend(
        self,
        listener_id: int,
        query: RecommendQuery | None = None,
        each: int = 2,
        steering: Steering | None = None,
    ) -> TrackRecommendations:
        """Tracks to hear next, at most ``each`` of one artist; with ``heard="new"``, tracks never played, of any artist.

        Their artists are the first of the list of artists, heard or not; ``query.heard`` is asked of the tracks. An artist
        at a place of that list counts as much as the best score that could stand there, so that adventure and variety order
        tracks too; without them, tracks are in the order of their scores. Ties fall to the better artist.
        """
        query = query or RecommendQuery()
        pool = replace(query, heard="any", n=max(query.n, POOL))
        artists = self._asking.recommend(listener_id, pool, steering)
        history = self._histories.of(self._model_in_use(), listener_id)
        ids = [row.artist_id for row in artists.rows]
        tracks = self._by_artist(ids, each, listener_id, _familiarity(query, history))
        scores = sorted((row.score for row in artists.rows), reverse=True)
        found = [
            (counts * track.share, _recommended(artist, track))
            for counts, artist in zip(scores, artists.rows, strict=True)
            for track in tracks.get(artist.artist_id, ())
        ]
        found.sort(key=lambda placed: -placed[0])
        rows = tuple(replace(row, rank=rank) for rank, (_, row) in enumerate(found[: query.n], start=1))
        return TrackRecommendations(rows, artists.note if rows or not artists.rows else NONE_LEFT[query.heard])

    def _by_artist(
        self, artist_ids: Sequence[int], each: int, listener_id: int | None = None, wanted: Familiarity = ANY
    ) -> dict[int, list[HeardTrack]]:
        with self._library.reading() as cursor:
            found = tracks_of(cursor, artist_ids, each, listener_id, wanted)
        return {artist: list(tracks) for artist, tracks in groupby(found, lambda track: track.artist_id)}


def _familiarity(query: RecommendQuery, history: History) -> Familiarity:
    """What the question says of artists, said of tracks."""
    newest = int(history.last_played.max(initial=UNKNOWN))
    since = None if query.heard_days is None else newest - query.heard_days * DAY
    return Familiarity(query.heard, query.heard_plays, since, newest - query.forgotten_days * DAY)


def _told(track: HeardTrack) -> TrackPlays:
    return TrackPlays(track.id, track.title, track.plays, track.listeners, track.yours)


def _recommended(artist: Recommendation, track: HeardTrack) -> TrackRecommendation:
    return TrackRecommendation(
        rank=0,
        track_id=track.id,
        title=track.title,
        artist_id=artist.artist_id,
        artist=artist.artist,
        score=artist.score * track.share,
        match=round(artist.match * track.share),
        share=track.share,
        listeners=track.listeners,
        yours=track.yours,
    )
