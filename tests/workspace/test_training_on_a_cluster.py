"""Trainings of the library on a cluster, which is pretended: what the workspace makes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from desktop_als.als import checkpoint
from desktop_als.als.settings import Settings
from desktop_als.engines.spark import java, mllib
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.evaluation.validation import Validation
from desktop_als.model import bundle
from desktop_als.progress import CancelToken
from desktop_als.workspace import Cluster, ModelInfo, TrainingRun, Workspace, engines
from tests.exports import hetrec_zip, movielens_zip
from tests.workspace.pretended_cluster import LOST, REFUSED, Pretended, pretended

__all__ = ["pretended"]

SETTINGS = Settings(factors=8, epochs=12, threads=1, regularization=0.02)
ROWS = Cluster("spark://10.0.0.7:7077")
MLLIB = replace(ROWS, solver="mllib")


@pytest.fixture(autouse=True)
def recorded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What trains long enough to be resumable here is not so on a cluster."""
    monkeypatch.setattr(checkpoint, "SHORTEST_PAUSE", 0)
    monkeypatch.setattr(checkpoint, "WRITING_SHARE", 0)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Eighty listeners: enough to hold some out."""
    with Workspace.open(tmp_path / "library") as opened:
        opened.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=80)])
        yield opened


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Workspace]:
    """Too few listeners to hold any out."""
    with Workspace.open(tmp_path / "few") as opened:
        opened.import_history([hetrec_zip(tmp_path / "few.zip", listeners=20)])
        yield opened


@pytest.fixture
def rated(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path / "rated") as opened:
        opened.import_history([movielens_zip(tmp_path / "movielens.zip")])
        yield opened


def train(workspace: Workspace, settings: Settings = SETTINGS, cluster: Cluster | None = ROWS) -> ModelInfo:
    run = workspace.training(settings, title="Invented", cluster=cluster)
    for _ in run:
        pass
    return run.save()


def cancelled_after(workspace: Workspace, epoch: int, settings: Settings = SETTINGS) -> TrainingRun:
    cancel = CancelToken()
    run = workspace.training(settings, cluster=ROWS, cancel=cancel)
    epochs = iter(run)
    for _ in range(epoch):
        next(epochs)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(epochs)
    return run


def factors_of(workspace: Workspace, info: ModelInfo) -> dict[str, Any]:
    return load_file(workspace.folder / "models" / info.name / bundle.FACTORS)


def left_over(workspace: Workspace) -> list[str]:
    return [name for name in ("cluster", "training") if (workspace.folder / name).exists()]


def test_a_model_from_a_cluster_is_an_ordinary_model(workspace: Workspace, pretended: Pretended) -> None:
    info = train(workspace)
    assert workspace.model_info() == info
    assert info.engine == "spark"
    assert info.versions["spark solver"] == "rows"
    assert {"numpy", "numba", "scipy", "python"} <= set(info.versions)
    assert info.settings == SETTINGS
    assert workspace.recommend(workspace.find_listener("2").id).rows
    assert all(epoch.loss > 0 and epoch.ndcg is not None for epoch in info.epochs)
    assert pretended.trained[0].cluster == ROWS
    assert pretended.open == 0
    assert left_over(workspace) == []


def test_it_is_the_model_that_this_computer_finds(workspace: Workspace, pretended: Pretended) -> None:
    there, here = train(workspace), train(workspace, cluster=None)
    assert [epoch.ndcg for epoch in there.epochs] == [epoch.ndcg for epoch in here.epochs]
    one, two = factors_of(workspace, there), factors_of(workspace, here)
    for side in one:
        assert one[side] == pytest.approx(two[side], abs=1e-4)


def test_three_worse_epochs_end_it(workspace: Workspace, pretended: Pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [0.1, 0.3, 0.2, 0.3, 0.29, 0.5]
    monkeypatch.setattr(Validation, "ndcg", lambda *_: answers.pop(0))
    info = train(workspace)
    assert len(info.epochs) == 5
    assert info.best_epoch == 2
    assert info.held_out == 10
    assert info.rows == 80
    assert pretended.trained[0].rows == 70
    assert pretended.open == 0


def test_few_rows_are_all_trained_on_and_saved_as_the_cluster_has_them(few: Workspace, pretended: Pretended) -> None:
    info = train(few)
    assert info.best_epoch is None
    assert len(info.epochs) == 12
    assert factors_of(few, info)["artists"] == pytest.approx(pretended.trained[0].artists_of_epochs[-1], abs=1e-5)


def test_where_only_the_end_can_be_seen_everybody_is_trained_on(
    workspace: Workspace, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    able = replace(SETTINGS, objective="hkv", unobserved_weight=1.0)
    monkeypatch.setattr(mllib, "nearest", lambda settings: able)
    run = workspace.training(SETTINGS, cluster=MLLIB)
    assert [epoch.epoch for epoch in run] == [12]
    assert run.epochs_done == run.planned == 12
    info = run.save()
    assert info.epochs_kept == 12
    assert pretended.trained[0].rows == 80
    assert pretended.trained[0].settings == info.settings == able
    assert [epoch.epoch for epoch in info.epochs] == [12]
    assert info.best_epoch is None
    assert info.held_out == 0
    assert info.versions["spark solver"] == "mllib"
    assert left_over(workspace) == []


def test_what_the_solver_cannot_do_is_said_before_anything_is_given_up(
    workspace: Workspace, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Settings) -> Settings:
        raise TrainingError("Spark's own ALS knows no ratings with biases. Choose our own solver.")

    monkeypatch.setattr(mllib, "nearest", refuse)
    for _ in workspace.training(SETTINGS):
        break
    with pytest.raises(TrainingError, match="Choose our own solver"):
        workspace.training(SETTINGS, cluster=MLLIB)
    assert workspace.interrupted() is not None
    assert not pretended.trained


@pytest.mark.parametrize("trouble", ["refused", "lost"])
def test_a_failure_leaves_library_and_model_as_they_were(
    workspace: Workspace, pretended: Pretended, trouble: str
) -> None:
    before, totals = train(workspace, cluster=None), workspace.totals()
    pretended.refuses, pretended.lost_in_epoch = trouble == "refused", 3
    with pytest.raises(TrainingError) as failed:
        train(workspace)
    assert str(failed.value) == (REFUSED if trouble == "refused" else LOST)
    assert workspace.models() == [before]
    assert workspace.totals() == totals
    assert workspace.interrupted() is None
    assert pretended.open == 0
    assert left_over(workspace) == []


def test_cancelled_before_the_first_epoch_nothing_is_changed(workspace: Workspace, pretended: Pretended) -> None:
    before = train(workspace, cluster=None)
    cancel = CancelToken()
    run = workspace.training(SETTINGS, cluster=ROWS, cancel=cancel)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(iter(run))
    with pytest.raises(TrainingError, match="nothing to keep"):
        run.save()
    assert workspace.models() == [before]
    assert pretended.open == 0
    assert left_over(workspace) == []


def test_cancelled_later_the_best_epoch_is_kept_with_everybody(
    workspace: Workspace, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [0.1, 0.3, 0.2]
    monkeypatch.setattr(Validation, "ndcg", lambda *_: answers.pop(0))
    run = cancelled_after(workspace, 3)
    assert pretended.open == 0
    info = run.save()
    assert info.best_epoch == 2
    assert info.rows == 80
    assert np.array_equal(factors_of(workspace, info)["artists"], pretended.trained[0].artists_of_epochs[1])
    assert workspace.interrupted() is None


@pytest.mark.parametrize("kind", ["few", "rated"])
def test_cancelled_without_held_out_rows_the_last_epoch_is_kept(
    kind: str, pretended: Pretended, request: pytest.FixtureRequest
) -> None:
    workspace = request.getfixturevalue(kind)
    settings = replace(workspace.preset("quick"), factors=6, epochs=8)
    run = cancelled_after(workspace, 3, settings)
    info = run.save()
    factors = factors_of(workspace, info)
    assert [epoch.epoch for epoch in info.epochs] == [1, 2, 3]
    assert np.array_equal(factors["artists"], pretended.trained[0].artists_of_epochs[-1])
    assert factors["rows"].any(axis=1).all()
    if kind == "rated":
        assert (factors["rows"][:, -1] == 1).all(), "the column of ones, without which artists have no bias"
    assert workspace.recommend(int(workspace.listeners().ids[0])).rows


def test_an_abandoned_training_lets_go_of_the_cluster_and_cannot_be_resumed(
    workspace: Workspace, pretended: Pretended
) -> None:
    run = workspace.training(SETTINGS, cluster=ROWS)
    assert workspace.interrupted() is None
    for record in run:
        if record.epoch == 2:
            assert pretended.open == 1
            break
    assert pretended.open == 0
    assert workspace.interrupted() is None
    assert left_over(workspace) == []
    with pytest.raises(TrainingError, match="nothing to resume"):
        workspace.resume()
    assert list(run) == []
    assert len(run.save().epochs) == 2


def test_what_a_killed_training_left_goes_with_the_next(workspace: Workspace, pretended: Pretended) -> None:
    left = workspace.folder / "cluster" / "desktop-als-0"
    left.mkdir(parents=True)
    train(workspace)
    assert pretended.trained[0].found_in_scratch == []
    assert left_over(workspace) == []


def test_a_training_on_a_cluster_takes_the_place_of_an_interrupted_one(
    workspace: Workspace, pretended: Pretended
) -> None:
    for _ in workspace.training(SETTINGS):
        break
    pretended.refuses = True
    with pytest.raises(TrainingError):
        train(workspace)
    assert workspace.interrupted() is not None, "the cluster did not answer"
    pretended.refuses = False
    train(workspace)
    assert workspace.interrupted() is None


CLUSTER = Cluster("spark://one:7077,two:7078", executors=3, memory=1024, solver="mllib", exchange="hdfs://two/öl")


def test_a_cluster_is_remembered(workspace: Workspace) -> None:
    assert workspace.clusters.remembered() == Cluster()
    workspace.clusters.remember(CLUSTER)
    with Workspace.open(workspace.folder / "other") as other:
        assert other.clusters.remembered() == Cluster()
    assert workspace.clusters.remembered() == CLUSTER


def test_a_password_is_not_remembered(workspace: Workspace) -> None:
    workspace.clusters.remember(replace(CLUSTER, exchange="s3a://key:hush@bucket/plays"))
    assert workspace.clusters.remembered() == replace(CLUSTER, exchange="")
    assert all(b"hush" not in path.read_bytes() for path in workspace.folder.glob("*.json"))


@pytest.mark.parametrize("exchange", ["s3a://bucket/plays", "hdfs://ada@two:9000/", "/mnt/a:b@c", "s3a://[plays"])
def test_other_addresses_are_remembered_whole(workspace: Workspace, exchange: str) -> None:
    workspace.clusters.remember(replace(CLUSTER, exchange=exchange))
    assert workspace.clusters.remembered().exchange == exchange


def test_a_pyspark_that_came_with_spark_itself_has_no_version_to_note(
    workspace: Workspace, pretended: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(engines, "version", nowhere)
    assert "pyspark" not in train(workspace).versions


@pytest.mark.parametrize(
    "damage",
    [b"", b"[1]", b"\xff\xfe", b'{"master": 7}', b'{"master": "ftp://x"}', b'{"memory": 1}', b'{"solver": "x"}'],
)
def test_a_damaged_file_is_as_none(workspace: Workspace, damage: bytes) -> None:
    workspace.clusters.remember(CLUSTER)
    (kept,) = workspace.folder.glob("cluster*")
    kept.write_bytes(damage)
    assert workspace.clusters.remembered() == Cluster()
    workspace.clusters.remember(CLUSTER)
    assert workspace.clusters.remembered() == CLUSTER


def test_where_it_cannot_be_written_a_sentence(workspace: Workspace) -> None:
    (workspace.folder / "cluster.json").mkdir()
    with pytest.raises(TrainingError, match="could not be remembered"):
        workspace.clusters.remember(CLUSTER)


def test_without_pyspark_a_sentence(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    missing = workspace.clusters.missing()
    assert missing is not None
    assert "pyspark" in missing
    with pytest.raises(TrainingError, match="pyspark"):
        workspace.clusters.try_connection(ROWS)


@pytest.mark.spark
def test_without_java_a_sentence(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    missing = workspace.clusters.missing()
    assert missing is not None
    assert "Java" in missing
    monkeypatch.setattr(java, "require_java", lambda: "17.0.1")
    assert workspace.clusters.missing() is None
