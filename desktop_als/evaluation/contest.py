"""The model and the methods it must beat, all learning from the same rows and judged on the same ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop_als.als.interactions import Interactions
from desktop_als.als.settings import Settings
from desktop_als.errors import EvaluationError
from desktop_als.evaluation.baselines import Floats, Scorer, by_chance, item_cosine, popularity, recency
from desktop_als.evaluation.ease import ease
from desktop_als.evaluation.folding import fold_in_rows, gram_of
from desktop_als.evaluation.judging import Judgement, judge
from desktop_als.evaluation.protocols import MOST_JUDGED
from desktop_als.evaluation.reports import MODEL
from desktop_als.evaluation.splits import FEWEST_ARTISTS, Split, hold_out, liked, some_rows
from desktop_als.progress import CancelToken, Progress, ProgressSink

RIDGES = (30.0, 100.0, 300.0, 1000.0)
"""Among which λ of EASE is chosen."""

MOST_ARTISTS_TO_CHOOSE = 1_500
"""Half a second for each λ; the best one is the same as with all artists."""

VALIDATED = 0.1
"""Share of the training's rows on which it is chosen."""


def contest(split: Split, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> list[Judgement]:
    """Judge every method, the model last.

    Raises:
        EvaluationError: nothing is left to learn from.
        TrainingError: the model cannot be trained.
        Cancelled: ``cancel`` was raised.
    """
    if not split.training.plays.nnz:
        raise EvaluationError("Nothing is left to learn from when a part is hidden. Import more listening histories.")
    methods = _methods(split.training, settings, cancel)
    judgements = []
    for done, (name, learn) in enumerate(methods.items()):

        def tell(step: Progress, done: int = done, name: str = name) -> None:
            progress(Progress(f"Trying {name}: {step.step}", done + (step.fraction or 0), len(methods)))

        progress(Progress(f"Trying {name}", done, len(methods)))
        judgements.append(judge(name, learn(tell), split, cancel))
    return judgements


def trained(training: Interactions, settings: Settings, cancel: CancelToken, progress: ProgressSink) -> Scorer:
    """The model after all of its epochs; what was shown is folded in."""
    from desktop_als.als.trainer import Trainer  # noqa: PLC0415 - loads numba

    trainer = Trainer(training, settings, cancel, progress)
    for _ in trainer:
        pass
    artists, scale = trainer.factors.artists, trainer.scale
    gram = gram_of(artists)

    def score(shown: Interactions) -> Floats:
        scores: Floats = fold_in_rows(artists, gram, shown, settings, scale) @ artists.T
        return scores

    return score


def _methods(
    training: Interactions, settings: Settings, cancel: CancelToken
) -> dict[str, Callable[[ProgressSink], Scorer]]:
    """How each method learns."""
    methods: dict[str, Callable[[ProgressSink], Scorer]] = {
        "random": lambda _: by_chance(settings.seed),
        "popularity": lambda _: popularity(training),
    }
    if training.knows_up_to >= 0:
        methods["recency"] = lambda _: recency(training)
    methods["item cosine"] = lambda _: item_cosine(training)
    methods["EASE"] = lambda _: ease(training, _best_ridge(training, cancel), cancel)
    methods[MODEL] = lambda progress: trained(training, settings, cancel, progress)
    return methods


def _best_ridge(training: Interactions, cancel: CancelToken) -> float:
    """The λ with the best NDCG@20 on rows held out of the training."""
    candidates = liked(training) >= FEWEST_ARTISTS
    count = min(MOST_JUDGED, round(VALIDATED * int(candidates.sum())))
    if not count:
        return RIDGES[1]
    split = hold_out(training, some_rows(candidates, count, seed=0), seed=0)

    def quality(ridge: float) -> float:
        scorer = ease(split.training, ridge, cancel, MOST_ARTISTS_TO_CHOOSE)
        return float(np.mean(judge("EASE", scorer, split, cancel).ndcg20))

    return max(RIDGES, key=quality)
