"""What people are told about quality: a card for each method, and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_als.evaluation.judging import Judgement
from desktop_als.evaluation.metrics import Doubles

ProtocolName = Literal["newcomer", "future", "sessions"]

MODEL = "model"
"""The name of the one that the others are measured against."""

RESAMPLES = 2_000
CERTAIN = (2.5, 97.5)
"""Percentiles between which 95 % of the resampled means lie."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What one method reached, as means over the judged rows; see judging.Judgement and metrics for the terms.

    Attributes:
        interval: bootstrap 95 % interval of ``ndcg20`` over the judged rows (Efron 1979).
    """

    name: str
    ndcg20: float
    ndcg100: float
    recall20: float
    recall50: float
    coverage: float
    median_listeners: float
    unheard: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A model beside simpler methods.

    Attributes:
        protocol: what was hidden (see splits).
        listeners: how many were judged (with "sessions": how many sessions), all splits together.
        cards: from random to the model.
        verdict: one plain sentence about the model and the best of the others.
    """

    protocol: ProtocolName
    listeners: int
    cards: tuple[Scorecard, ...]
    verdict: str


def report(protocol: ProtocolName, rounds: Sequence[Sequence[Judgement]], seed: int = 0) -> Evaluation:
    """Sum up.

    Args:
        protocol: of all rounds.
        rounds: for each split the judgements of the same methods in the same order.
        seed: of the bootstrap.
    """
    methods = list(zip(*rounds, strict=True))
    gains = np.stack([np.concatenate([part.ndcg20 for part in parts]) for parts in methods], axis=1)
    means = resampled_means(gains, seed)
    bounds = np.percentile(means, CERTAIN, axis=0)
    cards = tuple(_card(parts, (float(low), float(high))) for parts, low, high in zip(methods, *bounds, strict=True))
    return Evaluation(protocol, len(gains), cards, verdict(cards, means))


def resampled_means(values: Doubles, seed: int) -> Doubles:
    """Means over rows drawn with replacement, the same rows for every column: (n, c) → (RESAMPLES, c)."""
    random = np.random.default_rng(seed)
    rows = len(values)
    means = [values[random.integers(rows, size=(10, rows))].mean(axis=1) for _ in range(RESAMPLES // 10)]
    return np.concatenate(means)


def verdict(cards: Sequence[Scorecard], means: Doubles) -> str:
    """Whether the model differs from the best of the other methods by more than chance (paired bootstrap, 95 %).

    Args:
        cards: the model's is called :data:`MODEL`.
        means: (resamples, cards) of NDCG@20.
    """
    place = next(i for i, card in enumerate(cards) if card.name == MODEL)
    rival = max((i for i in range(len(cards)) if i != place), key=lambda i: cards[i].ndcg20)
    low, high = np.percentile(means[:, place] - means[:, rival], CERTAIN)
    name = cards[rival].name
    model, other = f"{cards[place].ndcg20:.3f}", f"{cards[rival].ndcg20:.3f}"
    if low > 0:
        return (
            f"The model is clearly better than {name}, the best of the other methods: NDCG@20 {model} against {other}."
        )
    if high < 0:
        return f"The model is worse than {name}: NDCG@20 {model} against {other}. Other settings may do better."
    return f"There is no clear difference between the model and {name}: NDCG@20 {model} and {other}."


def _card(parts: Sequence[Judgement], interval: tuple[float, float]) -> Scorecard:
    def over_rows(metric: str) -> float:
        return float(np.concatenate([getattr(part, metric) for part in parts]).mean())

    def over_splits(figure: str) -> float:
        return float(np.mean([getattr(part, figure) for part in parts]))

    return Scorecard(
        name=parts[0].name,
        ndcg20=over_rows("ndcg20"),
        ndcg100=over_rows("ndcg100"),
        recall20=over_rows("recall20"),
        recall50=over_rows("recall50"),
        coverage=over_splits("coverage"),
        median_listeners=over_splits("median_listeners"),
        unheard=over_splits("unheard"),
        interval=interval,
    )
