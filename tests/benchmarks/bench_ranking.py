"""Ranking for unseen listeners on HetRec Last.fm-2K, beside the package `implicit` when it can be imported.

    python -m tests.benchmarks.bench_ranking
    python -m tests.benchmarks.bench_ranking --smoke

Five splits. In each, 200 listeners test and 200 validate; both are kept out of the training and folded in from four fifths of
their artists. Every method is tuned on the validating ones alone: a grid at 64 factors, then the best of it with more factors and
the regularization around it. The full catalogue is ranked, without the artists folded in. Both factorizations weigh by log(1 + n);
`implicit` folds in with its own solver.

Columns: mean NDCG@20 of the testing listeners of all splits with its bootstrap interval (95 %), that of the ratio to `implicit`
over the same listeners, and the settings chosen in each split.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.evaluation.baselines import Scorer, item_cosine, popularity
from desktop_als.evaluation.contest import trained
from desktop_als.evaluation.judging import judge
from desktop_als.evaluation.splits import FEWEST_ARTISTS, Split, hold_out, liked, some_rows, take_rows
from desktop_als.library import Library
from desktop_als.progress import CancelToken, ignore_progress
from desktop_als.workspace import Workspace

Doubles = npt.NDArray[np.float64]

EPOCHS = 12
PEER = "implicit"


class Choice(NamedTuple):
    """Settings of one training. ``weight`` is α₀ of ours, or the mean confidence of `implicit`."""

    factors: int
    regularization: float
    weight: float


@dataclass(frozen=True)
class Method:
    """A method and what it is tuned over."""

    learn: Callable[[Interactions, Choice], Scorer]
    regularizations: Sequence[float]
    weights: Sequence[float]


class Tested(NamedTuple):
    """What a method found in one split."""

    ndcg: Doubles
    chosen: str


def main() -> None:
    ask = argparse.ArgumentParser(description="NDCG@20 for unseen listeners, ours and implicit's.")
    ask.add_argument("--splits", type=int, default=5)
    ask.add_argument("--factors", type=int, nargs="+", default=[64, 128, 256], help="the first is for the grid")
    ask.add_argument("--data", type=Path, default=Path(os.environ.get("DESKTOP_ALS_DATA", "../shared/data")))
    ask.add_argument("--smoke", action="store_true", help="some seconds, on an invented community")
    said = ask.parse_args()
    if said.smoke:
        everyone, held, splits, widths = invented(), 60, 1, [8, 16]
    else:
        everyone, held, splits, widths = hetrec(said.data), 200, said.splits, said.factors
    with threadpool_limits(limits=1, user_api="blas"):  # as `implicit` advises
        results = [run(test, validation, widths) for test, validation in divisions(everyone, held, splits)]
    print_table({name: [result[name] for result in results] for name in results[0]})


def run(test: Split, validation: Split, widths: Sequence[int]) -> dict[str, Tested]:
    """Every method on one split."""
    found = {
        "popularity": Tested(ndcg20(popularity(test.training), test), ""),
        "item cosine": Tested(ndcg20(item_cosine(test.training), test), ""),
    }
    for name, method in methods().items():
        choice = tuned(method, validation, widths)
        found[name] = Tested(ndcg20(method.learn(test.training, choice), test), "/".join(f"{x:g}" for x in choice))
        print(f"{name}: {found[name].ndcg.mean():.4f} with {found[name].chosen}", flush=True)
    return found


def methods() -> dict[str, Method]:
    """Ours, and `implicit` where it is installed."""
    ours = Method(ours_learns, regularizations=(0.02, 0.04, 0.08, 0.16), weights=(0.1, 0.2, 0.4, 0.8))
    if importlib.util.find_spec(PEER) is None:
        return {"ours": ours}
    peer = Method(peer_learns, regularizations=(0.25, 1.0, 4.0, 8.0), weights=(1.5, 3.0, 5.0, 8.0))
    return {PEER: peer, "ours": ours}


def tuned(method: Method, validation: Split, widths: Sequence[int]) -> Choice:
    """The choice of the best NDCG@20 on the validating listeners."""
    quality: dict[Choice, float] = {}

    def try_out(choices: Iterator[Choice]) -> Choice:
        for choice in choices:
            quality[choice] = float(ndcg20(method.learn(validation.training, choice), validation).mean())
        return max(quality, key=lambda choice: quality[choice])

    best = try_out(Choice(widths[0], *both) for both in product(method.regularizations, method.weights))
    for factors in widths[1:]:
        best = try_out(Choice(factors, best.regularization * step, best.weight) for step in (0.7, 1.0, 1.5, 2.2))
    return best


def ours_learns(training: Interactions, choice: Choice) -> Scorer:
    """Log weights, ν = 1, the ridge by observed pairs."""
    settings = Settings(
        factors=choice.factors,
        epochs=EPOCHS,
        regularization=choice.regularization,
        unobserved_weight=choice.weight,
        frequency="observed",
    )
    return trained(training, settings, CancelToken(), ignore_progress)


def peer_learns(training: Interactions, choice: Choice) -> Scorer:
    """Log weights as confidence 1 + w."""
    als = importlib.import_module("implicit.cpu.als")
    confidence = training.plays.copy()
    scale = choice.weight / np.log1p(confidence.data).mean()

    def confident(plays: sp.csr_matrix) -> sp.csr_matrix:
        return sp.csr_matrix((1 + scale * np.log1p(plays.data), plays.indices, plays.indptr), shape=plays.shape)

    model = als.AlternatingLeastSquares(
        factors=choice.factors, regularization=choice.regularization, alpha=1.0, iterations=EPOCHS, random_state=1
    )
    model.fit(confident(training.plays), show_progress=False)

    def score(shown: Interactions) -> npt.NDArray[np.float32]:
        rows: Any = model.recalculate_user(np.arange(shown.plays.shape[0]), confident(shown.plays))
        return np.asarray(rows @ model.item_factors.T, np.float32)

    return score


def ndcg20(scorer: Scorer, split: Split) -> Doubles:
    """Of each judged listener."""
    return judge("", scorer, split, CancelToken()).ndcg20


def divisions(everyone: Interactions, held: int, count: int) -> Iterator[tuple[Split, Split]]:
    """Test and validation, ``held`` listeners each, with the same training."""
    candidates = liked(everyone) >= FEWEST_ARTISTS
    for seed in range(count):
        either = some_rows(candidates, 2 * held, seed)
        test = some_rows(either, held, seed)
        validation = either & ~test
        without = take_rows(everyone, ~validation), test[~validation]
        yield (
            hold_out(*without, seed),
            hold_out(take_rows(everyone, ~test), validation[~test], seed),
        )


def print_table(results: dict[str, list[Tested]]) -> None:
    """A line for each method."""
    random = np.random.default_rng(0)
    gains = {name: np.concatenate([split.ndcg for split in splits]) for name, splits in results.items()}
    listeners = len(next(iter(gains.values())))
    draws = random.integers(listeners, size=(2000, listeners))
    means = {name: gain[draws].mean(axis=1) for name, gain in gains.items()}
    ratio = f" {'÷ ' + PEER:>10} {'95 %':>14}" if PEER in gains else ""
    print(f"{'':12} {'NDCG@20':>8} {'95 %':>14}{ratio}  settings")
    for name, gain in gains.items():
        line = f"{name:12} {gain.mean():8.4f} {interval(means[name])}"
        if PEER in gains:
            line += f" {gain.mean() / gains[PEER].mean():10.3f} {interval(means[name] / means[PEER])}"
        print(f"{line}  {' '.join(split.chosen for split in results[name])}")


def interval(values: Doubles) -> str:
    """The middle 95 %."""
    low, high = np.percentile(values, (2.5, 97.5))
    return f"{low:6.4f}–{high:6.4f} "


def hetrec(data: Path) -> Interactions:
    """The library's own matrix of HetRec Last.fm-2K."""
    with tempfile.TemporaryDirectory() as folder:
        with Workspace.open(Path(folder)) as workspace:
            workspace.import_history([data / "hetrec-lastfm-2k" / "hetrec2011-lastfm-2k.zip"])
        library = Library.open(Path(folder))
        try:
            return library.interactions("listeners")
        finally:
            library.close()


def invented(listeners: int = 300, artists: int = 400, scenes: int = 8) -> Interactions:
    """Listeners who each play artists of two scenes, the popular ones more often."""
    random = np.random.default_rng(0)
    popularity = 1 / np.arange(1, artists + 1)
    scene_of = random.integers(scenes, size=artists)
    rows = []
    for _ in range(listeners):
        liked_scenes = random.choice(scenes, 2, replace=False)
        chances = popularity * np.where(np.isin(scene_of, liked_scenes), 1.0, 0.05)
        row = np.zeros(artists, np.float32)
        row[random.choice(artists, 25, replace=False, p=chances / chances.sum())] = random.geometric(0.02, 25)
        rows.append(row)
    plays = sp.csr_matrix(np.stack(rows))
    return Interactions(plays, np.full(plays.nnz, -1), np.arange(listeners), np.arange(artists), "listeners", -1)


if __name__ == "__main__":
    main()
