"""One history from many files: how long it takes to join what two services tell of one person.

    python -m tests.benchmarks.bench_joins [--plays 200000]
    python -m tests.benchmarks.bench_joins --smoke

On an invented listener who uses both for years. Seconds on the clock, and of the processor.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop_als.library import Library
from desktop_als.library.clock import suspicions
from desktop_als.library.joins import joined_plays, joins
from desktop_als.library.reconciling import reconcile
from desktop_als.plays import UNKNOWN
from tests.library.making import Play, bring, play_batch

SPOTIFY, LASTFM = "spotify_extended", "lastfm_json"


def invented(plays: int) -> list[Play]:
    """Favourites and seldom tracks, one every few minutes; every ninth with a guest in its title."""
    rng = np.random.default_rng(1)
    tracks = np.minimum((rng.pareto(0.8, plays) * 20).astype(int), 30_000).tolist()
    starts = np.cumsum(rng.integers(150, 900, plays)).tolist()
    return [
        (start, f"Band {track % 5000}", f"Song {track}{' (feat. Bo)' if track % 9 == 0 else ''}", 200_000)
        for start, track in zip(starts, tracks, strict=True)
    ]


def timed(what: str, work: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    print(f"{what:<40}{time.perf_counter() - clock:6.2f} s{time.process_time() - processor:8.2f} s of the processor")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plays", type=int, default=200_000)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    heard = invented(2_000 if options.smoke else options.plays)
    scrobbled = [(start + 20, artist, track.split(" (")[0], UNKNOWN) for start, artist, track, _ in heard]
    batches = play_batch(heard), play_batch(scrobbled)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        timed("import Spotify", lambda: bring(library, batches[0], form=SPOTIFY))
        timed("import Last.fm and join", lambda: bring(library, batches[1], form=LASTFM))
        late = [(start + 10**8, *rest) for start, *rest in scrobbled[:3]]
        timed("import three plays more", lambda: bring(library, play_batch(late), form=LASTFM))
        with library._writing_alone() as cursor:
            cursor.execute("create or replace temp table touched as select id as listener from listeners")
            timed("join anew", lambda: reconcile(cursor))
        with library.reading() as cursor:
            timed("look for wrong clocks", lambda: suspicions(cursor, 1, ()))
            timed("sum up the joins", lambda: joins(cursor, 1))
            timed("list a thousand pairs", lambda: joined_plays(cursor, 1, SPOTIFY, LASTFM, 1000))
        print(f"{library.totals().plays:,} of {2 * len(heard) + 3:,} rows stand")


if __name__ == "__main__":
    main()
