"""How long a click takes: every question that the pages ask, on a library of any size.

    python -m tests.benchmarks.bench_browse --library DIR [--rounds 100]
    python -m tests.benchmarks.bench_browse --smoke

The library must have a trained model. Without --library the invented sample is imported and trained first.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from desktop_als import boot

boot.prepare()

import numpy as np

from desktop_als.workspace import Workspace


def measure(what: str, rounds: int, ask: Callable[[int], object]) -> None:
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        ask(number)
        times.append((time.perf_counter() - began) * 1e3)
    print(f"{what:<44}{np.median(times):>9.1f}{np.quantile(times, 0.99):>9.1f}{max(times):>9.1f} ms", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    rounds = 3 if options.smoke else options.rounds
    with ExitStack() as stack:
        folder = options.library or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        workspace = stack.enter_context(Workspace.open(folder))
        if options.library is None:
            workspace.import_sample()
            run = workspace.training(workspace.preset("quick"))
            for _ in run:
                pass
            run.save()
        totals = workspace.totals()
        print(f"{totals.listeners:,} listeners, {totals.artists:,} artists, {totals.plays:,} plays")
        print(f"{'':<44}{'median':>9}{'99 %':>9}{'longest':>9}")
        measure("read all listeners", 1, lambda _: workspace.listeners())
        measure("read all artists", 1, lambda _: workspace.artists())
        measure("load the model, build the search index", 1, lambda _: workspace.prepare())
        rng = np.random.default_rng(0)
        people = rng.choice(workspace.listeners().ids, rounds)
        known = workspace.artists()
        artists = rng.choice(known.ids[np.argsort(-known.listeners)[: max(rounds, len(known) // 10)]], rounds)
        names = [workspace.artist(int(i)).name for i in artists]
        measure("click a listener: recommendations", rounds, lambda k: workspace.recommend(int(people[k])))
        measure("click a listener: top artists", rounds, lambda k: workspace.top_artists(int(people[k])))
        measure("select a row: explanation", rounds, lambda k: workspace.explain(int(people[k]), int(artists[k])))
        measure("click an artist: similar artists", rounds, lambda k: workspace.similar(int(artists[k])))
        measure("click an artist: who plays it", rounds, lambda k: workspace.artist_listeners(int(artists[k])))
        measure("search, a letter", rounds, lambda k: workspace.search(names[k][:1]))
        measure("search, four letters", rounds, lambda k: workspace.search(names[k][:4]))
        measure(
            "search, two letters exchanged",
            rounds,
            lambda k: workspace.search(names[k][:2] + names[k][3:1:-1] + names[k][4:]),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
