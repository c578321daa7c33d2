from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from desktop_als.als.interactions import unknown_times
from desktop_als.als.settings import Settings
from desktop_als.als.trainer import Trainer
from desktop_als.als.weighting import Scale
from desktop_als.errors import Cancelled
from desktop_als.evaluation import splits
from desktop_als.evaluation.folding import fold_in_rows, gram_of
from desktop_als.evaluation.splits import hold_out, liked, take_rows
from desktop_als.evaluation.validation import Validation
from desktop_als.progress import CancelToken
from tests.als import oracle


def test_rows_are_held_out_whole_and_no_entry_is_lost_or_told_twice():
    whole = oracle.community(rows=120)
    rows = np.arange(120) % 3 == 0
    split = hold_out(whole, rows, seed=4)
    assert (split.training.plays != whole.plays[~rows]).nnz == 0
    assert split.training.row_ids.tolist() == np.flatnonzero(~rows).tolist()
    assert split.shown.row_ids.tolist() == np.flatnonzero(rows).tolist()
    assert split.shown.plays.multiply(split.hidden).nnz == 0
    held = whole.plays[rows]
    assert ((split.shown.plays + split.hidden) != 0).toarray().tolist() == (held != 0).toarray().tolist()
    hidden = np.diff(split.hidden.indptr)
    assert hidden.tolist() == np.maximum(1, np.rint(0.2 * np.diff(held.indptr))).tolist()
    for part in (split.training, split.shown):
        assert len(part.last_played) == part.plays.nnz
        assert part.plays.shape == (len(part.row_ids), 40)


@pytest.mark.parametrize("at_once", [1, 50, 1 << 20])
def test_rows_are_taken_with_their_times(monkeypatch: pytest.MonkeyPatch, at_once: int):
    monkeypatch.setattr(splits, "BLOCK", at_once)
    whole = oracle.community(rows=90)
    times = np.arange(whole.plays.nnz)
    untimed = replace(whole, last_played=unknown_times(whole.plays.nnz))
    of_entry = np.repeat(np.arange(90), np.diff(whole.plays.indptr))
    for rows in (np.arange(90) % 4 < 3, np.arange(90) > 70, np.zeros(90, bool), np.ones(90, bool)):
        taken = take_rows(replace(whole, last_played=times), rows)
        expected = whole.plays[rows]
        for part in ("data", "indices", "indptr"):
            assert np.array_equal(getattr(taken.plays, part), getattr(expected, part))
            assert getattr(taken.plays, part).dtype == getattr(expected, part).dtype
        assert np.array_equal(taken.last_played, times[rows[of_entry]])
        assert np.array_equal(taken.row_ids, whole.row_ids[rows])
        assert take_rows(untimed, rows).last_played.strides == (0,)


def test_holding_out_can_be_stopped():
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Validation.hold_out(oracle.community(rows=200), cancel=cancel)


def test_a_dislike_is_shown_and_never_to_be_found():
    plays = np.tile([3, -2, 4, -1, 1], (4, 1))
    whole = oracle.interactions(plays)
    assert liked(whole).tolist() == [3] * 4
    split = hold_out(whole, np.ones(4, dtype=bool), seed=0)
    assert split.hidden.toarray()[:, [1, 3]].sum() == 0
    assert np.diff(split.hidden.indptr).tolist() == [1] * 4


def test_the_same_seed_holds_out_the_same():
    whole = oracle.community(rows=120)
    first, again, other = (Validation.hold_out(whole, seed) for seed in (1, 1, 2))
    assert first is not None
    assert again is not None
    assert other is not None
    assert first[1].shown.row_ids.tolist() == again[1].shown.row_ids.tolist()
    assert (first[1].hidden != again[1].hidden).nnz == 0
    assert first[1].shown.row_ids.tolist() != other[1].shown.row_ids.tolist()


def test_few_rows_validate_nothing():
    assert Validation.hold_out(oracle.community(rows=40)) is None
    one_artist_each = oracle.interactions(np.tile(np.eye(5), (40, 1)))
    assert Validation.hold_out(one_artist_each) is None


@pytest.mark.parametrize("weighting", ["log", "binary"])
def test_ndcg_is_that_of_dense_scores(weighting):
    held = Validation.hold_out(oracle.community(rows=150, seed=5))
    assert held is not None
    training, validation = held
    settings = Settings(factors=4, epochs=3, weighting=weighting)
    trainer = Trainer(training, settings, CancelToken())
    for _ in trainer:
        pass
    plays = validation.shown.plays.toarray().astype(float)
    transformed = np.log1p(plays) if weighting == "log" else np.sign(plays)
    weights = transformed * trainer.scale.multiplier
    scores = (
        oracle.best_rows(weights, trainer.factors.artists.astype(float), settings)
        @ trainer.factors.artists.astype(float).T
    )
    values = []
    for row, (score, wanted) in enumerate(zip(scores, validation.hidden.toarray() > 0, strict=True)):
        order = sorted((i for i in range(40) if plays[row, i] == 0), key=lambda i, s=score: -s[i])[:20]
        gained = sum(1 / np.log2(place + 2) for place, i in enumerate(order) if wanted[i])
        values.append(gained / sum(1 / np.log2(place + 2) for place in range(min(20, wanted.sum()))))
    assert validation.ndcg(trainer.factors.artists, settings, trainer.scale) == pytest.approx(np.mean(values), abs=1e-4)


def test_a_model_of_tastes_beats_one_of_chance():
    held = Validation.hold_out(oracle.community(rows=200))
    assert held is not None
    training, validation = held
    settings = Settings(factors=4, epochs=6)
    trainer = Trainer(training, settings, CancelToken())
    before = validation.ndcg(trainer.factors.artists.copy(), settings, trainer.scale)
    for _ in trainer:
        pass
    assert validation.ndcg(trainer.factors.artists, settings, trainer.scale) > before + 0.05


def test_a_row_of_ratings_is_folded_in_with_its_bias():
    random = np.random.default_rng(1)
    ratings = np.where(random.random((6, 9)) < 0.6, random.integers(1, 11, (6, 9)) / 2, 0)
    rows = oracle.interactions(ratings)
    taste, bias = random.standard_normal((9, 3)).astype(np.float32), random.standard_normal(9).astype(np.float32)
    artists = np.column_stack([taste, np.ones(9, np.float32), bias])
    settings = Settings(factors=3, objective="explicit", unobserved_weight=0, regularization=0.1)
    folded = fold_in_rows(artists, gram_of(artists), rows, settings, Scale())
    assert folded[:, -1].tolist() == [1] * 6
    for row in range(6):
        (known,) = np.nonzero(ratings[row])
        heard = np.column_stack([taste[known], np.ones(len(known))]).astype(float)
        left = heard.T @ heard + 0.1 * len(known) * np.eye(4)
        expected = np.linalg.solve(left, heard.T @ (ratings[row, known] - ratings[ratings > 0].mean() - bias[known]))
        assert folded[row, :-1] == pytest.approx(expected, abs=1e-4)


def test_validation_stops_when_asked():
    held = Validation.hold_out(oracle.community(rows=200))
    assert held is not None
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        held[1].ndcg(np.ones((40, 2), np.float32), Settings(factors=2), Scale(1.0), cancel)
