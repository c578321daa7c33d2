"""How well one listener's next artist is guessed: the report cards of five invented listeners with different habits.

python -m tests.benchmarks.bench_one_listener [--seed N]
python -m tests.benchmarks.bench_one_listener --smoke
"""

from __future__ import annotations

# ruff: noqa: E402 - the environment is set before numba loads
import argparse
import sys
import time
from typing import Any

from desktop_als import boot

boot.prepare()

import numpy as np

from desktop_als.evaluation.report_card import report_card
from desktop_als.progress import CancelToken
from tests.evaluation.histories import years

HABITS: dict[str, dict[str, Any]] = {
    "steady": {},
    "drifting": {"crushes": 3.0, "crush_days": 60.0, "strays": 0.1, "genres": 15},
    "fickle": {"loyalty": 0.1, "crushes": 3.0, "crush_days": 40.0, "strays": 0.03},
    "eclectic": {"loyalty": 3.0, "crushes": 3.0, "crush_days": 60.0, "strays": 0.05},
    "shuffling": {"album": 0.2, "strays": 0.03},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    reached: dict[str, list[float]] = {}
    seconds = []
    for habits in HABITS.values():
        plays = years(count=0.5 if options.smoke else 4, seed=options.seed, **habits)
        began = time.perf_counter()
        card = report_card(plays, None, CancelToken())
        seconds.append(time.perf_counter() - began)
        for mark in card.marks:
            reached.setdefault(mark.method, []).append(mark.ndcg)
    print(f"{'NDCG@10 of the next artist':<28}{''.join(f'{name:>11}' for name in (*HABITS, 'mean'))}")
    for method, values in reached.items():
        print(f"{method:<28}{''.join(f'{value:11.3f}' for value in (*values, np.mean(values)))}")
    print(f"{'seconds':<28}{''.join(f'{value:11.1f}' for value in (*seconds, np.mean(seconds)))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
