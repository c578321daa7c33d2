"""Invented exports in the syntax of the real ones, for tests that start from a dropped file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from tests.als.ratings_oracle import invented_ratings

ARTISTS = [
    f"{a} {b}"
    for a in ("Velvet", "Tin", "Amber", "Slow", "Paper", "Copper")
    for b in ("Rivers", "Orchard", "Kite", "Doves")
]


def spotify_row(minute: int, artist: str, track: str = "Slow Kerosene", **changes: Any) -> dict[str, Any]:
    """One row of the extended history that ends ``minute`` minutes after 2024-01-01."""
    ended = np.datetime64("2024-01-01T00:00:00") + np.timedelta64(minute, "m")
    row = {
        "ts": f"{ended}Z",
        "platform": "android",
        "ms_played": 180_000,
        "conn_country": "NL",
        "ip_addr": "192.0.2.17",
        "master_metadata_track_name": track,
        "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": "Tin Rivers",
        "spotify_track_uri": "spotify:track:0AbCdEfGhIjKlMnOpQrStU",
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "reason_start": "trackdone",
        "reason_end": "trackdone",
        "shuffle": False,
        "skipped": False,
        "offline": False,
        "offline_timestamp": None,
        "incognito_mode": False,
    }
    return row | changes


def spotify_file(path: Path, plays: int = 40, seed: int = 0) -> Path:
    """A file of ``plays`` plays, ten minutes apart, of two dozen artists."""
    rng = np.random.default_rng(seed)
    path.write_text(json.dumps([spotify_row(10 * i, str(rng.choice(ARTISTS))) for i in range(plays)]), encoding="utf-8")
    return path


def hetrec_zip(path: Path, listeners: int = 24, seed: int = 0) -> Path:
    """A community: ``listeners`` people, two tastes, ten artists each."""
    rng = np.random.default_rng(seed)
    pairs = ["userID\tartistID\tweight"]
    for u in range(listeners):
        half = np.arange(12) + 12 * (u % 2)
        pairs += [f"{u + 2}\t{i + 1}\t{rng.integers(1, 500)}" for i in rng.choice(half, 10, replace=False)]
    names = ["id\tname\turl\tpictureURL"] + [f"{i + 1}\t{name}\tu\tp" for i, name in enumerate(ARTISTS)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user_artists.dat", "\r\n".join(pairs) + "\r\n")
        archive.writestr("artists.dat", "\n".join(names) + "\n")
        archive.writestr("tags.dat", "tagID\ttagValue\r\n1\tcaf\xe9\r\n".encode("latin-1"))
    return path


def movielens_zip(path: Path, listeners: int = 60) -> Path:
    """A community of ratings: ``listeners`` people of two tastes, ten invented films each, in half stars."""
    ratings = invented_ratings(listeners, len(ARTISTS), share=0.4).tocoo()
    given = zip(ratings.row.tolist(), ratings.col.tolist(), ratings.data.tolist(), strict=True)
    lines = ["userId,movieId,rating,timestamp", *(f"{u + 1},{i + 1},{stars},{964982703 + u}" for u, i, stars in given)]
    films = ["movieId,title,genres", *(f'{i + 1},"{name}, The (1999)",Drama' for i, name in enumerate(ARTISTS))]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ml-latest/ratings.csv", "\n".join(lines) + "\n")
        archive.writestr("ml-latest/movies.csv", "\n".join(films) + "\n")
        archive.writestr("ml-latest/tags.csv", "userId,movieId,tag,timestamp\n1,1,slow,1445714994\n")
    return path
