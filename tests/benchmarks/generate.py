"""Invented exports of any size, the same for the same seed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np

from tests.exports import spotify_row


def spotify_zip(path: Path, plays: int = 200_000, files: int = 13, artists: int = 2_500, seed: int = 0) -> Path:
    """An extended streaming history as Spotify packs it: ``plays`` rows over twelve years in ``files`` indented files."""
    rng = np.random.default_rng(seed)
    rank = 1 / np.arange(1, artists + 1) ** 0.8
    who = rng.choice(artists, size=plays, p=rank / rank.sum())
    track = (rng.exponential(6, plays)).astype(int)
    minute = np.sort(rng.integers(0, 12 * 525_600, plays))
    length = rng.choice([4_000, 95_000, 201_344, 243_120], size=plays, p=[0.2, 0.1, 0.4, 0.3])
    rows = [
        spotify_row(
            int(minute[i]) - 10 * 525_600,
            f"Invented Artist {who[i]}",
            f"Song {track[i]} of {who[i]}",
            ms_played=int(length[i]),
            reason_end="trackdone" if length[i] > 100_000 else "fwdbtn",
            spotify_track_uri=f"spotify:track:{who[i]:011d}{track[i]:011d}",
        )
        for i in range(plays)
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, part in enumerate(np.array_split(np.arange(plays), files)):
            name = f"Spotify Extended Streaming History/Streaming_History_Audio_{2014 + number}_{number}.json"
            archive.writestr(name, json.dumps([rows[i] for i in part], indent=2))
    return path
