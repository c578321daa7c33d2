"""Invented histories of one person, and of communities, in files of any size; the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.history import exports, exports_lastfm, exports_listenbrainz
from tests.history.exports import Row

_YEARS = 12
_SECONDS_PER_YEAR = 31_557_600
_ROWS_AT_ONCE = 100_000


def plays(count: int, artists: int = 2_500, seed: int = 0) -> list[Row]:
    """So many plays of one person over twelve years, oldest first: some artists often, most rarely."""
    rng = np.random.default_rng(seed)
    rank = 1 / np.arange(1, artists + 1) ** 0.8
    who = rng.choice(artists, size=count, p=rank / rank.sum()).tolist()
    song = rng.exponential(6, count).astype(int).tolist()
    at = (exports.START - np.sort(rng.integers(0, _YEARS * _SECONDS_PER_YEAR, count))[::-1]).tolist()
    return [
        Row(when, f"Invented Artist {artist}", f"Song {title} of {artist}", f"Album {title // 4} of {artist}")
        for when, artist, title in zip(at, who, song, strict=True)
    ]


def ghan_csv(path: Path, count: int) -> None:
    path.write_bytes(exports.ghan_csv(plays(count)))


def lastexport_tsv(path: Path, count: int) -> None:
    path.write_bytes(exports_lastfm.lastexport(plays(count)))


def listenbrainz_lines(path: Path, count: int) -> None:
    path.write_bytes(exports_listenbrainz.export(plays(count)))


def lastfm_1k_tsv(path: Path, count: int, listeners: int = 1_000) -> None:
    """Timed plays of a community, each listener's in one piece."""
    with path.open("w", encoding="utf-8") as file:
        for begin, (who, artist, song) in _community(count):
            ends = exports.START - begin - np.arange(len(who))
            times = np.datetime_as_string(ends.astype("datetime64[s]"))
            file.writelines(
                f"user_{listener * listeners // count:06d}\t{at}Z\t\tInvented Artist {a}\t\tSong {s} of {a}\n"
                for listener, at, a, s in zip(who, times.tolist(), artist, song, strict=True)
            )


def lastfm_360k_tsv(path: Path, count: int) -> None:
    """Totals of a community: fifty artists of each listener."""
    with path.open("w", encoding="utf-8") as file:
        for _, (who, artist, song) in _community(count):
            file.writelines(
                f"{listener // 50:040x}\t\tInvented Artist {a}\t{s + 1}\n"
                for listener, a, s in zip(who, artist, song, strict=True)
            )


def _community(count: int, artists: int = 60_000) -> Iterator[tuple[int, tuple[range, list[int], list[int]]]]:
    rng = np.random.default_rng(0)
    for begin in range(0, count, _ROWS_AT_ONCE):
        numbers = range(begin, min(begin + _ROWS_AT_ONCE, count))
        artist = (artists * rng.random(len(numbers)) ** 3).astype(int).tolist()
        yield begin, (numbers, artist, rng.integers(0, 12, len(numbers)).tolist())
