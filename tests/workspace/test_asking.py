"""What a listener may like, asked of a workspace: as they steer, and as they only try out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import ModelError
from desktop_als.steering import NEUTRAL, Opinion, Steering
from desktop_als.workspace import RecommendQuery, Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("asking")) as opened:
        opened.import_sample()
        run = opened.training(replace(opened.preset("quick"), factors=16, epochs=3))
        for _ in run:
            pass
        run.save()
        yield opened


@pytest.fixture
def listener(workspace: Workspace) -> Iterator[int]:
    """One who says nothing, before and after."""
    listener_id = int(workspace.listeners().ids[0])
    yield listener_id
    entries = workspace.steering.entries(listener_id)
    if entries:
        workspace.steering.take_back(listener_id, entries)


def test_without_a_model_it_is_told(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as opened:
        opened.import_sample()
        for ask in (opened.asking.recommend, opened.asking.hidden):
            with pytest.raises(ModelError):
                ask(int(opened.listeners().ids[0]))


def test_what_is_said_holds_and_what_is_tried_out_does_not(workspace: Workspace, listener: int) -> None:
    asking = workspace.asking
    before = asking.recommend(listener)
    first = before.rows[0].artist_id
    tried = asking.recommend(listener, steering=Steering({first: Opinion.BANNED}))
    assert first not in {row.artist_id for row in tried.rows}
    assert asking.recommend(listener) == before
    workspace.steering.say(listener, [first], Opinion.BANNED)
    assert asking.recommend(listener).rows == tried.rows
    assert asking.recommend(listener).hidden["banned"] == 1
    assert asking.recommend(listener, steering=NEUTRAL) == before
    workspace.undo()
    assert asking.recommend(listener) == before


def test_a_dislike_moves_the_list_and_a_like_moves_it_back(workspace: Workspace, listener: int) -> None:
    asking = workspace.asking
    row = asking.recommend(listener).rows[0]
    workspace.steering.say(listener, [row.artist_id], Opinion.DISLIKED)
    disliked = asking.explain(listener, row.artist_id)
    workspace.steering.say(listener, [row.artist_id], Opinion.LIKED)
    liked = asking.explain(listener, row.artist_id)
    assert disliked is not None
    assert liked is not None
    assert disliked.score < row.score < liked.score


def test_every_answer_is_about_the_same_list(workspace: Workspace, listener: int) -> None:
    asking, query = workspace.asking, RecommendQuery(n=30, adventure=0.7, variety=0.3, of_cluster=3)
    steering = Steering(weights={asking.recommend(listener).rows[0].because[0].artist_id: 0.0})
    answer = asking.recommend(listener, query, steering)
    left_out = asking.hidden(listener, query, steering)
    assert {reason: sum(each.reason == reason for each in left_out) for reason in answer.hidden} == answer.hidden
    assert not {each.artist_id for each in left_out} & {row.artist_id for row in answer.rows}
    row = answer.rows[3]
    explained = asking.explain(listener, row.artist_id, steering)
    assert explained is not None
    assert explained.score == pytest.approx(row.score, abs=1e-6)
    reason = row.because[0]
    test = asking.pull_test(listener, row.artist_id, reason.artist_id, query, steering)
    assert test is not None
    assert (test.rank, test.without) == (row.rank, reason)
    without = asking.explain(listener, row.artist_id, steering.weighing(reason.artist_id, 0))
    assert without is not None
    assert test.score_without == pytest.approx(without.score, abs=1e-9)


def test_a_new_list_holds_what_was_never_heard(workspace: Workspace, listener: int) -> None:
    answer = workspace.asking.recommend(listener)
    assert {row.plays for row in answer.rows} == {0}
    assert all(row.last_played == -1 and row.opinion is None for row in answer.rows)
    assert answer.effect is not None
    assert answer.effect.never_heard == 1
