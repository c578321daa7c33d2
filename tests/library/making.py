"""Invented listening for the tests of the library."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desktop_als.als.settings import RowChoice
from desktop_als.library import Library, SourceInfo, Stored
from desktop_als.plays import UNKNOWN, Batch, CountBatch, Ending, PlayBatch, Precision, RatingBatch

NOON = 1_700_000_000

Play = tuple[Any, ...]
"""Start in seconds after NOON, artist, track, and optionally ms played and whether it was heard, not skipped."""


def texts(values: Sequence[str | None]) -> np.ndarray:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def play_batch(plays: Sequence[Play], listeners: Sequence[str] | None = None, **other: Any) -> PlayBatch:
    full = [(*play, UNKNOWN, True)[:5] if len(play) == 3 else (*play, True)[:5] for play in plays]
    endings = [Ending.HEARD_OUT if play[4] else Ending.SKIPPED for play in full]
    return PlayBatch(
        row=np.arange(1, len(full) + 1),
        played_at=np.array([NOON + play[0] for play in full], np.int64),
        artist=texts([play[1] for play in full]),
        track=texts([play[2] for play in full]),
        album=texts([None] * len(full)),
        ms_played=np.array([play[3] for play in full], np.int64),
        ending=np.array(endings, np.uint8),
        private=np.zeros(len(full), bool),
        track_ref=texts([None] * len(full)),
        listener=None if listeners is None else texts(listeners),
        precision=other.get("precision", Precision.SECOND),
    )


def count_batch(counts: Sequence[tuple[str, str, int]]) -> CountBatch:
    return CountBatch(
        row=np.arange(1, len(counts) + 1),
        artist=texts([artist for _, artist, _ in counts]),
        plays=np.array([plays for _, _, plays in counts], np.int64),
        listener=texts([listener for listener, _, _ in counts]),
    )


def rating_batch(ratings: Sequence[tuple[str, str, str | None, float]], at: int = UNKNOWN) -> RatingBatch:
    """Of listener, artist, album or None, rating."""
    return RatingBatch(
        row=np.arange(1, len(ratings) + 1),
        artist=texts([artist for _, artist, _, _ in ratings]),
        album=texts([album for _, _, album, _ in ratings]),
        rating=np.array([rating for *_, rating in ratings], float),
        rated_at=np.full(len(ratings), at),
        listener=texts([listener for listener, *_ in ratings]),
    )


def bring(
    library: Library,
    *batches: Batch,
    form: str = "lastfm_json",
    listener: str | None = "Ada",
    community: str | None = None,
) -> Stored:
    """Import one drop of one source."""
    source = SourceInfo("export", form, community, listener)
    with library.importing(str(Path(source.path).name)) as session:
        number = session.add(source, batches)
    return session.stored[number]


def plays_by_name(library: Library) -> dict[tuple[str, str], float]:
    """Counted plays of each listener and artist, as the matrix of listeners says."""
    return _by_name(library, "listeners")


def ratings_by_name(library: Library) -> dict[tuple[str, str], float]:
    """The rating of each listener and artist, as the matrix of ratings says."""
    return _by_name(library, "ratings")


def _by_name(library: Library, rows: RowChoice) -> dict[tuple[str, str], float]:
    matrix = library.interactions(rows)
    listeners, artists = library.listeners(), library.artists()
    who = dict(zip(listeners.ids.tolist(), listeners.names.tolist(), strict=True))
    whom = dict(zip(artists.ids.tolist(), artists.names.tolist(), strict=True))
    coo = matrix.plays.tocoo()
    return {
        (who[matrix.row_ids[row]], whom[matrix.artist_ids[column]]): plays
        for row, column, plays in zip(coo.row.tolist(), coo.col.tolist(), coo.data.tolist(), strict=True)
    }
