"""Seconds an epoch, beside the package `implicit` when it can be imported.

    python -m tests.benchmarks.bench_solver --smoke
    python -m tests.benchmarks.bench_solver --copies 190 --factors 64 128 --scale-up ../shared/tools/scale_up.py

Both minimize the objective of Hu, Koren and Volinsky on the same weights, with the same d and threads, each from its own start.
`implicit` takes its default of 3 conjugate-gradient steps, the trainer its own: what counts is the objective reached, which one
function computes for both. Runs alternate (A B A B).

Columns: the median and the fastest epoch by the clock; the median of processor time shared out among the threads, which another
load disturbs less; the objective at the end. Last, a bare gather of the rows of an epoch.
"""

from __future__ import annotations

import argparse
import importlib
import runpy
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from desktop_als.als import kernels
from desktop_als.als.factors import Factors
from desktop_als.als.half_epoch import Side
from desktop_als.als.interactions import Interactions
from desktop_als.als.objective import loss
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer, warm_up
from desktop_als.als.weighting import weigh
from desktop_als.progress import CancelToken

GATHERED = 256
"""Rows fetched before the same room is used again."""


class Lap(NamedTuple):
    """Seconds of an epoch: on the clock, and of the processor shared out among the threads."""

    clock: float
    processor: float


Run = Callable[[], tuple[Factors, list[Lap]]]


def main() -> None:
    ask = argparse.ArgumentParser(description="Seconds an epoch, ours and implicit's.")
    ask.add_argument("--copies", type=int, default=190, help="of the source that the generator grows")
    ask.add_argument("--scale-up", type=Path, default=Path("../shared/tools/scale_up.py"), help="the generator")
    ask.add_argument("--factors", type=int, nargs="+", default=[64, 128])
    ask.add_argument("--epochs", type=int, default=4)
    ask.add_argument("--rounds", type=int, default=2)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--steps", type=int, default=Settings().cg_steps, help="of ours")
    ask.add_argument("--smoke", action="store_true", help="a small invented matrix, some seconds")
    chosen = ask.parse_args()
    plays = invented() if chosen.smoke else grown(chosen.scale_up, chosen.copies)
    warm_up()
    print(f"{plays.nnz:,} plays, {plays.shape[0]:,} listeners, {plays.shape[1]:,} artists, {chosen.threads} threads")
    print("   d  solver" + "".join(f" {title:>12}" for title in ("   s/epoch", "fastest", "processor", "objective")))
    for factors in chosen.factors:
        compare(
            plays,
            Settings(
                factors=factors,
                epochs=chosen.epochs,
                cg_steps=chosen.steps,
                threads=chosen.threads,
                objective="hkv",
                unobserved_weight=1.0,
                frequency_exponent=0.0,
                regularization=0.01,
            ),
            chosen.rounds,
        )


def compare(plays: sp.csr_matrix, settings: Settings, rounds: int) -> None:
    matrix = untimed(plays)
    weights = weigh(matrix, settings).matrix
    runs: dict[str, Run] = {"ours": lambda: train(matrix, settings)}
    implicit = optional("implicit.als")
    if implicit:
        runs["implicit"] = lambda: train_implicit(implicit, weights, settings)
    laps: dict[str, list[Lap]] = {name: [] for name in runs}
    objectives: dict[str, float] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            factors, ran = run()
            laps[name] += ran
            objectives[name] = loss(weights, factors, settings).total
    figures = {name: (*summary(laps[name]), objectives[name]) for name in runs}
    for name, row in figures.items():
        tell(settings, name, *row)
    if implicit:
        *theirs, their_objective = figures["implicit"]
        *ours, our_objective = figures["ours"]
        tell(
            settings,
            "ratio",
            *(slow / fast for slow, fast in zip(theirs, ours, strict=True)),
            our_objective / their_objective,
        )
    gathers = [gather(weights, settings) for _ in range(3)]
    tell(settings, "gather", statistics.median(gathers), min(gathers))


