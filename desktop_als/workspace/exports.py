"""The use case "take it along": lists become playlists and sheets, matched with the music of a folder if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_als.export.local_music import local_music
from desktop_als.export.matching import matched
from desktop_als.export.playlist import Entry, Playlist, PlaylistFormat
from desktop_als.export.spotify import TRACK
from desktop_als.export.writing import write
from desktop_als.library import Library
from desktop_als.library.tracks import TrackFacts, track_facts
from desktop_als.model.answers import Recommendation
from desktop_als.progress import CancelToken, ProgressSink, ignore_progress
from desktop_als.workspace.tracks import TrackRecommendation, Tracks

Columns = tuple[tuple[str, str], ...]
"""Titles of a sheet and the cells under them."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: entries in the file, and the names of those that the format could not hold."""

    entries: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """One artist of a list, with the tracks that stand for them; ``artist`` None: as the track says."""

    artist: str | None
    tracks: Sequence[int]
    columns: Columns = ()


class Exports:
    """Lists out of the app."""

    def __init__(self, library: Library, tracks: Tracks) -> None:
        self._library, self._tracks = library, tracks

    def of_recommendations(
        self, title: str, rows: Sequence[Recommendation | TrackRecommendation], each: int = 1
    ) -> Playlist:
        """A list of artists, each by its ``each`` best known tracks (or by name alone), or a list of tracks as it is."""
        best = self._best([row.artist_id for row in rows if isinstance(row, Recommendation)], each)
        places = [
            _Place(row.artist, best.get(row.artist_id, ()), _of_artist(row))
            if isinstance(row, Recommendation)
            else _Place(row.artist, [row.track_id], _of_track(row))
            for row in rows
        ]
        return self._playlist(title, places)

    def of_artists(
        self, title: str, artist_ids: Sequence[int], each: int = 1, columns: Mapping[int, Columns] | None = None
    ) -> Playlist:
        """The same for artists alone; ``each`` 0 gives their names without tracks. ``columns`` are for a sheet, by artist."""
        columns = columns or {}
        names, best = self._library.artist_names(artist_ids), self._best(artist_ids, each)
        return self._playlist(
            title,
            [
                _Place(names[artist], best.get(artist, ()), columns.get(artist, ()))
                for artist in artist_ids
                if artist in names
            ],
        )

    def of_tracks(self, title: str, track_ids: Sequence[int]) -> Playlist:
        """Tracks by id; those that left the library are missing."""
        return self._playlist(title, [_Place(None, [track]) for track in track_ids])

    def matched(
        self,
        playlist: Playlist,
        folder: Path,
        cancel: CancelToken | None = None,
        progress: ProgressSink = ignore_progress,
    ) -> Playlist:
        """The same playlist with the files of a music folder, found by their tags. ExportError when it cannot be read.

        Its note says what of the folder could not be read. Raises Cancelled when ``cancel`` was raised.
        """
        music = local_music(folder, cancel or CancelToken(), progress)
        found = matched(playlist, music.tracks)
        if not music.unreadable:
            return found
        files = "1 file" if music.unreadable == 1 else f"{music.unreadable:,} files"
        return replace(found, note=f"{files} of {folder} could not be read.")

    def save(self, playlist: Playlist, kind: PlaylistFormat, path: Path) -> Exported:
        """Write a file, whole or not at all. ExportError in one sentence."""
        left_out = write(playlist, kind, path)
        return Exported(len(playlist.entries) - len(left_out), tuple(entry.name for entry in left_out))

    def _best(self, artist_ids: Sequence[int], each: int) -> dict[int, list[int]]:
        best = self._tracks.best_of(artist_ids, each)
        return {artist: [track.track_id for track in tracks] for artist, tracks in best.items()}

    def _playlist(self, title: str, places: Sequence[_Place]) -> Playlist:
        with self._library.reading() as cursor:
            facts = track_facts(cursor, [track for place in places for track in place.tracks])
        return Playlist(title, tuple(entry for place in places for entry in _entries(place, facts)))


def _entries(place: _Place, facts: dict[int, TrackFacts]) -> list[Entry]:
    known = [facts[track] for track in place.tracks if track in facts]
    if place.artist is not None and not known:
        return [Entry(place.artist, columns=place.columns)]
    return [
        Entry(
            place.artist or told.artist,
            told.title,
            told.album,
            told.seconds,
            told.spotify and TRACK + told.spotify,
            columns=place.columns,
        )
        for told in known
    ]


def _of_artist(row: Recommendation) -> Columns:
    return (
        ("Rank", str(row.rank)),
        ("Match", str(row.match)),
        ("Because", ", ".join(part.artist for part in row.because)),
        ("Evidence", str(row.evidence)),
        ("Plays", str(row.plays)),
    )


def _of_track(row: TrackRecommendation) -> Columns:
    return (
        ("Rank", str(row.rank)),
        ("Match", str(row.match)),
        ("Listeners", str(row.listeners)),
        ("Plays", str(row.yours)),
    )
