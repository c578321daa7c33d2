"""How long it takes to fold a listener in as they steer and to make the list anew, with its reasons.

    python -m tests.benchmarks.bench_recommend [--artists 100000 300000] [--factors 128] [--rounds 200]
    python -m tests.benchmarks.bench_recommend --smoke

An invented model: artists in groups, with heavy-tailed numbers of listeners. The listener changes between questions, so that
nothing is asked twice. The history is at hand, as it is for a listener who is looked at (workspace.histories). Every list has 100
rows, and every row its reasons. CPU is the median of what the process itself worked, whatever else the machine does.
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import sys
import time
from collections.abc import Callable

from desktop_als import boot

boot.prepare()

import numpy as np

from desktop_als.als.settings import Settings
from desktop_als.model.answers import RecommendQuery
from desktop_als.model.bundle import Model, ModelInfo
from desktop_als.model.clusters import clusters
from desktop_als.model.explain import explain, pull_test
from desktop_als.model.recommend import hidden, recommend
from desktop_als.plays import History
from desktop_als.steering import Opinion, Steering

DAY = 86_400
NOW = 1_750_000_000
GROUPS = 80
HEARD = (200, 2_000)


def invented(artists: int, factors: int) -> Model:
    rng = np.random.default_rng(1)
    support = np.minimum(1 + rng.pareto(0.9, artists) * 2, artists / 2).astype(np.int64)
    middles = rng.normal(size=(GROUPS, factors)).astype(np.float32)
    taste = middles[rng.integers(0, GROUPS, artists)]
    taste += rng.normal(size=taste.shape).astype(np.float32)
    taste *= (np.log1p(support) / (8 * np.sqrt(factors))).astype(np.float32)[:, None]
    info = ModelInfo(
        name="invented",
        title="Invented",
        created_at=NOW,
        engine="local",
        settings=Settings(factors=factors, regularization=0.06, unobserved_weight=0.05, frequency="observed"),
        row_kind="listeners",
        rows=artists,
        artists=artists,
        observations=int(support.sum()),
        plays=int(support.sum()) * 20,
        weight_scale=0.5,
        knows_up_to=NOW,
        fingerprint="",
        seconds=0.0,
        epochs=(),
    )
    names = tuple(f"Invented Artist {number}" for number in range(artists))
    nobody = np.empty((0, factors), np.float32), np.empty(0, np.int64)
    return Model.assemble(info, taste, nobody[0], np.arange(artists) * 2 + 1, nobody[1], support, names)


def histories(model: Model, heard: int, count: int) -> list[History]:
    """Listeners who each keep to some groups of artists, with a tenth as many in their collection and under a rule."""
    rng = np.random.default_rng(2)
    likely = model.support / model.support.sum()
    made = []
    for _ in range(count):
        ids = np.sort(rng.choice(model.artist_ids, heard, replace=False, p=likely))
        told = rng.choice(model.artist_ids, (2, heard // 10), p=likely).tolist()
        plays = np.minimum(1 + rng.pareto(1.0, heard) * 4, 5_000).astype(np.int64)
        last = NOW - rng.integers(0, 3_000 * DAY, heard)
        made.append(History(ids, plays, last, known=frozenset(told[0]), unwanted=frozenset(told[1])))
    return made


def steerings(model: Model, history: History, count: int) -> list[Steering]:
    """What a listener tries out, one after the other."""
    rng = np.random.default_rng(3)
    tried = []
    for _ in range(count):
        said = rng.choice(model.artist_ids, 60, replace=False).tolist()
        kinds = [Opinion.LIKED, Opinion.DISLIKED, Opinion.BANNED]
        weights = dict(zip(rng.choice(history.artist_ids, 30).tolist(), rng.uniform(0, 3, 30).tolist(), strict=True))
        opinions = {artist: kinds[place % 3] for place, artist in enumerate(said)}
        tried.append(Steering(opinions, weights, half_life=float(rng.uniform(30, 2_000)), resting=frozenset(said[:20])))
    return tried


def measure(what: str, rounds: int, ask: Callable[[int], object]) -> None:
    ask(0)
    times, busy = [], []
    for number in range(rounds):
        began, working = time.perf_counter(), time.process_time()
        ask(number)
        times.append((time.perf_counter() - began) * 1e3)
        busy.append((time.process_time() - working) * 1e3)
    told = (min(times), float(np.median(times)), float(np.quantile(times, 0.99)), float(np.median(busy)))
    print(f"  {what:<52}{''.join(f'{each:>9.2f}' for each in told)} ms", flush=True)


def bench(artists: int, factors: int, rounds: int) -> None:
    model = invented(artists, factors)
    print(f"{artists:,} artists, {factors} factors{'':<27}{'least':>9}{'median':>9}{'99 %':>9}{'CPU':>9}")
    began = time.perf_counter()
    clusters(model)
    print(f"  {'clusters, once for each model':<52}{(time.perf_counter() - began) * 1e3:>9.0f}")
    for heard in HEARD:
        bench_listener(model, min(heard, artists // 4), rounds)


def bench_listener(model: Model, heard: int, rounds: int) -> None:
    people = histories(model, heard, 8)
    tried = steerings(model, people[0], 8)
    plain, all_at_once = RecommendQuery(), RecommendQuery(adventure=0.8, variety=0.4, of_cluster=3)
    best = recommend(model, people[0], plain).rows[0]
    pulling = best.because[0].artist_id
    print(f"  a history of {heard:,} artists")

    def click(what: str, query: RecommendQuery) -> None:
        measure(what, rounds, lambda number: recommend(model, people[number % 8], query))

    def steer(what: str, query: RecommendQuery) -> None:
        measure(what, rounds, lambda number: recommend(model, people[0], query, tried[number % 8]))

    click("click to list", plain)
    click("the same, anything", RecommendQuery(heard="any"))
    click("the same, adventure .8", RecommendQuery(adventure=0.8))
    click("the same, adventure, variety, 3 of a cluster", all_at_once)
    steer("fold in as steered and order anew", plain)
    steer("the same, adventure, variety, 3 of a cluster", all_at_once)
    measure("every reason of one row", rounds, lambda _: explain(model, people[0], best.artist_id))
    measure(
        "without this artist",
        rounds,
        lambda number: pull_test(model, people[0], plain, tried[number % 8], best.artist_id, pulling),
    )
    measure("what is hidden", rounds, lambda number: hidden(model, people[number % 8], plain))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artists", type=int, nargs="+", default=[100_000, 300_000])
    parser.add_argument("--factors", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    for artists in [3_000] if options.smoke else options.artists:
        bench(artists, 16 if options.smoke else options.factors, 3 if options.smoke else options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
