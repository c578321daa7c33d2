"""Trainings that are cut off, and go on to the same factors."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_als import paths
from desktop_als.als import checkpoint
from desktop_als.als.settings import Settings
from desktop_als.errors import Cancelled, TrainingError
from desktop_als.evaluation.validation import Validation
from desktop_als.model import bundle
from desktop_als.progress import CancelToken, Progress
from desktop_als.workspace import ModelInfo, TrainingRun, Workspace
from tests.conftest import ROOT
from tests.exports import hetrec_zip, spotify_file
from tests.workspace.killed import DIED, SETTINGS

PLAN = Settings(**SETTINGS)


@pytest.fixture(autouse=True)
def recorded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Epochs of a millisecond are recorded like those of minutes."""
    monkeypatch.setattr(checkpoint, "SHORTEST_PAUSE", 0)
    monkeypatch.setattr(checkpoint, "WRITING_SHARE", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Workspace.open(tmp_path / "library") as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=80)])
    return tmp_path / "library"


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace.open(folder) as opened:
        yield opened


def finish(run: TrainingRun) -> ModelInfo:
    for _ in run:
        pass
    return run.save()


def cut_off(workspace: Workspace, after: int, settings: Settings = PLAN, **how: Any) -> None:
    """Leave on the disk what a process that ended after some epochs leaves."""
    for record in workspace.training(settings, **how):
        if record.epoch == after:
            break


def outcome(workspace: Workspace, info: ModelInfo) -> tuple[bytes, list[float | None], int | None]:
    factors = (workspace.folder / "models" / info.name / bundle.FACTORS).read_bytes()
    return factors, [epoch.ndcg for epoch in info.epochs], info.best_epoch


