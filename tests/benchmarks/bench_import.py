"""How fast files are read, and imported into an empty library: seconds, megabytes and rows a second, memory.

    python -m tests.benchmarks.bench_import [--plays N] [--lines N] [--rounds 5] [--only ghan]
    python -m tests.benchmarks.bench_import --smoke

Each measurement runs in a process of its own and shows its best round; processor seconds are those of all threads.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

from desktop_als import boot

boot.prepare()

from desktop_als.history import find_parts, read
from desktop_als.plays import RowLog
from desktop_als.progress import CancelToken
from desktop_als.workspace import Workspace
from tests.benchmarks import generate_plays
from tests.benchmarks.generate import spotify_zip

T = TypeVar("T")


def packed_spotify(path: Path, count: int) -> None:
    spotify_zip(path, count, files=12)


def spotify(path: Path, count: int) -> None:
    packed = path.with_suffix(".zip")
    packed_spotify(packed, count)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(path)
    packed.unlink()


PERSONAL: dict[str, Callable[[Path, int], None]] = {
    "spotify": spotify,
    "spotify.zip": packed_spotify,
    "ghan.csv": generate_plays.ghan_csv,
    "lastexport.tsv": generate_plays.lastexport_tsv,
    "listenbrainz.jsonl": generate_plays.listenbrainz_lines,
}
COMMUNITIES: dict[str, Callable[[Path, int], None]] = {
    "lastfm_1k.tsv": generate_plays.lastfm_1k_tsv,
    "lastfm_360k.tsv": generate_plays.lastfm_360k_tsv,
}
MAKERS = PERSONAL | COMMUNITIES


def make(path: Path, count: int) -> float:
    """Write an invented file; returns its size in MB, unpacked."""
    MAKERS[path.name](path, count)
    parts = [part for drop in find_parts([path], CancelToken()) for part in drop.parts]
    return sum(part.size for part in parts) / 1e6


def reading(path: Path) -> None:
    log = RowLog()
    cancel = CancelToken()
    for part in [part for drop in find_parts([path], cancel) for part in drop.parts]:
        for _ in read(part, log, cancel, lambda _: None):
            pass


def importing(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        workspace.import_history([path], listener="me" if path.name in PERSONAL else None)


class Took(NamedTuple):
    """The best wall and processor seconds of several rounds, and the most memory held (MB)."""

    wall: float
    cpu: float
    memory: float


def measure(step: Callable[[Path], None], path: Path, rounds: int) -> Took:
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        step(path)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Took(min(walls), min(cpus), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


def apart(function: Callable[..., T], *arguments: object) -> T:
    """Call it in a fresh process, whose memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def show(path: Path, rows: int, rounds: int) -> None:
    size = apart(make, path, rows)
    # The files of communities are read by the database while it imports them.
    for step in (reading, importing) if path.name in PERSONAL else (importing,):
        took = apart(measure, step, path, rounds)
        print(
            f"{path.name:<20}{step.__name__:<10}{size:8.1f}{took.wall:9.2f}{took.cpu:9.2f}{size / took.wall:11.0f}"
            f"{size / took.cpu:10.0f}{rows / took.wall:13,.0f}{took.memory:9.0f}",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plays", type=int, default=190_000, help="of one person")
    parser.add_argument("--lines", type=int, default=2_000_000, help="of a community")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="formats with this in their name")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    plays, lines, rounds = (2_000, 5_000, 1) if options.smoke else (options.plays, options.lines, options.rounds)
    print(f"{'':<30}{'MB':>8}{'wall s':>9}{'CPU s':>9}{'MB/wall s':>11}{'MB/CPU s':>10}{'rows/s':>13}{'MB held':>9}")
    for name in (name for name in MAKERS if options.only in name):
        with tempfile.TemporaryDirectory() as folder:
            show(Path(folder, name), plays if name in PERSONAL else lines, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
