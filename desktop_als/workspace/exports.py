"""The use case "take it along": lists become playlists and sheets, matched with the music of a folder if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_als.export.playlist import Playlist, PlaylistFormat
from desktop_als.library import Library
from desktop_als.model.answers import Recommendation
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.workspace.tracks import TrackRecommendation, Tracks


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: entries in the file, and the names of those that the format could not hold."""

    entries: int
    left_out: tuple[str, ...]


class Exports:
    """Lists out of the app."""

    def __init__(self, library: Library, tracks: Tracks) -> None:
        self._library, self._tracks = library, tracks

    def of_recommendations(
        self, title: str, rows: Sequence[Recommendation | TrackRecommendation], each: int = 1
    ) -> Playlist:
        """A list of artists, each by its ``each`` best known tracks (or by name alone), or a list of tracks as it is."""
        raise NotImplementedError

    def of_artists(self, title: str, artist_ids: Sequence[int], each: int = 1) -> Playlist:
        """The same for artists alone."""
        raise NotImplementedError

    def of_tracks(self, title: str, track_ids: Sequence[int]) -> Playlist:
        """Tracks by id."""
        raise NotImplementedError

    def matched(
        self,
        playlist: Playlist,
        folder: Path,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> Playlist:
        """The same playlist with the files of a music folder, found by their tags. ExportError when it cannot be read."""
        raise NotImplementedError

    def save(self, playlist: Playlist, kind: PlaylistFormat, path: Path) -> Exported:
        """Write a file, whole or not at all. ExportError in one sentence."""
        raise NotImplementedError
