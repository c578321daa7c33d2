"""The solver in one table, beside the package `implicit` when it can be imported.

    python -m tests.benchmarks.bench_solver
    python -m tests.benchmarks.bench_solver --only epoch --factors 64 128
    python -m tests.benchmarks.bench_solver --smoke

Both minimize the objective of Hu, Koren and Volinsky on the same weights, with as many factors and threads; one function computes
the objective for both. Ours takes its own number of conjugate-gradient steps,
`implicit` its own: what counts is the objective reached. Runs alternate (A B A B), each round with a seed of its own; figures are
medians over the rounds.

    same start   the objective after five epochs of exact row solves from the same factors
    epoch        seconds an epoch
    objective    after the same number of epochs
    to 0.1 %     seconds until the objective is within 0.1 % of the least that either reached; ours with relaxation 1.5
    half ÷ gather  our epoch over a bare fetch in float32 of the same rows, in both directions
    memory       growth of the process at its peak over the matrix by rows and by columns and the factors
    × 2, 4, 8    seconds an epoch and pair as the matrix grows, over those of the smallest
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numba import njit

from desktop_als.als.factors import Factors
from desktop_als.als.half_epoch import Side
from desktop_als.als.objective import loss
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer, warm_up
from desktop_als.als.weighting import weigh
from desktop_als.progress import CancelToken
from tests.benchmarks import solvers
from tests.benchmarks.solvers import Lap, hkv, untimed

CLOSE = 1.001
RELAXED = 1.5
CONVERGED_AFTER = 40


class Line(NamedTuple):
    """A row of the table; no peer, no ratio."""

    measure: str
    factors: int
    ours: float
    peer: float | None = None
    asked: str = ""

    def __str__(self) -> str:
        ratio = "" if self.peer is None else f"{self.peer / self.ours:.4f}"
        peer = "" if self.peer is None else f"{self.peer:.7g}"
        return f"{self.measure:<24} {self.factors:>4} {self.ours:>12.7g} {peer:>12} {ratio:>8}  {self.asked}"


def main() -> None:
    ask = argparse.ArgumentParser(description="The solver in one table.")
    ask.add_argument(
        "--copies", type=int, default=190, help="of the source that the generator grows; 190 are 17.6 million pairs"
    )
    ask.add_argument("--factors", type=int, nargs="+", default=[64, 128, 256])
    ask.add_argument("--epochs", type=int, default=4)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--only", choices=["same", "epoch", "convergence", "memory", "growth"], nargs="+")
    ask.add_argument("--smoke", action="store_true", help="a small invented matrix, some seconds")
    ask.add_argument("--peak", choices=["ours", "implicit"], help=argparse.SUPPRESS)
    chosen = ask.parse_args()
    if chosen.smoke:
        chosen.factors, chosen.epochs, chosen.rounds, chosen.copies = [16], 2, 1, 0
    if chosen.peak:
        print(peak(chosen.peak, matrix(chosen.copies), hkv(chosen.factors[0], 2, chosen.threads)))
        return
    warm_up()
    plays = matrix(chosen.copies)
    print(f"{plays.nnz:,} pairs, {plays.shape[0]:,} × {plays.shape[1]:,}, {chosen.threads} threads")
    print(f"{'':<24} {'d':>4} {'ours':>12} {'implicit':>12} {'ratio':>8}  asked")
    for name, part in PARTS.items():
        if not chosen.only or name in chosen.only:
            for line in part(plays, chosen):
                print(line, flush=True)


def matrix(copies: int) -> sp.csr_matrix:
    return solvers.grown(copies) if copies else solvers.invented()


def epochs(plays: sp.csr_matrix, chosen: argparse.Namespace) -> Iterator[Line]:
    data = untimed(plays)
    for factors in chosen.factors:
        settings = hkv(factors, chosen.epochs, chosen.threads)
        weights = weigh(data, settings).matrix
        runs: dict[str, Callable[[Settings], tuple[Factors, list[Lap]]]] = {"ours": lambda s: solvers.ours(data, s)}
        if solvers.has_implicit():
            runs["implicit"] = lambda s, weights=weights: solvers.implicit(weights, s)
        laps: dict[str, list[Lap]] = {name: [] for name in runs}
        objectives: dict[str, list[float]] = {name: [] for name in runs}
        for seed in range(1, chosen.rounds + 1):
            for name, run in runs.items():
                result, ran = run(replace(settings, seed=seed))
                laps[name] += ran
                objectives[name].append(loss(weights, result, settings).total)
        clock = {name: statistics.median(lap.clock for lap in ran) for name, ran in laps.items()}
        processor = {name: statistics.median(lap.processor for lap in ran) for name, ran in laps.items()}
        reached = {name: statistics.median(values) for name, values in objectives.items()}
        yield Line("epoch", factors, clock["ours"], clock.get("implicit"), "4, aim 6")
        yield Line("  processor seconds", factors, processor["ours"], processor.get("implicit"))
        yield Line("  objective", factors, reached["ours"], reached.get("implicit"), "1.000, aim 1.005")
        bare = statistics.median(gather(weights, settings) for _ in range(chosen.rounds))
        yield Line("  half ÷ gather", factors, clock["ours"] / bare, None, "at most 2.5, aim 1.5")


def convergence(plays: sp.csr_matrix, chosen: argparse.Namespace) -> Iterator[Line]:
    data = untimed(plays)
    factors = chosen.factors[0]
    settings = hkv(factors, 2 if chosen.smoke else CONVERGED_AFTER, chosen.threads)
    weights = weigh(data, settings).matrix
    curves: dict[str, list[tuple[float, float]]] = {}

    def curve(name: str, run: Callable[[solvers.Watch], tuple[Factors, list[Lap]]]) -> None:
        reached: list[float] = []

        def watch(now: Factors) -> bool:
            reached.append(loss(weights, now, settings).total)
            return True

        _, laps = run(watch)
        curves[name] = list(zip(np.cumsum([lap.clock for lap in laps]).tolist(), reached, strict=True))

    curve("relaxed", lambda watch: solvers.ours(data, replace(settings, relaxation=RELAXED), watch))
    curve("plain", lambda watch: solvers.ours(data, settings, watch))
    if solvers.has_implicit():
        curve("implicit", lambda watch: solvers.implicit(weights, settings, watch))
    least = min(value for reached in curves.values() for _, value in reached)
    needed = {
        name: next((seconds for seconds, value in reached if value <= CLOSE * least), float("inf"))
        for name, reached in curves.items()
    }
    yield Line("to 0.1 %", factors, needed["relaxed"], needed.get("implicit"), "5, aim 10")
    yield Line("  without relaxation", factors, needed["plain"], needed.get("implicit"))


def memory(plays: sp.csr_matrix, chosen: argparse.Namespace) -> Iterator[Line]:
    for factors in chosen.factors:
        size = 2 * (plays.indices.nbytes + plays.data.nbytes) + 4 * sum(plays.shape) * (1 + factors)
        grew = {
            name: peak_elsewhere(name, factors, chosen) / size
            for name in ["ours", *(["implicit"] if solvers.has_implicit() else [])]
        }
        yield Line("memory", factors, grew["ours"], grew.get("implicit"), "at most 1.5, aim 1.2")


def growth(plays: sp.csr_matrix, chosen: argparse.Namespace) -> Iterator[Line]:
    factors = chosen.factors[0]
    smallest = 0.0
    for times in (1, 2, 4, 8):
        part = matrix(chosen.copies * times // 8) if chosen.copies else plays[: plays.shape[0] * times // 8]
        _, laps = solvers.ours(untimed(part), hkv(factors, chosen.epochs, chosen.threads))
        each = statistics.median(lap.clock for lap in laps) / part.nnz
        smallest = smallest or each
        yield Line(f"× {times}: {part.nnz:,}", factors, each / smallest, None, "1 ± .15")


def agreement(plays: sp.csr_matrix, chosen: argparse.Namespace) -> Iterator[Line]:
    """Both from one start with exact row solves: the same objective."""
    if not solvers.has_implicit():
        return
    few = plays[:2000]
    few = few[:, np.unique(few.indices)]
    settings = hkv(chosen.factors[0], 5, chosen.threads, cg_steps=30)
    weights = weigh(untimed(few), settings).matrix
    drawn = np.random.default_rng(1).standard_normal((few.shape[1], settings.factors), dtype=np.float32)
    start = Factors(np.zeros((few.shape[0], settings.factors), np.float32), 0.01 * drawn)
    trainer = Trainer(untimed(few), settings, CancelToken(), start=start)
    reached = [report.loss for report in trainer][-1]
    theirs = loss(weights, solvers.implicit(weights, settings, start=start)[0], settings).total
    yield Line("same start, exact rows", settings.factors, reached, theirs, "1 ± .0001")


PARTS = {"same": agreement, "epoch": epochs, "convergence": convergence, "memory": memory, "growth": growth}


def gather(weights: sp.csr_matrix, settings: Settings) -> float:
    """Seconds to fetch, for each entry, the row of the other side, once in each direction."""
    total = 0.0
    for rows in (weights, weights.T.tocsr()):
        side = Side(rows, settings)
        fixed = np.ones((rows.shape[1], settings.factors), np.float32)

        def fetch(chunk: slice, side: Side = side, fixed: np.ndarray = fixed) -> None:
            fetch_rows(fixed, side.columns, side.indptr[chunk.start], side.indptr[chunk.stop], np.empty_like(fixed[:1]))

        fetch(side.chunks[0])
        began = time.perf_counter()
        with ThreadPoolExecutor(settings.threads) as pool:
            list(pool.map(fetch, side.chunks))
        total += time.perf_counter() - began
    return total


@njit(nogil=True, fastmath=True)
def fetch_rows(fixed: np.ndarray, columns: np.ndarray, first: int, end: int, room: np.ndarray) -> None:
    for entry in range(first, end):
        row = columns[entry]
        for k in range(fixed.shape[1]):
            room[0, k] += fixed[row, k]


def peak(name: str, plays: sp.csr_matrix, settings: Settings) -> float:
    """Bytes by which training grew this process at its peak, with the matrix by rows."""
    resource = importlib.import_module("resource")  # not on Windows
    data = untimed(plays)
    held = plays.indices.nbytes + plays.data.nbytes + plays.indptr.nbytes
    if name == "ours":
        for _ in Trainer(untimed(solvers.invented(200, 100)), settings, CancelToken()):
            pass
        before = current()
        for _ in Trainer(data, settings, CancelToken()):
            pass
    else:
        weights = weigh(data, settings).matrix
        solvers.implicit(weigh(untimed(solvers.invented(200, 100)), settings).matrix, settings)
        before = current()
        solvers.implicit(weights, settings)
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before + held)


def current() -> int:
    with open("/proc/self/statm") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * 4096


def peak_elsewhere(name: str, factors: int, chosen: argparse.Namespace) -> float:
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--peak", name]
    command += ["--copies", str(chosen.copies), "--factors", str(factors), "--threads", str(chosen.threads)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