def summary(laps: list[Lap]) -> tuple[float, float, float]:
    clock = [lap.clock for lap in laps]
    return statistics.median(clock), min(clock), statistics.median(lap.processor for lap in laps)


def tell(settings: Settings, name: str, *figures: float) -> None:
    print(f"{settings.factors:>4}  {name:<9}" + "".join(f" {figure:>12.6g}" for figure in figures), flush=True)


def train(matrix: Interactions, settings: Settings) -> tuple[Factors, list[Lap]]:
    trainer = Trainer(matrix, settings, CancelToken())
    laps, began = [], time.process_time()
    for report in trainer:
        now = time.process_time()
        laps.append(Lap(report.seconds, (now - began) / settings.threads))
        began = now
    return trainer.factors, laps


def train_implicit(implicit: Any, weights: sp.csr_matrix, settings: Settings) -> tuple[Factors, list[Lap]]:
    model = implicit.AlternatingLeastSquares(
        factors=settings.factors,
        regularization=settings.regularization,
        iterations=settings.epochs,
        num_threads=settings.threads,
        random_state=settings.seed,
        use_gpu=False,
    )
    confidence = weights.copy()
    confidence.data += 1  # its matrix holds 1 + w
    laps: list[Lap] = []
    marks = [time.process_time()]

    def finished(epoch: int, elapsed: float, *_: object) -> None:
        marks.append(time.process_time())
        laps.append(Lap(elapsed, (marks[-1] - marks[-2]) / settings.threads))

    with threadpool_limits(limits=1, user_api="blas"):
        model.fit(confidence, show_progress=False, callback=finished)
    return Factors(model.user_factors, model.item_factors), laps


def gather(weights: sp.csr_matrix, settings: Settings) -> float:
    """Seconds to fetch, for each entry, the row of the other side, once in each direction."""
    total = 0.0
    for matrix in (weights, weights.T.tocsr()):
        side = Side(matrix, settings)
        fixed = np.ones((matrix.shape[1], settings.factors), np.float32)

        def fetch(chunk: slice, side: Side = side, fixed: np.ndarray = fixed) -> None:
            rows = np.empty((GATHERED, settings.factors), np.float32)
            for at in range(side.indptr[chunk.start], side.indptr[chunk.stop], GATHERED):
                kernels.gather(fixed, side.columns, at, min(GATHERED, side.indptr[chunk.stop] - at), rows)

        fetch(side.chunks[0])
        began = time.perf_counter()
        with ThreadPoolExecutor(settings.threads) as pool:
            list(pool.map(fetch, side.chunks))
        total += time.perf_counter() - began
    return total


def grown(generator: Path, copies: int) -> sp.csr_matrix:
    indptr, indices, data, shape, _ = runpy.run_path(str(generator))["grow"](copies)
    return sp.csr_matrix((data.astype(np.float32), indices, indptr.astype(np.int32)), shape=shape)


def invented(listeners: int = 4000, artists: int = 2500, seed: int = 1) -> sp.csr_matrix:
    """Heavy-tailed popularity, 3 to 300 artists a listener, and tastes: a listener hears mostly artists of one kind."""
    rng = np.random.default_rng(seed)
    lengths = np.clip(rng.lognormal(3, 1, listeners), 3, 300).astype(int)
    who = np.repeat(np.arange(listeners), lengths)
    popular = (artists * rng.random(len(who)) ** 3).astype(int)
    kin = popular - popular % 10 + rng.integers(0, 10, listeners)[who]
    what = np.where(rng.random(len(who)) < 0.7, np.minimum(kin, artists - 1), popular)
    plays = sp.csr_matrix((rng.geometric(0.05, len(who)).astype(np.float32), (who, what)), shape=(listeners, artists))
    plays.sum_duplicates()
    return plays[:, np.unique(plays.indices)]


def untimed(plays: sp.csr_matrix) -> Interactions:
    rows, artists = plays.shape
    never = np.broadcast_to(np.int64(-1), plays.nnz)
    return Interactions(plays, never, np.arange(rows), np.arange(artists), "listeners", -1)


def optional(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


if __name__ == "__main__":
    main()
