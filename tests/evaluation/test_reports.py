from __future__ import annotations

import numpy as np
import pytest

from desktop_als.evaluation.judging import Judgement
from desktop_als.evaluation.reports import report, resampled_means


def judgement(name: str, gains: list[float], coverage: float = 0.5) -> Judgement:
    values = np.array(gains)
    return Judgement(name, values, values, values, values, coverage, 3.0, 0.25)


def gains(mean: float, seed: int, rows: int = 200) -> list[float]:
    return (mean + 0.1 * np.random.default_rng(seed).standard_normal(rows)).tolist()


def test_the_interval_is_about_two_standard_errors_wide():
    values = np.array(gains(0.3, seed=0, rows=400))
    card = report("newcomer", [[judgement("model", values.tolist()), judgement("random", [0.0] * 400)]]).cards[0]
    error = values.std() / 20
    assert card.ndcg20 == pytest.approx(values.mean())
    assert card.interval == pytest.approx(
        (values.mean() - 1.96 * error, values.mean() + 1.96 * error), abs=0.15 * error
    )


def test_the_bootstrap_is_seeded_and_draws_the_same_rows_for_every_method():
    values = np.stack([gains(0.3, seed=0), gains(0.3, seed=0)], axis=1)
    means = resampled_means(values, seed=0)
    assert means.shape == (2000, 2)
    assert np.array_equal(means, resampled_means(values, seed=0))
    assert np.array_equal(means[:, 0], means[:, 1])


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (0.40, "The model is clearly better than item cosine"),
        (0.30, "There is no clear difference between the model and item cosine"),
        (0.20, "The model is worse than item cosine"),
    ],
)
def test_the_verdict_is_about_the_best_of_the_others(model: float, sentence: str):
    rounds = [
        [
            judgement("popularity", gains(0.1, 1)),
            judgement("item cosine", gains(0.3, 2)),
            judgement("model", gains(model, 3)),
        ]
    ]
    assert report("future", rounds).verdict.startswith(sentence)


def test_a_small_difference_that_every_listener_shows_is_clear():
    base = gains(0.3, 1)
    better = [gain + 0.005 for gain in base]
    assert "clearly better" in report("newcomer", [[judgement("EASE", base), judgement("model", better)]]).verdict


def test_splits_are_joined():
    rounds = [
        [judgement("random", [0.0, 0.0], coverage=0.2), judgement("model", [0.5, 0.7], coverage=0.4)],
        [judgement("random", [0.0], coverage=0.4), judgement("model", [0.9], coverage=0.6)],
    ]
    answer = report("newcomer", rounds)
    assert answer.listeners == 3
    assert [card.ndcg20 for card in answer.cards] == pytest.approx([0, 0.7])
    assert [card.coverage for card in answer.cards] == pytest.approx([0.3, 0.5])


def test_one_judged_row_is_no_proof_but_no_failure():
    answer = report("sessions", [[judgement("random", [0.0]), judgement("model", [0.5])]])
    assert answer.cards[1].interval == (0.5, 0.5)
