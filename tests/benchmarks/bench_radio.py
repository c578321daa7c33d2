"""How long it takes to choose a queue of 30, and to find the moods of a history.

    python -m tests.benchmarks.bench_radio [--artists 300000] [--factors 128] [--rounds 50]
    python -m tests.benchmarks.bench_radio --smoke

The model is that of bench_recommend. Thirty artists were heard already, and every round other ones. Histories are of two tastes.
CPU is the median of what the process itself worked, whatever else the machine does.
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

from desktop_als.model.agreement import Direction
from desktop_als.model.bundle import Model
from desktop_als.model.queueing import queue
from desktop_als.model.radio import Heard, RadioOptions, Verdict
from desktop_als.model.unmixing import unmix
from desktop_als.progress import CancelToken
from tests.benchmarks.bench_recommend import invented
from tests.model.tastes import community, listener

VERDICTS: tuple[Verdict, ...] = ("liked", "played", "skipped")
NOBODY = np.empty(0, np.int64)


def timed(label: str, rounds: int, work: Callable[[int], object]) -> None:
    """One line: median and 99th percentile of the wall clock, median of CPU."""
    wall, cpu = np.empty(rounds), np.empty(rounds)
    for number in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        work(number)
        wall[number], cpu[number] = time.perf_counter() - began, time.process_time() - worked
    median, slow = np.percentile(wall, (50, 99)) * 1000
    print(f"{label:<44}{median:10.1f}{slow:10.1f}{np.median(cpu) * 1000:10.1f}", flush=True)


def queues(model: Model, seeds: int) -> Callable[[int], object]:
    """Round by round the queue of another station."""
    popular = np.argsort(-model.support, kind="stable")[:10_000]

    def ask(number: int) -> object:
        columns = np.random.default_rng(number).choice(popular, seeds + 30, replace=False)
        directions = [Direction.of_artist(model, int(column)) for column in columns[:seeds]]
        heard = [Heard(int(model.artist_ids[c]), VERDICTS[place % 3]) for place, c in enumerate(columns[seeds:])]
        return queue(model, directions, RadioOptions(), heard, NOBODY, NOBODY, 30)

    return ask


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artists", type=int, default=300_000)
    parser.add_argument("--factors", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.smoke:
        options.artists, options.factors, options.rounds = 2_000, 16, 3
    print(f"{'milliseconds':<44}{'median':>10}{'99 %':>10}{'CPU':>10}")
    model = invented(options.artists, options.factors)
    for seeds in (1, 2, 5):
        label = f"queue of 30, {seeds} seed{'s'[: seeds > 1]}, {options.artists:,} artists"
        timed(label, options.rounds, queues(model, seeds))
    everyone = community(d=min(options.factors, 64))
    for sessions in (50, 500) if options.smoke else (50, 2_000, 20_000):
        planted = listener([2, 1], sessions)
        timed(
            f"moods of {sessions:,} sessions",
            max(3, options.rounds // 10),
            lambda _, planted=planted: unmix(everyone.model, planted.history, planted.timed, CancelToken()),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
