"""The name doctor: how long it takes, and how much of what was planted it finds.

    python -m tests.benchmarks.bench_names [--names 300000] [--show 30]
    python -m tests.benchmarks.bench_names --smoke

On an invented community with planted doubles: precision and recall with and without a model. On invented names: seconds. On HetRec,
where a copy is found (DESKTOP_ALS_DATA, or beside the project): proposals by kind, and some of them to be read.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from desktop_als import boot

boot.prepare()

import numpy as np

from desktop_als.library import search_key
from desktop_als.progress import CancelToken, ignore_progress
from desktop_als.workspace import NameProposal, Workspace
from desktop_als.workspace.spelling import alike
from tests.library.making import bring
from tests.workspace.doubles import SYLLABLES, doubles, train, trained

DATA = Path(os.environ.get("DESKTOP_ALS_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
HETREC = DATA / "hetrec-lastfm-2k" / "hetrec2011-lastfm-2k.zip"


def tell(what: str, found: set[object], planted: set[object]) -> None:
    hits = len(found & planted)
    shares = f"precision {hits / max(1, len(found)):.2f}   recall {hits / len(planted):.2f}"
    print(f"{what:<28}{shares}   ({len(planted)} planted)")


def pairs_of(proposals: list[NameProposal]) -> set[object]:
    return {frozenset((one.spellings[0].name, one.into[0].name)) for one in proposals if one.kind == "spelling"}


def bench_planted(smoke: bool) -> None:
    planted = (
        doubles(listeners=200) if smoke else doubles(genres=16, artists=80, listeners=3_000, planted=80, namesakes=30)
    )
    slips: set[object] = {frozenset(pair) for pair in planted.slips}
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        bring(workspace._library, planted.batch, form="totals", listener=None, community="Invented")
        tell("letters alone", pairs_of(workspace.names.proposals()), slips)
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        trained(workspace, planted)
        tell("letters and taste", pairs_of(workspace.names.proposals()), slips)
        flagged: set[object] = {flag.spelling.name for flag in workspace.names.two_artists()}
        tell("two artists of one name", flagged, set(planted.namesakes))


def bench_speed(count: int) -> None:
    rng = random.Random(2)
    names = [
        " ".join("".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) for _ in range(rng.randint(1, 3)))
        for _ in range(count)
    ]
    slips = [
        (place, name[: len(name) // 2] + name[len(name) // 2 + 1 :])
        for place, name in enumerate(names[: count // 20])
        if len(name) > 7
    ]
    keys = np.array([search_key(name) for name in [*names, *(slip for _, slip in slips)]], object)
    began = time.perf_counter()
    found = alike(keys, CancelToken(), ignore_progress)
    seconds = time.perf_counter() - began
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))
    planted = [(place, count + n) for n, (place, _) in enumerate(slips) if keys[place] != keys[count + n]]
    met = sum(pair in pairs for pair in planted) / len(planted)
    print(
        f"{len(keys):,} names compared in {seconds:.1f} s; {met:.1%} of {len(planted):,} pairs with a letter missing met"
    )


def bench_hetrec(show: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(folder)) as workspace:
        workspace.import_history([HETREC])
        train(workspace, workspace.preset("quick"))
        workspace.artists()
        began = time.perf_counter()
        proposals = workspace.names.proposals()
        print(f"HetRec: {time.perf_counter() - began:.1f} s, {dict(Counter(one.kind for one in proposals))}")
        print(f"HetRec: {len(workspace.names.two_artists())} names that may be two artists")
        for one in random.Random(1).sample(proposals, min(show, len(proposals))):
            taste = "" if one.closer is None else f", closer than {one.closer:.0%}"
            print(f"  {one.spellings[0].name!r} -> {[into.name for into in one.into]} ({one.reason}{taste})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=300_000)
    parser.add_argument("--show", type=int, default=30)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    bench_planted(options.smoke)
    bench_speed(5_000 if options.smoke else options.names)
    if HETREC.exists() and not options.smoke:
        bench_hetrec(options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
