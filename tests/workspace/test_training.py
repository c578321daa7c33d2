"""Which epoch a training keeps, and what the saved model holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from desktop_als.als import checkpoint
from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, LibraryError
from desktop_als.evaluation.validation import Validation
from desktop_als.model import bundle
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import ModelInfo, RecommendQuery, Workspace, everybody
from tests.exports import hetrec_zip, spotify_file
from tests.model.builders import info as invented

SETTINGS = Settings(factors=8, epochs=12, threads=1, regularization=0.02)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Eighty listeners: enough to hold some out."""
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=80)])
        yield opened


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Put in here what the held-out rows shall say of the epochs, one after the other."""
    answers: list[float] = []
    monkeypatch.setattr(Validation, "ndcg", lambda *_: answers.pop(0))
    return answers


def train(workspace: Workspace, settings: Settings = SETTINGS) -> ModelInfo:
    run = workspace.training(settings, title="Invented")
    for _ in run:
        pass
    return run.save()


def factors_of(workspace: Workspace, info: ModelInfo) -> dict[str, Any]:
    return load_file(workspace.folder / "models" / info.name / bundle.FACTORS)


def test_the_best_epoch_is_kept_and_three_worse_ones_end_the_training(
    workspace: Workspace, judged: list[float]
) -> None:
    judged += [0.1, 0.3, 0.2, 0.3, 0.29, 0.5]
    info = train(workspace)
    assert [epoch.ndcg for epoch in info.epochs] == [0.1, 0.3, 0.2, 0.3, 0.29]
    assert [epoch.epoch for epoch in info.epochs] == [1, 2, 3, 4, 5]
    assert info.best_epoch == info.epochs_kept == 2
    assert info.metrics == {"ndcg@20": 0.3}
    assert info.held_out == 10


def test_the_model_goes_on_from_the_best_epoch_and_from_no_other(workspace: Workspace, judged: list[float]) -> None:
    judged += [0.1, 0.3, 0.2, 0.1, 0.1]
    stopped = factors_of(workspace, train(workspace))
    judged += [0.1, 0.3]
    ended = factors_of(workspace, train(workspace, replace(SETTINGS, epochs=2)))
    judged += [0.1, 0.3, 0.4]
    longer = factors_of(workspace, train(workspace, replace(SETTINGS, epochs=3)))
    assert all(np.array_equal(stopped[side], ended[side]) for side in ("rows", "artists"))
    assert not np.array_equal(stopped["artists"], longer["artists"])


def test_nobody_is_missing_in_the_model(workspace: Workspace) -> None:
    info = train(workspace)
    assert info.best_epoch
    assert info.rows == 80
    assert info.observations == 800
    factors = factors_of(workspace, info)
    scores = factors["rows"] @ factors["artists"].T
    ids = load_file(workspace.folder / "models" / info.name / bundle.IDS)
    assert ids["support"].sum() == 800
    for row, listener in zip(scores, ids["rows"], strict=True):
        played = {artist.id for artist in workspace.top_artists(int(listener))}
        known = np.isin(ids["artists"], list(played))
        assert row[known].mean() > row[~known].mean() + 0.2, f"listener {listener} is as if they had played nothing"


@pytest.mark.parametrize("stop", ["in an epoch", "in the closing epoch"])
def test_stopping_keeps_the_best_epoch_and_everybody(workspace: Workspace, judged: list[float], stop: str) -> None:
    judged += [0.1, 0.4, 0.2] if stop == "in an epoch" else [0.1, 0.4, 0.2, 0.2, 0.2]
    cancel = CancelToken()
    seen: list[np.ndarray[Any, Any]] = []

    def stop_closing(now: Progress) -> None:
        if now.step == "Taking everybody in":
            cancel.cancel()

    run = workspace.training(SETTINGS, cancel=cancel, progress=stop_closing)
    with suppress(Cancelled):
        for record in run:
            seen.append(run._trainer.artists.copy())
            if record.epoch == 3 and stop == "in an epoch":
                cancel.cancel()
    info = run.save()
    factors = factors_of(workspace, info)
    assert info.best_epoch == 2
    assert np.array_equal(factors["artists"], seen[1])
    assert len(factors["rows"]) == 80
    for row, listener in enumerate(load_file(workspace.folder / "models" / info.name / bundle.IDS)["rows"].tolist()):
        answers = workspace.recommend(listener, RecommendQuery(heard="any", n=24)).rows
        assert answers
        for answer in answers:
            assert factors["rows"][row] @ factors["artists"][
                _column(workspace, info, answer.artist_id)
            ] == pytest.approx(answer.score, abs=0.01)
    assert workspace.interrupted() is None


def _column(workspace: Workspace, info: ModelInfo, artist_id: int) -> int:
    ids = load_file(workspace.folder / "models" / info.name / bundle.IDS)["artists"]
    return int(np.searchsorted(ids, artist_id))


def test_the_same_training_twice_gives_the_same_model(workspace: Workspace) -> None:
    first, second = train(workspace), train(workspace)
    assert [epoch.ndcg for epoch in first.epochs] == [epoch.ndcg for epoch in second.epochs]
    one, two = factors_of(workspace, first), factors_of(workspace, second)
    assert all(np.array_equal(one[side], two[side]) for side in one)


@pytest.mark.parametrize("half_life", [None, 90.0])
def test_a_matrix_that_is_read_again_gives_the_same_model(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, half_life: float | None
) -> None:
    settings = replace(SETTINGS, half_life=half_life)
    kept = train(workspace, settings)
    monkeypatch.setattr(everybody, "READ_AGAIN_FROM", 0)
    read = train(workspace, settings)
    one, two = factors_of(workspace, kept), factors_of(workspace, read)
    assert all(np.array_equal(one[side], two[side]) for side in one)
    assert (kept.rows, kept.artists, kept.observations) == (read.rows, read.artists, read.observations)


def test_a_library_that_changed_meanwhile_is_not_mixed_in(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checkpoint, "SHORTEST_PAUSE", 0)
    monkeypatch.setattr(everybody, "READ_AGAIN_FROM", 0)
    run = workspace.training(SETTINGS)
    epochs = len(list(run))
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    for _ in range(2):
        with pytest.raises(LibraryError, match="Undo the last import"):
            run.save()
    assert workspace.interrupted() is not None
    workspace.undo()
    resumed = workspace.resume()
    for _ in resumed:
        pass
    assert len(resumed.save().epochs) == epochs


@pytest.mark.parametrize("rows", ["few listeners", "few sessions"])
def test_too_few_rows_to_judge_are_all_trained_on(tmp_path: Path, rows: str) -> None:
    with Workspace.open(tmp_path / "library") as workspace:
        if rows == "few listeners":
            workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=40)])
        else:
            workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
        info = train(workspace, replace(SETTINGS, epochs=7))
        assert [epoch.ndcg for epoch in info.epochs] == [None] * 7
        assert info.best_epoch is None
        assert info.epochs_kept == 7
        assert info.metrics == {}
        assert info.held_out == 0


def test_a_manifest_from_before_validation_is_read(tmp_path: Path) -> None:
    now = bundle.msgspec.json.encode(invented())
    document = json.loads(now)
    for new in ("best_epoch", "held_out"):
        del document[new]
    for epoch in document["epochs"]:
        del epoch["ndcg"]
    (tmp_path / bundle.MANIFEST).write_text(json.dumps(document))
    assert bundle.read_info(tmp_path) == invented()