def dying(folder: Path, moment: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.workspace.killed", str(folder), str(moment)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("seed", range(2))
def test_killed_again_and_again_it_comes_to_the_same_factors(folder: Path, seed: int) -> None:
    moments = np.random.default_rng(seed).integers(3, 30, 4)
    for moment in moments:
        with dying(folder, int(moment)) as process:
            process.communicate()
        assert process.returncode == DIED
    with Workspace.open(folder) as workspace:
        assert not workspace.models()
        finish(workspace.resume())
        assert workspace.interrupted() is None
        assert not (folder / "training").exists()
        resumed = workspace.models()[-1]
        assert outcome(workspace, resumed) == outcome(workspace, finish(workspace.training(PLAN)))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("after", [0.0, 0.02, 0.05])
def test_killed_from_outside_it_comes_to_the_same_factors(folder: Path, after: float) -> None:
    with dying(folder, 0) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(after)
        process.kill()
    with Workspace.open(folder) as workspace:
        if workspace.interrupted() is not None:
            finish(workspace.resume())
        assert not (folder / "training").exists()
        first = workspace.models()[-1]
        assert outcome(workspace, first) == outcome(workspace, finish(workspace.training(PLAN)))


def test_what_was_interrupted_is_told(workspace: Workspace) -> None:
    assert workspace.interrupted() is None
    began = time.time()
    cut_off(workspace, after=2, title="Balanced", rows="listeners")
    found = workspace.interrupted()
    assert found is not None
    assert (found.title, found.settings, found.rows) == ("Balanced", PLAN, "listeners")
    assert [epoch.epoch for epoch in found.epochs] == [1, 2]
    assert found.best_epoch in (1, 2)
    assert began - 1 <= found.interrupted_at <= time.time()
    assert not found.library_changed
    assert not workspace.models()


def test_a_resumed_training_shows_the_epochs_from_before(workspace: Workspace) -> None:
    cut_off(workspace, after=2, title="Balanced")
    before = workspace.interrupted()
    assert before is not None
    run = workspace.resume()
    assert run.epochs == before.epochs
    assert workspace.interrupted() is None, "it is under way"
    info = finish(run)
    assert info.epochs[:2] == before.epochs
    assert info.title == "Balanced"
    assert info.seconds > sum(epoch.seconds for epoch in info.epochs[:2])


def test_an_epoch_that_died_before_it_was_judged_is_judged(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = CancelToken()
    judge = Validation.ndcg

    def die_in_the_third(*asked: Any) -> float:
        if len(workspace_run.epochs) == 2:
            raise KeyboardInterrupt
        return judge(*asked)

    with monkeypatch.context() as patched:
        patched.setattr(Validation, "ndcg", die_in_the_third)
        workspace_run = workspace.training(PLAN, cancel=cancel)
        with pytest.raises(KeyboardInterrupt):
            list(workspace_run)
    resumed = finish(workspace.resume())
    assert outcome(workspace, resumed) == outcome(workspace, finish(workspace.training(PLAN)))


def test_a_training_that_waits_to_be_saved_is_saved_after_a_restart(folder: Path) -> None:
    with Workspace.open(folder) as workspace:
        for _ in (run := workspace.training(PLAN)):
            pass
        planned = run.epochs_done
    with Workspace.open(folder) as again:
        info = finish(again.resume())
        assert len(info.epochs) == planned
        assert outcome(again, info) == outcome(again, finish(again.training(PLAN)))


def test_without_held_out_listeners_it_goes_on_too(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "few") as workspace:
        workspace.import_history([hetrec_zip(tmp_path / "hetrec.zip", listeners=24)])
        cut_off(workspace, after=5)
        resumed = finish(workspace.resume())
        assert len(resumed.epochs) == PLAN.epochs
        assert outcome(workspace, resumed) == outcome(workspace, finish(workspace.training(PLAN)))


def test_a_new_training_takes_the_place_of_the_interrupted_one(workspace: Workspace) -> None:
    cut_off(workspace, after=2)
    finish(workspace.training(replace(PLAN, factors=4)))
    assert workspace.interrupted() is None
    assert not (workspace.folder / "training").exists()


def test_an_unwanted_one_is_given_up(workspace: Workspace) -> None:
    cut_off(workspace, after=2)
    workspace.discard_interrupted()
    assert workspace.interrupted() is None
    assert not (workspace.folder / "training").exists()
    with pytest.raises(TrainingError, match="nothing to resume"):
        workspace.resume()


def test_stopped_before_the_first_epoch_nothing_stays(workspace: Workspace) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        finish(workspace.training(PLAN, cancel=cancel))
    assert not (workspace.folder / "training").exists()


def test_stopped_while_it_is_read_again_it_can_still_be_resumed(workspace: Workspace) -> None:
    cut_off(workspace, after=2)
    cancel = CancelToken()

    def stop(now: Progress) -> None:
        cancel.cancel()

    with pytest.raises(Cancelled):
        workspace.resume(cancel=cancel, progress=stop)
    found = workspace.interrupted()
    assert found is not None
    assert len(found.epochs) == 2


def test_after_the_library_changed_it_cannot_be_resumed(workspace: Workspace, tmp_path: Path) -> None:
    cut_off(workspace, after=2)
    workspace.import_history([spotify_file(tmp_path / "history.json")], listener="Mira")
    found = workspace.interrupted()
    assert found is not None
    assert found.library_changed
    with pytest.raises(TrainingError, match="library has changed"):
        workspace.resume()
    workspace.undo()
    assert len(finish(workspace.resume()).epochs) > 2


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format_version": 1}', b"\x93NUMPY\xff"])
def test_a_record_that_cannot_be_read_is_removed_and_said(workspace: Workspace, damage: bytes) -> None:
    cut_off(workspace, after=2)
    (workspace.folder / "training" / "run.json").write_bytes(damage)
    with pytest.raises(TrainingError, match="cannot be read and was removed"):
        workspace.resume()
    assert workspace.interrupted() is None
    assert finish(workspace.training(PLAN)).epochs


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY\x01\x00", None])
def test_artists_that_cannot_be_read_are_removed_and_said(workspace: Workspace, damage: bytes | None) -> None:
    cut_off(workspace, after=2)
    (best,) = (workspace.folder / "training").glob("best-*.npy")
    if damage is None:
        best.write_bytes(best.read_bytes()[:-7])
    else:
        best.write_bytes(damage)
    with pytest.raises(TrainingError, match="cannot be read and was removed"):
        workspace.resume()
    assert workspace.interrupted() is None


def test_a_solver_state_that_cannot_be_read_costs_time_and_nothing_else(workspace: Workspace) -> None:
    cut_off(workspace, after=2)
    for file in (workspace.folder / "training" / "trainer").rglob("*"):
        if file.is_file():
            file.write_bytes(b"half")
    resumed = finish(workspace.resume())
    assert outcome(workspace, resumed) == outcome(workspace, finish(workspace.training(PLAN)))


@pytest.mark.parametrize("epoch", [0, 2])
def test_on_a_full_disk_training_goes_on_without(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, epoch: int
) -> None:
    class FullDisk:
        def __init__(self) -> None:
            self.full = epoch == 0

        def __call__(self, descriptor: int) -> None:
            if self.full:
                raise OSError(28, "No space left on device")

    disk = FullDisk()
    monkeypatch.setattr(paths.os, "fsync", disk)
    run = workspace.training(PLAN)
    for record in run:
        disk.full = disk.full or record.epoch == epoch
    disk.full = False
    assert run.note is not None
    assert "No space left" in run.note
    info = run.save()
    assert not (workspace.folder / "training").exists()
    again = workspace.training(PLAN)
    assert outcome(workspace, info) == outcome(workspace, finish(again))
    assert again.note is None


def test_an_error_of_the_disk_leaves_nothing_to_resume(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    run = workspace.training(PLAN)
    for record in run:
        if record.epoch == 2:
            monkeypatch.setattr(paths.os, "fsync", full)
        if record.epoch == 4:
            break
    assert workspace.interrupted() is None
