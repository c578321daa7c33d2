"""Judging a model, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_als.errors import Cancelled, EvaluationError, ModelError
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import Evaluation, Workspace
from tests.exports import hetrec_zip, spotify_file
from tests.workspace.test_stability import files_of
from tests.workspace.test_workspace import train


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=60)])
        yield opened


def test_the_evaluation_of_the_model_in_use_is_kept_beside_it(workspace: Workspace) -> None:
    name = train(workspace, epochs=3).name
    folder = workspace.folder / "models" / name
    before = files_of(folder)
    assert workspace.evaluation(name) is None
    evaluation = workspace.evaluate()
    assert isinstance(evaluation, Evaluation)
    assert (evaluation.protocol, evaluation.listeners) == ("newcomer", 12)
    assert workspace.evaluation(name) == evaluation
    after = files_of(folder)
    assert after.pop("evaluation.json")
    assert after == before


def test_other_settings_are_judged_and_not_kept(workspace: Workspace) -> None:
    info = train(workspace, epochs=3)
    workspace.evaluate(replace(info.settings, factors=2))
    assert workspace.evaluation(info.name) is None


def test_an_evaluation_that_cannot_be_read_is_none(workspace: Workspace) -> None:
    name = train(workspace, epochs=2).name
    (workspace.folder / "models" / name / "evaluation.json").write_text("{}")
    assert workspace.evaluation(name) is None


def test_newcomers_are_drawn_again_for_every_split(workspace: Workspace) -> None:
    settings = replace(workspace.preset("quick"), factors=4, epochs=2)
    told: list[Progress] = []
    twice = workspace.evaluate(settings, splits=2, progress=told.append)
    assert twice.listeners == 24
    assert workspace.evaluate(settings).listeners == 12
    shares = [step.fraction or 0 for step in told]
    assert shares == sorted(shares)
    assert any(step.step.startswith("Split 2 of 2: Trying item cosine") for step in told)


def test_the_same_question_has_the_same_answer(workspace: Workspace) -> None:
    settings = replace(workspace.preset("quick"), factors=4, epochs=2)
    assert workspace.evaluate(settings) == workspace.evaluate(settings)


def test_stopping_leaves_everything_as_it_was(workspace: Workspace) -> None:
    train(workspace, epochs=2)
    workspace.evaluate()
    models = files_of(workspace.folder / "models")
    cancel = CancelToken()

    def stop(now: Progress) -> None:
        if "EASE" in now.step:
            cancel.cancel()

    with pytest.raises(Cancelled):
        workspace.evaluate(cancel=cancel, progress=stop)
    assert files_of(workspace.folder / "models") == models


def test_without_a_model_there_is_nothing_to_judge(workspace: Workspace) -> None:
    with pytest.raises(ModelError, match="Train one first"):
        workspace.evaluate()


def test_an_empty_library_is_told(tmp_path: Path, workspace: Workspace) -> None:
    settings = workspace.preset("quick")
    with (
        Workspace.open(tmp_path / "empty") as empty,
        pytest.raises(EvaluationError, match="Import a listening history"),
    ):
        empty.evaluate(settings)


@pytest.mark.parametrize(
    ("protocol", "sentence"),
    [
        ("auto", "Import a longer listening history"),
        ("newcomer", "At least 10 are needed"),
        ("future", "At least 10 are needed"),
        ("sessions", "Import a longer listening history"),
    ],
)
def test_one_listener_of_few_plays_is_too_little(tmp_path: Path, protocol: str, sentence: str) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([spotify_file(tmp_path / "h.json")], listener="Mira")
        with pytest.raises(EvaluationError, match=sentence):
            workspace.evaluate(workspace.preset("quick"), protocol=protocol)


def test_plays_without_times_have_no_future(workspace: Workspace) -> None:
    with pytest.raises(EvaluationError, match="has a time"):
        workspace.evaluate(workspace.preset("quick"), protocol="future")
