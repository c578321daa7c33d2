from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, EvaluationError
from desktop_als.evaluation.contest import contest
from desktop_als.evaluation.judging import judge
from desktop_als.evaluation.patterns import listeners_of
from desktop_als.evaluation.protocols import newcomers
from desktop_als.evaluation.splits import Split
from desktop_als.progress import CancelToken, Progress, ignore_progress
from tests.als import oracle


def fixed(*scores):
    table = np.array(scores, np.float32)
    return lambda shown: table[shown.row_ids]


def test_a_judgement_by_hand():
    training = oracle.interactions([[1, 1, 0, 0, 0], [1, 0, 1, 0, 0], [1, 0, 0, 1, 1]])
    shown = oracle.interactions([[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]])
    hidden = sp.csr_matrix(np.array([[0, 0, 0, 1, 0], [0, 0, 1, 0, 0]], np.float32))
    scorer = fixed([9, 4, 3, 2, -np.inf], [1, 9, 8, -np.inf, -np.inf])
    found = judge("any", scorer, Split(training, shown, hidden), CancelToken())
    # The first is found in the third place behind 1 and 2, the second in the first.
    assert found.ndcg20.tolist() == pytest.approx([0.5, 1])
    assert found.recall20.tolist() == [1, 1]
    assert found.coverage == 4 / 5  # 1, 2, 3 and 2, 0
    assert found.median_listeners == 1  # of 1, 1, 1, 1, 3
    # With nothing left out 0, 1, 2, 3 and 1, 2, 0 are listed: 1, 2 and 0 are played neither way.
    assert found.unheard == pytest.approx(3 / 7)


def test_a_session_knows_what_its_listener_played_in_others():
    training = oracle.interactions([[1, 1, 0, 0], [0, 0, 0, 1]], row_kind="sessions", owners=[7, 8])
    shown = oracle.interactions([[0, 0, 1, 0]], row_kind="sessions", owners=[7])
    hidden = sp.csr_matrix(np.array([[1, 0, 0, 0]], np.float32))
    found = judge("any", lambda _: np.ones((1, 4), np.float32), Split(training, shown, hidden), CancelToken())
    assert found.unheard == 1 / 4
    assert found.median_listeners == 1


def test_listeners_are_counted_whatever_a_row_is():
    plays = [[1, 1, 0, 0], [1, 0, 0, 1], [1, 0, -2, 0], [1, 0, 0, 0]]
    assert listeners_of(oracle.interactions(plays)).tolist() == [4, 1, 0, 1]
    sessions = oracle.interactions(plays, row_kind="sessions", owners=[7, 7, 8, 8])
    assert listeners_of(sessions).tolist() == [2, 1, 0, 1]


def test_blocks_do_not_change_a_judgement(monkeypatch: pytest.MonkeyPatch):
    split = newcomers(oracle.community(rows=100), 1)
    table = np.random.default_rng(0).random((100, 40), np.float32)
    whole = judge("any", fixed(*table), split, CancelToken())
    monkeypatch.setattr("desktop_als.evaluation.blocks.SCORES_AT_ONCE", 300)
    parts = judge("any", fixed(*table), split, CancelToken())
    assert parts.ndcg100.tolist() == whole.ndcg100.tolist()
    assert (parts.coverage, parts.unheard) == (whole.coverage, whole.unheard)


def test_every_method_is_tried_and_told_of():
    told: list[Progress] = []
    split = newcomers(oracle.community(rows=120), 0)
    judgements = contest(split, Settings(factors=4, epochs=3, unobserved_weight=0.1), CancelToken(), told.append)
    assert [j.name for j in judgements] == ["random", "popularity", "item cosine", "EASE", "model"]
    quality = {j.name: j.ndcg20.mean() for j in judgements}
    assert quality["random"] < quality["item cosine"]
    assert quality["popularity"] < quality["model"]
    shares = [step.fraction for step in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert "Trying the model" not in told[0].step


def test_nothing_left_to_learn_from_is_told():
    whole = oracle.interactions(np.ones((12, 6)))
    split = newcomers(whole, 0)
    nothing = Split(oracle.interactions(np.zeros((2, 6))), split.shown, split.hidden)
    with pytest.raises(EvaluationError, match="Nothing is left"):
        contest(nothing, Settings(factors=2, epochs=1), CancelToken(), ignore_progress)


def test_it_stops_when_asked():
    cancel = CancelToken()

    def stop_at_the_model(now: Progress) -> None:
        if "Epoch 2" in now.step:
            cancel.cancel()

    split = newcomers(oracle.community(rows=120), 0)
    with pytest.raises(Cancelled):
        contest(split, Settings(factors=4, epochs=50), cancel, stop_at_the_model)
